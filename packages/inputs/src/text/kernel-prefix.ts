/** What stands before the text of a line of the kernel's log: level, facility, time, thread. */
import { CLOSE_BRACKET, COLON, DASH, DOT, GREATER, LESS, OPEN_BRACKET, PLUS, SPACE } from '../ascii.ts'
import { ascii, digitsEnd, equals, isDigit, isLower, isUpper, skipBlanks, startsWith } from '../bytes.ts'
import { DECIMAL_COMMA, isoStampEnd } from './stamps.ts'

/** The widest is `[Tue Nov 14 22:13:20 2023 <    0.000012>]`. */
const MOST_IN_BRACKETS = 64
const KERNEL_FACILITY = ascii('kern')
const FACILITIES = [
  'kern',
  'user',
  'mail',
  'daemon',
  'auth',
  'authpriv',
  'syslog',
  'lpr',
  'news',
  'uucp',
  'cron',
  'ftp',
].map(ascii)
/** `local0` to `local7` */
const LOCAL = ascii('local')
/** Priorities below are the kernel's own: facility and level are one number. */
const FIRST_OTHER_PRIORITY = 8

/** A prefix of the kernel's log. */
export interface KernelPrefix {
  /** Where the text begins. */
  readonly text: number
  /** False for what programs have written into the kernel's log. */
  readonly isKernel: boolean
  /** False for a number in `<>` alone, which may be anybody's. */
  readonly isCertain: boolean
}

/** The prefix that a line begins with, in any of dmesg(1)'s forms or as a console shows it; undefined where there is none. */
export function kernelPrefix(bytes: Uint8Array, start: number, end: number): KernelPrefix | undefined {
  let at = start
  let isKernel = true
  if (bytes[at] === LESS) {
    const priority = priorityEnd(bytes, at, end)
    if (priority < 0) return undefined
    isKernel = isKernelPriority(bytes, at + 1, priority - 1)
    at = priority
  } else if (isLower(bytes[at])) {
    const level = levelEnd(bytes, at, end)
    if (level < 0) return undefined
    isKernel = startsWith(bytes, at, end, KERNEL_FACILITY)
    at = level
  }
  const stamp = stampEnd(bytes, at, end)
  if (stamp >= 0) return { text: stamp, isKernel, isCertain: true }
  return at > start ? { text: at, isKernel, isCertain: bytes[start] !== LESS } : undefined
}

/** Where the text begins that a syslog daemon has got from the kernel: after `<5>`, a time and a thread, if they are there. */
export function afterKernelPrefix(bytes: Uint8Array, start: number, end: number): number {
  let at = start
  if (bytes[at] === LESS) {
    const priority = priorityEnd(bytes, at, end)
    if (priority >= 0) at = priority
  }
  const stamp = stampEnd(bytes, at, end)
  return stamp < 0 ? at : stamp
}

/** The end of `<NUMBER>`, or -1. */
export function priorityEnd(bytes: Uint8Array, at: number, end: number): number {
  if (bytes[at] !== LESS || at >= end) return -1
  const digits = digitsEnd(bytes, at + 1, end)
  return digits > at + 1 && digits <= at + 4 && bytes[digits] === GREATER ? digits + 1 : -1
}

export function isKernelPriority(bytes: Uint8Array, start: number, end: number): boolean {
  let priority = 0
  for (let at = start; at < end; at++) priority = priority * 10 + ((bytes[at] as number) - 0x30)
  return priority < FIRST_OTHER_PRIORITY
}

/** The end of the time and the thread, and of the blank after them, or -1. */
function stampEnd(bytes: Uint8Array, start: number, end: number): number {
  let at: number
  if (bytes[start] === OPEN_BRACKET) {
    at = bracketEnd(bytes, start, end)
    if (at < 0) return -1
    const thread = threadEnd(bytes, bytes[at] === SPACE ? at + 1 : at, end)
    if (thread >= 0) at = thread
  } else {
    at = isoStampEnd(bytes, start, end, 'T', DECIMAL_COMMA)
    if (at < 0) return -1
  }
  if (at === end) return at
  return bytes[at] === SPACE ? at + 1 : -1
}

/**
 * The end of `[    5.507898]`, `[Nov14 22:13]`, `[  +0.000012]`, `[<    0.000012>]`, `[Tue Nov 14 22:13:20 2023]` and the
 * like, or -1. A number alone is none of them.
 */
function bracketEnd(bytes: Uint8Array, start: number, end: number): number {
  let hasDigit = false
  let hasMark = false
  const last = Math.min(end, start + MOST_IN_BRACKETS)
  for (let at = start + 1; at < last; at++) {
    const byte = bytes[at] as number
    if (byte === CLOSE_BRACKET) return hasDigit && hasMark ? at + 1 : -1
    if (isDigit(byte)) hasDigit = true
    else if (byte === DOT || byte === COLON || byte === PLUS) hasMark = true
    else if (byte !== SPACE && byte !== LESS && byte !== GREATER && byte !== DASH && !isLetter(byte))
      return -1
  }
  return -1
}

/** The end of `[   T59]` or `[    C3]` (CONFIG_PRINTK_CALLER), or -1. */
function threadEnd(bytes: Uint8Array, start: number, end: number): number {
  if (bytes[start] !== OPEN_BRACKET) return -1
  const kind = skipBlanks(bytes, start + 1, end)
  if (bytes[kind] !== 0x54 && bytes[kind] !== 0x43) return -1
  const digits = digitsEnd(bytes, kind + 1, end)
  return digits > kind + 1 && bytes[digits] === CLOSE_BRACKET ? digits + 1 : -1
}

/** Whether a word is the name of a facility of syslog's. */
export function isFacilityName(bytes: Uint8Array, start: number, end: number): boolean {
  if (startsWith(bytes, start, end, LOCAL)) return end - start === LOCAL.length + 1 && isDigit(bytes[end - 1])
  return FACILITIES.some((name) => equals(bytes, start, end, name))
}

/** The end of `kern  :notice: `, or -1. */
function levelEnd(bytes: Uint8Array, start: number, end: number): number {
  let name = start
  while (name < end && (isLower(bytes[name]) || isDigit(bytes[name]))) name++
  if (!isFacilityName(bytes, start, name)) return -1
  const facility = paddedWordEnd(bytes, start, end)
  if (facility < 0) return -1
  const level = paddedWordEnd(bytes, facility, end)
  return level >= 0 && bytes[level] === SPACE ? level + 1 : -1
}

/** The end of `WORD   :`; facilities may have a digit. */
function paddedWordEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start
  while (at < end && (isLower(bytes[at]) || (at > start && isDigit(bytes[at])))) at++
  if (at === start || at - start > 8) return -1
  at = skipBlanks(bytes, at, Math.min(end, start + 9))
  return at < end && bytes[at] === COLON ? at + 1 : -1
}

function isLetter(byte: number): boolean {
  return isLower(byte) || isUpper(byte)
}
