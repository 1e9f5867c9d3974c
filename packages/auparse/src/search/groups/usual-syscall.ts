/** SYSCALL records as the kernel writes them, read in one pass: most of what a search looks at is their beginning. */
import { MINUS, NINE, SPACE, ZERO } from '../../ascii.ts'
import type { ActiveSteps } from '../active-steps.ts'
import { latin1Bytes } from '../byte-span.ts'
import { hexDigit } from '../number.ts'
import type { RecordText } from '../record-text.ts'
import type { SearchAttributes } from '../search-attributes.ts'

/** Longer numbers than these are left to the exact steps. */
const MOST_DECIMALS = 9
const MOST_ARCH_DIGITS = 8
const MOST_ARGUMENT_DIGITS = 16

const TYPE = latin1Bytes('type=SYSCALL ')
const ARCH = latin1Bytes(': arch=')
const SYSCALL = latin1Bytes(' syscall=')
const YES = latin1Bytes(' success=yes')
const NO = latin1Bytes(' success=no')
const EXIT = latin1Bytes(' exit=')
const A0 = latin1Bytes(' a0=')
const A1 = latin1Bytes(' a1=')

/**
 * Reads `arch`, `syscall`, `success`, `exit`, `a0` and `a1` of a record that has exactly these after its stamp, and puts
 * the cursor where the steps of spec 01 §5.5 "SYSCALL" leave it. False, with nothing changed, for every other record.
 */
export function readUsualCall(text: RecordText, attributes: SearchAttributes, active: ActiveSteps): boolean {
  const { bytes, end } = text
  // A node or another name of the type might hold one of the labels that are searched from the record's start.
  if (after(bytes, TYPE, text.start, end) < 0) return false
  let at = after(bytes, ARCH, text.body, end)
  if (at < 0) return false
  let stop = hexEnd(bytes, at, end, MOST_ARCH_DIGITS)
  if (stop < 0) return false
  const arch = hexValue(bytes, at, stop)
  at = after(bytes, SYSCALL, stop, end)
  if (at < 0) return false
  stop = decimalEnd(bytes, at, end)
  if (stop < 0) return false
  const syscall = decimalValue(bytes, at, stop)
  at = after(bytes, YES, stop, end)
  const success = at < 0 ? 0 : 1
  if (at < 0) at = after(bytes, NO, stop, end)
  if (at < 0) return false
  at = after(bytes, EXIT, at, end)
  if (at < 0) return false
  const negative = bytes[at] === MINUS
  if (negative) at++
  stop = decimalEnd(bytes, at, end)
  // A leading zero would make it octal.
  if (stop < 0 || (bytes[at] === ZERO && (stop > at + 1 || negative))) return false
  const exit = decimalValue(bytes, at, stop)
  for (const label of [A0, A1]) {
    at = after(bytes, label, stop, end)
    if (at < 0) return false
    stop = hexEnd(bytes, at, end, MOST_ARGUMENT_DIGITS)
    if (stop < 0) return false
  }
  if (bytes[stop] !== SPACE) return false
  if (active.arch) attributes.arch = arch
  attributes.syscall = syscall
  if (active.success) attributes.success = success
  if (active.exit) attributes.exit = negative ? -exit : exit
  text.at = stop
  return true
}

/** The position after a text, if it stands at `at`; else -1. */
function after(bytes: Uint8Array, text: Uint8Array, at: number, end: number): number {
  const { length } = text
  if (at < 0 || at + length > end) return -1
  for (let index = 0; index < length; index++) if (bytes[at + index] !== text[index]) return -1
  return at + length
}

/** The end of a few decimal digits; -1 for none and for more. */
function decimalEnd(bytes: Uint8Array, from: number, end: number): number {
  let at = from
  while (at < end && (bytes[at] as number) >= ZERO && (bytes[at] as number) <= NINE) at++
  return at === from || at - from > MOST_DECIMALS ? -1 : at
}

function decimalValue(bytes: Uint8Array, from: number, end: number): number {
  let value = 0
  for (let at = from; at < end; at++) value = value * 10 + (bytes[at] as number) - ZERO
  return value
}

/** The end of at most `most` hexadecimal digits; -1 for none and for more. */
function hexEnd(bytes: Uint8Array, from: number, end: number, most: number): number {
  let at = from
  while (at < end && hexDigit(bytes[at] as number) >= 0) at++
  return at === from || at - from > most ? -1 : at
}

/** The value of up to eight digits. */
function hexValue(bytes: Uint8Array, from: number, end: number): number {
  let value = 0
  for (let at = from; at < end; at++) value = (value << 4) | hexDigit(bytes[at] as number)
  return value >>> 0
}
