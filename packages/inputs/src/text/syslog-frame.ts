/** The frame of a line of syslog's: stamp, host and tag, in the traditional forms and in journalctl's short ones. */
import { CLOSE_BRACKET, COLON, DOT, LESS, OPEN_BRACKET, SPACE } from '../ascii.ts'
import { ascii, isDigit, isLower, isUpper, skipBlanks, startsWith, wordEnd } from '../bytes.ts'
import { isFacilityName, kernelPrefix, priorityEnd } from './kernel-prefix.ts'
import { dateStampEnd, isoStampEnd, POINT, unixStampEnd, weekdayStampEnd } from './stamps.ts'
import type { SyslogTag, TagOf } from './syslog-tag.ts'

/** A line in its parts: positions in the bytes. */
export interface SyslogFrame {
  readonly tag: SyslogTag
  readonly text: number
  /** The name of the host, if there is one. */
  readonly host: { readonly start: number; readonly end: number } | undefined
  /** journalctl's short-full and with-unit: the tag may be the name of a unit. */
  readonly hasWeekday: boolean
}

/** A process id, in brackets, is not longer. */
const MOST_PID = 32
const TYPE = ascii('type=')
const NODE = ascii('node=')
/**
 * The frame that a line begins with: `[<PRI>]STAMP [HOST] TAG[PID]: TEXT`, the colon and the process id not always there.
 * The stamp is `Mmm dd hh:mm:ss` (RFC 3164), ISO (rsyslog, short-iso), with a day of the week (OpenWrt, short-full), seconds
 * since 1970 (short-unix) or since the boot (short-monotonic, short-delta). `tagOf` says what a tag stands for.
 */
export function syslogFrame(
  bytes: Uint8Array,
  start: number,
  end: number,
  tagOf: TagOf,
): SyslogFrame | undefined {
  let at = start
  if (bytes[at] === LESS) {
    at = priorityEnd(bytes, start, end)
    if (at < 0) return undefined
  }
  const first = bytes[at]
  let stamp = -1
  let hasWeekday = false
  if (isUpper(first)) {
    stamp = dateStampEnd(bytes, at, end)
    if (stamp < 0) {
      stamp = weekdayStampEnd(bytes, at, end)
      hasWeekday = true
    }
  } else if (isDigit(first)) {
    stamp = isoStampEnd(bytes, at, end, 'T', POINT)
    if (stamp < 0) stamp = isoStampEnd(bytes, at, end, ' ', POINT)
    if (stamp < 0) stamp = unixStampEnd(bytes, at, end)
  } else if (first === OPEN_BRACKET && at === start) {
    const prefix = kernelPrefix(bytes, at, end)
    return prefix === undefined ? undefined : hostFrame(bytes, prefix.text, end, tagOf)
  }
  if (stamp < 0 || bytes[stamp] !== SPACE || stamp >= end) return undefined
  return frameAfter(bytes, skipBlanks(bytes, stamp, end), end, hasWeekday, tagOf)
}

/** `HOST kernel: TEXT` or `HOST audit[PID]: TEXT`; anything else after a time since the boot is the kernel's own. */
function hostFrame(bytes: Uint8Array, at: number, end: number, tagOf: TagOf): SyslogFrame | undefined {
  const host = wordEnd(bytes, at, end)
  if (host === at || host >= end || bytes[host - 1] === COLON) return undefined
  const frame = tagFrame(bytes, host + 1, end, tagOf)
  return frame.tag === 'other' ? undefined : { ...frame, host: { start: at, end: host }, hasWeekday: false }
}

function frameAfter(
  bytes: Uint8Array,
  at: number,
  end: number,
  hasWeekday: boolean,
  tagOf: TagOf,
): SyslogFrame | undefined {
  const word = wordEnd(bytes, at, end)
  if (word === at) return undefined
  // Without a host, as in a forward of the same machine's.
  if (word === end || bytes[word - 1] === COLON) {
    return { ...tagFrame(bytes, at, end, tagOf), host: undefined, hasWeekday }
  }
  if (isFacility(bytes, at, word)) {
    return { ...tagFrame(bytes, word + 1, end, tagOf), host: undefined, hasWeekday }
  }
  const next = word + 1
  if (isReadyText(bytes, next, end) && tagOf(bytes, at, word) === 'audit') {
    return { tag: 'audit', text: next, host: undefined, hasWeekday }
  }
  const nextEnd = wordEnd(bytes, next, end)
  // busybox has the facility and the level after the host.
  const tag = isFacility(bytes, next, nextEnd) ? nextEnd + 1 : next
  return { ...tagFrame(bytes, tag, end, tagOf), host: { start: at, end: word }, hasWeekday }
}

/** `TAG[PID]: TEXT` */
function tagFrame(
  bytes: Uint8Array,
  start: number,
  end: number,
  tagOf: TagOf,
): Pick<SyslogFrame, 'tag' | 'text'> {
  let at = start
  while (at < end && bytes[at] !== SPACE && bytes[at] !== COLON && bytes[at] !== OPEN_BRACKET) at++
  const tag = tagOf(bytes, start, at)
  if (bytes[at] === OPEN_BRACKET && at < end) {
    const last = Math.min(end, at + MOST_PID)
    while (at < last && bytes[at] !== CLOSE_BRACKET && bytes[at] !== SPACE) at++
    if (bytes[at] === CLOSE_BRACKET && at < last) at++
  }
  if (bytes[at] === COLON && at < end) at++
  return { tag, text: skipBlanks(bytes, at, end) }
}

/** `kern.notice` */
function isFacility(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start
  while (at < end && (isLower(bytes[at]) || isDigit(bytes[at]))) at++
  if (bytes[at] !== DOT || at >= end || !isFacilityName(bytes, start, at)) return false
  const level = at + 1
  at = level
  while (at < end && isLower(bytes[at])) at++
  return at === end && at - level >= 3 && at - level <= 7
}

function isReadyText(bytes: Uint8Array, at: number, end: number): boolean {
  return startsWith(bytes, at, end, TYPE) || startsWith(bytes, at, end, NODE)
}
