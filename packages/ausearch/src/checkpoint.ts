/** Checkpoint files: where the last search ended, and which events the next one shows (spec 01 §8). */
import type { EventId, LogEvent } from '@ts-audit/log'
import { secondsText, serialText } from '@ts-audit/log/internal'

/** The log file and the last event delivered from it. */
export interface Checkpoint {
  readonly device: bigint
  readonly inode: bigint
  /** The last event; all zero when none was delivered, or when the file has no such line. */
  readonly event: CheckpointEvent
}

/** An event as a checkpoint names it. */
export interface CheckpointEvent {
  readonly node: string | undefined
  readonly seconds: bigint
  readonly milliseconds: number
  readonly serial: bigint
  /** Record type number of the event's first record; -1 for an unknown type. */
  readonly type: number
}

/** What reading a checkpoint file gave: a checkpoint, or the lines that say why it cannot be used. */
export type CheckpointReading =
  | { readonly kind: 'checkpoint'; readonly checkpoint: Checkpoint }
  | { readonly kind: 'unusable'; readonly messages: readonly string[] }

/** What the checkpoint says of an event before any criteria: show it, hide it, or stop because the checkpoint's own event cannot be found. */
export type CheckpointVerdict = 'show' | 'hide' | 'corrupted'

const NO_EVENT: CheckpointEvent = { node: undefined, seconds: 0n, milliseconds: 0, serial: 0n, type: 0 }
/** Lines are read in pieces of this many bytes. */
const LINE_LIMIT = 1021
const UINT64_MAX = (1n << 64n) - 1n
/** How many seconds later than the checkpoint's event another may be that is delivered before it. */
const SLACK = 2n

/** The event as a checkpoint notes it. */
export function checkpointEvent(event: LogEvent): CheckpointEvent {
  return {
    node: event.node,
    seconds: event.exact?.seconds ?? BigInt(event.seconds),
    milliseconds: event.milliseconds,
    serial: event.exact?.serial ?? BigInt(event.serial),
    type: event.type,
  }
}

/** The text of a checkpoint file, in the reference's format: each tool can continue the other's (spec 01 §8.1). */
export function formatCheckpoint(device: bigint, inode: bigint, event: CheckpointEvent = NO_EVENT): string {
  const type = (event.type >>> 0).toString(16).toUpperCase()
  return (
    `dev=0x${device.toString(16).toUpperCase()}\ninode=${inode}\n` +
    `output=${event.node ?? '-'} ${stampText(event)} 0x${type}\n`
  )
}

/** Reads a checkpoint file's text; `path` appears in a message. Messages are without their newlines. */
export function parseCheckpoint(text: string, path: string): CheckpointReading {
  const messages: string[] = []
  let device = 0n
  let inode = 0n
  let event = NO_EVENT
  for (const line of linesOf(text)) {
    const value = line.slice(line.indexOf('=') + 1)
    if (line.startsWith('dev=')) {
      device = parseHex(value)
      if (device > UINT64_MAX) messages.push(`Malformed dev checkpoint line - [${line}]`)
    } else if (line.startsWith('inode=')) {
      inode = parseAnyBase(value)
      if (inode > UINT64_MAX) messages.push(`Malformed inode checkpoint line - [${line}]`)
    } else if (line.startsWith('output=')) {
      const found = parseEvent(line)
      if (typeof found === 'string') messages.push(found)
      else event = found
    } else messages.push(`Unknown checkpoint line - [${line}]`)
    if (messages.length > 0) break
  }
  if (device === 0n || inode === 0n) messages.push(`Missing dev/inode lines from checkpoint file ${path}`)
  return messages.length > 0
    ? { kind: 'unusable', messages }
    : { kind: 'checkpoint', checkpoint: { device, inode, event } }
}

/**
 * The switch that turns output on after the checkpoint's event (spec 01 §8.5). Ask it about every delivered event, in
 * order.
 *
 * @param timeOnly `-ts checkpoint`: everything from the checkpoint's time on, its own event included
 */
export function createCheckpointSwitch(
  checkpoint: Checkpoint | undefined,
  timeOnly: boolean,
): (event: LogEvent) => CheckpointVerdict {
  if (checkpoint === undefined || checkpoint.event.seconds === 0n) return () => 'show'
  const last = checkpoint.event
  let on = false
  return (event) => {
    if (on) return 'show'
    const seen = checkpointEvent(event)
    if (timeOnly && isAtOrAfter(seen, last)) on = true
    if (on) return 'show'
    if (isSameEvent(seen, last)) {
      on = true
      return 'hide'
    }
    return seen.seconds - last.seconds > SLACK ? 'corrupted' : 'hide'
  }
}

/** The message when a newer event comes before the checkpoint's. */
export function corruptedText(event: EventId, { event: last }: Checkpoint): string {
  const found = `${secondsText(event)}.${milliText(event.milliseconds)}:${serialText(event)}`
  return (
    `Corrupted checkpoint file. Inode match, but newer complete event (${found}) found before loaded checkpoint ` +
    stampText(last)
  )
}

function isAtOrAfter(event: CheckpointEvent, last: CheckpointEvent): boolean {
  return (
    event.seconds > last.seconds ||
    (event.seconds === last.seconds && event.milliseconds >= last.milliseconds)
  )
}

function isSameEvent(one: CheckpointEvent, other: CheckpointEvent): boolean {
  return (
    one.seconds === other.seconds &&
    one.milliseconds === other.milliseconds &&
    one.serial === other.serial &&
    one.type === other.type &&
    one.node === other.node
  )
}

function stampText({ seconds, milliseconds, serial }: CheckpointEvent): string {
  return `${BigInt.asUintN(64, seconds)}.${milliText(milliseconds)}:${serial}`
}

function milliText(milliseconds: number): string {
  return String(milliseconds).padStart(3, '0')
}

/** Lines without their newlines, as C's fgets() gives them: one that is too long in pieces, and each only up to a NUL. */
function* linesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start)
    const lineEnd = newline < 0 ? text.length : newline
    const end = Math.min(lineEnd, start + LINE_LIMIT)
    const [line = ''] = text.slice(start, end).split('\0', 1)
    yield line
    start = end === lineEnd ? end + 1 : end
  }
}

/** `output=NODE SEC.MMM:SERIAL 0xTYPE`, read as C's scanf() does, signs included; a text says what is wrong with it. */
function parseEvent(line: string): CheckpointEvent | string {
  const space = line.indexOf(' ')
  if (space < 0) return `Malformed output/event checkpoint line near node - [${line}]`
  const node = line.slice('output='.length, space)
  const match =
    /^\s*([+-]?\d{1,20})\.\s*(\d{1,3}|[+-]\d{1,2}):\s*([+-]?\d{1,20})(?!\d)\s*0x([0-9a-fA-F]{1,16})/.exec(
      line.slice(space + 1),
    )
  const [, seconds, milliseconds, serial, type] = match ?? []
  if (seconds === undefined || milliseconds === undefined || serial === undefined || type === undefined) {
    return `Malformed output/event checkpoint line after node - [${line.slice(0, space)}]`
  }
  return {
    node: node.startsWith('-') ? undefined : node,
    seconds: BigInt(seconds.replace('+', '')),
    milliseconds: Number(milliseconds) >>> 0,
    serial: saturated(serial),
    type: Number(BigInt.asIntN(32, BigInt(`0x${type}`))),
  }
}

/** C's strtoul with base 16; more than {@link UINT64_MAX} is out of range. */
function parseHex(text: string): bigint {
  const [, sign = '', digits] = /^\s*([+-]?)(?:0[xX])?([0-9a-fA-F]+)/.exec(text) ?? []
  return signed(sign, digits === undefined ? '0' : `0x${digits}`)
}

/** C's strtoul with base 0. */
function parseAnyBase(text: string): bigint {
  const [, sign = '', hex, octal, decimal = '0'] =
    /^\s*([+-]?)(?:0[xX]([0-9a-fA-F]+)|(0[0-7]*)|([1-9][0-9]*))/.exec(text) ?? []
  if (hex !== undefined) return signed(sign, `0x${hex}`)
  return signed(sign, octal === undefined ? decimal : `0o0${octal}`)
}

/** A number as scanf() stores it: one out of range becomes the largest. */
function saturated(text: string): bigint {
  const number = BigInt(text.replace('+', ''))
  return number > UINT64_MAX ? UINT64_MAX : BigInt.asUintN(64, number)
}

/** A negative number wraps. */
function signed(sign: string, digits: string): bigint {
  const magnitude = BigInt(digits)
  return sign === '-' && magnitude <= UINT64_MAX ? BigInt.asUintN(64, -magnitude) : magnitude
}
