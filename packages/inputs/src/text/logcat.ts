/**
 * Android's logcat (brief, tag, time, threadtime): `I/auditd  (  230): TEXT`, `11-14 22:13:20.123   230   230 I auditd  : TEXT`.
 * Its copies of auditd's records have the stamp `audit(0.0:42)`, which has lost the time: only what the kernel's log says
 * itself is read. Not verified on a device.
 */
import { CLOSE_PAREN, COLON, DASH, DOT, OPEN_PAREN, SLASH, SPACE } from '../ascii.ts'
import { ascii, digitsEnd, equals, indexOf, isDigit, isUpper, skipBlanks, startsWith } from '../bytes.ts'
import type { LineForm } from '../input-form.ts'
import { kernelRecord } from '../record-heads.ts'
import { afterKernelPrefix } from './kernel-prefix.ts'
import { KernelText } from './kernel-text.ts'
import { monthDayEnd, POINT, timeEnd, unixStampEnd } from './stamps.ts'

const LEVELS = ascii('VDIWEFAS')
const AUDIT_TAGS = ['auditd', 'audit', 'kernel'].map(ascii)
const TYPE = ascii('type=')
const WITHOUT_TIME = ascii(' audit(0.0:')
/** Tags are cut at 23 characters, and padded. */
const MOST_TAG = 64

export const logcat: LineForm = {
  kind: 'line',
  name: 'logcat',
  title: "Android's logcat",
  losses: ['no-enrichment', 'no-daemon-records', 'unauthenticated'],
  open: (out) => {
    const kernel = new KernelText(out)
    return {
      line(bytes, start, end) {
        const head = headEnd(bytes, start, end)
        if (head === undefined) return false
        const text = afterKernelPrefix(bytes, skipBlanks(bytes, head.text, end), end)
        if (!head.isAudit) {
          out.unread(kernelRecord(bytes, text, end) === undefined ? 'other' : 'not-kernel')
        } else if (isWithoutTime(bytes, text, end)) out.unread('not-rebuildable')
        else if (!kernel.line(bytes, text, end)) out.unread('other')
        return true
      },
    }
  },
}

function headEnd(bytes: Uint8Array, start: number, end: number) {
  let at = stampEnd(bytes, start, end)
  const isTimed = at > start
  if (isTimed) {
    at = skipBlanks(bytes, at, end)
    // Threads: one to three numbers or user names, then the level by itself.
    for (
      let column = 0;
      column < 4 && !isLevel(bytes, at, end, SPACE) && !isLevel(bytes, at, end, SLASH);
      column++
    ) {
      while (at < end && bytes[at] !== SPACE) at++
      at = skipBlanks(bytes, at, end)
    }
  }
  if (!isLevel(bytes, at, end, SLASH) && !(isTimed && isLevel(bytes, at, end, SPACE))) return undefined
  return afterTag(bytes, at + 2, end)
}

/** `auditd  : TEXT`, `auditd  (  230): TEXT` */
function afterTag(bytes: Uint8Array, start: number, end: number) {
  let at = start
  const last = Math.min(end, start + MOST_TAG)
  while (at < last && bytes[at] !== COLON && bytes[at] !== OPEN_PAREN) at++
  let tagEnd = at
  while (tagEnd > start && bytes[tagEnd - 1] === SPACE) tagEnd--
  if (bytes[at] === OPEN_PAREN) {
    at = digitsEnd(bytes, skipBlanks(bytes, at + 1, end), end)
    if (bytes[at] !== CLOSE_PAREN) return undefined
    at++
  }
  if (bytes[at] !== COLON || at >= end || tagEnd === start) return undefined
  return { text: at + 1, isAudit: AUDIT_TAGS.some((tag) => equals(bytes, start, tagEnd, tag)) }
}

/** The end of `[YYYY-]MM-DD hh:mm:ss.mmm [±zone]` or of seconds since 1970; `start` where there is none. */
function stampEnd(bytes: Uint8Array, start: number, end: number): number {
  if (!isDigit(bytes[start])) return start
  const unix = unixStampEnd(bytes, start, end)
  if (unix >= 0) return unix
  const year = digitsEnd(bytes, start, end)
  const day = monthDayEnd(bytes, year === start + 4 && bytes[year] === DASH ? year + 1 : start, end)
  if (day < 0 || bytes[day] !== SPACE) return start
  const time = timeEnd(bytes, day + 1, end, POINT)
  return time < 0 || (bytes[time - 4] !== DOT && bytes[time - 7] !== DOT) ? start : time
}

/** A level that `after` follows. */
function isLevel(bytes: Uint8Array, at: number, end: number, after: number): boolean {
  return end - at > 2 && isUpper(bytes[at]) && LEVELS.includes(bytes[at] as number) && bytes[at + 1] === after
}

function isWithoutTime(bytes: Uint8Array, start: number, end: number): boolean {
  return (
    startsWith(bytes, start, end, TYPE) && indexOf(bytes, start, Math.min(end, start + 64), WITHOUT_TIME) >= 0
  )
}
