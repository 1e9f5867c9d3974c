/** Output that people read: of `ausearch -i`, `aureport` and the interpreting syslog plugin. It is no log any more. */
import { CLOSE_PAREN, COLON, DOT, EQUALS, HASH, SPACE } from '../ascii.ts'
import { ascii, digitsEnd, equals, indexOf, indexOfByte, isDigit, startsWith } from '../bytes.ts'
import type { LineForm } from '../input-form.ts'

const TYPE = ascii('type=')
const NODE = ascii('node=')
const MESSAGE = ascii(' msg=audit(')
/** A date in any language is shorter. */
const MOST_DATE = 80

/**
 * Whether a text is a record whose stamp is a date: `type=BPF msg=audit(11/14/23 22:13:20.123:42) : …`, or without
 * milliseconds and serial, as audisp-syslog writes it.
 */
export function isInterpretedRecord(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start
  if (startsWith(bytes, at, end, NODE)) {
    const blank = indexOfByte(bytes, SPACE, at, end)
    if (blank < 0) return false
    at = blank + 1
  }
  if (!startsWith(bytes, at, end, TYPE)) return false
  const blank = indexOfByte(bytes, SPACE, at, Math.min(end, at + 64))
  if (blank < 0 || !startsWith(bytes, blank, end, MESSAGE)) return false
  const stamp = blank + MESSAGE.length
  if (bytes[digitsEnd(bytes, stamp, end)] === DOT && bytes[digitsEnd(bytes, stamp, end) + 4] === COLON) {
    return false
  }
  const close = indexOfByte(bytes, CLOSE_PAREN, stamp, Math.min(end, stamp + MOST_DATE))
  if (close < 0 || indexOfByte(bytes, SPACE, stamp, close) < 0) return false
  return bytes[close + 1] === COLON || (bytes[close + 1] === SPACE && bytes[close + 2] === COLON)
}

/** Tried before auditd's log, whose lines begin alike. */
export const interpretedRecords: LineForm = {
  kind: 'line',
  name: 'interpreted',
  readsNothing: true,
  title: 'interpreted output of ausearch',
  losses: [],
  open: (out) => ({
    line(bytes, start, end) {
      if (!isInterpretedRecord(bytes, start, end)) return false
      out.unread('interpreted')
      return true
    },
  }),
}

const SEPARATOR = ascii('----')
const TIME = ascii('time->')
const CSV_HEADER = ascii('NODE,EVENT,DATE,TIME,SERIAL_NUM,')
const TEXT_HEADER = ascii('At ')
const RESULT = ascii('successfully ')

/** What ausearch prints around records, which are read as what they are, and its other formats. */
export const ausearchOutput: LineForm = {
  kind: 'line',
  name: 'ausearch',
  title: 'output of ausearch',
  losses: [],
  neverWrapped: true,
  open: (out) => {
    let columns = 0
    return {
      line(bytes, start, end) {
        if (equals(bytes, start, end, SEPARATOR) || startsWith(bytes, start, end, TIME)) return true
        if (startsWith(bytes, start, end, CSV_HEADER)) columns = commas(bytes, start, end)
        else if (columns > 0 && commas(bytes, start, end) >= columns) out.unread('interpreted')
        else if (isSentence(bytes, start, end)) out.unread('interpreted')
        else return false
        return true
      },
      end() {
        columns = 0
      },
    }
  },
}

/** `At 22:13:20 14.11.2023 alice, acting as root, unsuccessfully opened-file …` */
function isSentence(bytes: Uint8Array, start: number, end: number): boolean {
  return (
    startsWith(bytes, start, end, TEXT_HEADER) &&
    isDigit(bytes[start + TEXT_HEADER.length]) &&
    indexOf(bytes, start, Math.min(end, start + 256), RESULT) >= 0
  )
}

function commas(bytes: Uint8Array, start: number, end: number): number {
  let count = 0
  for (let at = start; at < end; at++) if (bytes[at] === 0x2c) count++
  return count
}

const SUMMARY_LINES = ['Range of time in logs: ', 'Selected time for report: ', 'Number of '].map(ascii)
const TITLE = ascii(' Report')
const TOTAL = ascii('total ')

/** The tables of aureport: a title, a rule of `=`, the columns, and numbered rows. */
export const aureportOutput: LineForm = {
  kind: 'line',
  name: 'aureport',
  readsNothing: true,
  title: 'output of aureport',
  losses: [],
  neverWrapped: true,
  open: (out) => {
    let isInTable = false
    return {
      line(bytes, start, end) {
        if (isRule(bytes, start, end)) isInTable = true
        else if (isInTable && isRow(bytes, start, end)) out.unread('interpreted')
        else if (isTitle(bytes, start, end)) isInTable = false
        else if (SUMMARY_LINES.some((head) => startsWith(bytes, start, end, head))) out.unread('interpreted')
        else return isInTable && (bytes[start] === HASH || startsWith(bytes, start, end, TOTAL))
        return true
      },
      end() {
        isInTable = false
      },
    }
  },
}

/** `======` */
function isRule(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < 6) return false
  for (let at = start; at < end; at++) if (bytes[at] !== EQUALS) return false
  return true
}

/** `12. 11/14/23 22:13:20 …`, or `17  /etc/passwd` of a summary. */
function isRow(bytes: Uint8Array, start: number, end: number): boolean {
  const number = digitsEnd(bytes, start, end)
  return number > start && (bytes[number] === DOT || bytes[number] === SPACE) && bytes[number + 1] === SPACE
}

/** `File Summary Report` */
function isTitle(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start < 64 && startsWith(bytes, Math.max(start, end - TITLE.length), end, TITLE)
}
