/** How audit records begin: in auditd's log, and in the kernel's. */
import { CLOSE_BRACKET, CLOSE_PAREN, COLON, DOT, SPACE, UNDERSCORE } from './ascii.ts'
import { ascii, digitsEnd, isDigit, isUpper, startsWith } from './bytes.ts'

const NODE = ascii('node=')
const TYPE = ascii('type=')
const MESSAGE = ascii(' msg=audit(')
const UNKNOWN = ascii('UNKNOWN[')
const KERNEL_PREFIX = ascii('audit: ')
const KERNEL_STAMP = ascii(' audit(')

/** Whether a line begins as auditd's do; what follows need not be a record. */
export function beginsAsAuditLine(bytes: Uint8Array, start: number, end: number): boolean {
  return startsWith(bytes, start, end, TYPE) || startsWith(bytes, start, end, NODE)
}

/**
 * Whether a text is a record as auditd writes it, from its first byte:
 * `[node=NAME ]type=TYPE msg=audit(SECONDS.MMM:SERIAL):`.
 */
export function isAuditRecord(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start
  if (startsWith(bytes, at, end, NODE)) {
    at += NODE.length
    const name = at
    while (at < end && bytes[at] !== SPACE) at++
    if (at === name || at === end) return false
    at++
  }
  if (!startsWith(bytes, at, end, TYPE)) return false
  const typeEnd = typeNameEnd(bytes, at + TYPE.length, end)
  if (typeEnd < 0 || !startsWith(bytes, typeEnd, end, MESSAGE)) return false
  const stampEnd = stampEndAt(bytes, typeEnd + MESSAGE.length, end)
  return stampEnd >= 0 && bytes[stampEnd + 1] === COLON
}

/** A record as the kernel prints it, in parts: positions in the bytes. */
export interface KernelRecord {
  readonly type: number
  /** `SECONDS.MMM:SERIAL`. */
  readonly stampStart: number
  readonly stampEnd: number
  readonly body: number
}

/** The record that a text is from its first byte: `[audit: ]type=NUMBER audit(SECONDS.MMM:SERIAL): `. */
export function kernelRecord(bytes: Uint8Array, start: number, end: number): KernelRecord | undefined {
  const at = startsWith(bytes, start, end, KERNEL_PREFIX) ? start + KERNEL_PREFIX.length : start
  if (!startsWith(bytes, at, end, TYPE)) return undefined
  const number = at + TYPE.length
  const numberEnd = digitsEnd(bytes, number, end)
  if (numberEnd - number < 4 || numberEnd - number > 9) return undefined
  if (!startsWith(bytes, numberEnd, end, KERNEL_STAMP)) return undefined
  const stampStart = numberEnd + KERNEL_STAMP.length
  const stampEnd = stampEndAt(bytes, stampStart, end)
  if (stampEnd < 0 || bytes[stampEnd + 1] !== COLON) return undefined
  let type = 0
  for (let digit = number; digit < numberEnd; digit++) type = type * 10 + ((bytes[digit] as number) - 0x30)
  const body = stampEnd + 2
  return { type, stampStart, stampEnd, body: bytes[body] === SPACE ? body + 1 : body }
}

/** The end of `SECONDS.MMM:SERIAL` that a `)` follows, or -1. */
export function stampEndAt(bytes: Uint8Array, start: number, end: number): number {
  const seconds = digitsEnd(bytes, start, end)
  if (seconds === start || bytes[seconds] !== DOT) return -1
  const milliseconds = digitsEnd(bytes, seconds + 1, end)
  if (milliseconds !== seconds + 4 || bytes[milliseconds] !== COLON) return -1
  const serial = digitsEnd(bytes, milliseconds + 1, end)
  return serial === milliseconds + 1 || serial >= end || bytes[serial] !== CLOSE_PAREN ? -1 : serial
}

/** The end of `SYSCALL` or `UNKNOWN[1334]`, or -1. */
function typeNameEnd(bytes: Uint8Array, start: number, end: number): number {
  if (startsWith(bytes, start, end, UNKNOWN)) {
    const digits = start + UNKNOWN.length
    const digitsStop = digitsEnd(bytes, digits, end)
    return digitsStop > digits && bytes[digitsStop] === CLOSE_BRACKET ? digitsStop + 1 : -1
  }
  if (!isUpper(bytes[start])) return -1
  let at = start + 1
  while (at < end && (isUpper(bytes[at]) || isDigit(bytes[at]) || bytes[at] === UNDERSCORE)) at++
  return at
}
