/** Zone files of the C library (tzfile(5), RFC 9636): when which offset is in force, and the rule for ever after. */
import { NEWLINE } from '../ascii.ts'
import { parsePosixZone } from './posix-zone.ts'
import type { TimeZone } from './zone.ts'
import { type ZoneSpan, zoneOfSpans } from './zone-spans.ts'

const MAGIC = 0x545a6966
const HEADER_BYTES = 44
const TYPE_BYTES = 6

/** The numbers of one header: how many of each follow it. */
interface Counts {
  readonly at: number
  readonly version: number
  readonly utcFlags: number
  readonly standardFlags: number
  readonly leaps: number
  readonly times: number
  readonly types: number
  readonly chars: number
}

type LocalType = Pick<ZoneSpan, 'offset' | 'daylight'>

/** A zone from the bytes of its file; undefined when they are not a zone file of version 2 or later. */
export function zoneFromFile(name: string, bytes: Uint8Array): TimeZone | undefined {
  try {
    const spanAt = readZoneFile(bytes)
    return spanAt === undefined ? undefined : zoneOfSpans(name, spanAt)
  } catch (error) {
    // A file that ends too early.
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function readZoneFile(bytes: Uint8Array): ((seconds: number) => ZoneSpan) | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const old = readCounts(view, 0)
  if (old === undefined || old.version === 0) return undefined
  const counts = readCounts(view, endOf(old, 4))
  if (counts === undefined || counts.types === 0) return undefined
  const times = readTimes(view, counts)
  const types = readTypes(view, counts)
  const footer = bytes.subarray(endOf(counts, 8) + 1)
  const newline = footer.indexOf(NEWLINE)
  const rule = parsePosixZone(
    String.fromCharCode(...footer.subarray(0, Math.max(newline, 0)).subarray(0, 256)),
  )
  return (seconds) => spanAt(seconds, times, types, rule)
}

/** Before the first change the first standard time holds; after the last one the rule at the end of the file. */
function spanAt(
  seconds: number,
  times: readonly number[],
  types: { readonly first: LocalType; readonly after: readonly LocalType[] },
  rule: ((seconds: number) => ZoneSpan) | undefined,
): ZoneSpan {
  const next = firstAbove(times, seconds)
  const from = times[next - 1] ?? Number.NEGATIVE_INFINITY
  const to = times[next] ?? Number.POSITIVE_INFINITY
  if (next === times.length && times.length > 0 && rule !== undefined) {
    const span = rule(seconds)
    return { ...span, from: Math.max(span.from, from) }
  }
  return { ...(types.after[next - 1] ?? types.first), from, to }
}

/** The index of the first time above `seconds`, by halving. */
function firstAbove(times: readonly number[], seconds: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((times[middle] ?? 0) > seconds) high = middle
    else low = middle + 1
  }
  return low
}

function readCounts(view: DataView, at: number): Counts | undefined {
  if (view.getUint32(at) !== MAGIC) return undefined
  const count = (index: number): number => view.getUint32(at + 20 + index * 4)
  return {
    at,
    version: view.getUint8(at + 4),
    utcFlags: count(0),
    standardFlags: count(1),
    leaps: count(2),
    times: count(3),
    types: count(4),
    chars: count(5),
  }
}

/** Where the data of a header end; times take 4 bytes in the first block and 8 in the second. */
function endOf(counts: Counts, timeBytes: number): number {
  const { at, times, types, chars, leaps, standardFlags, utcFlags } = counts
  const variable = times * (timeBytes + 1) + types * TYPE_BYTES + chars + leaps * (timeBytes + 4)
  return at + HEADER_BYTES + variable + standardFlags + utcFlags
}

function readTimes(view: DataView, { at, times }: Counts): number[] {
  return Array.from({ length: Math.min(times, view.byteLength) }, (_, index) =>
    Number(view.getBigInt64(at + HEADER_BYTES + index * 8)),
  )
}

function readTypes(
  view: DataView,
  { at, times, types }: Counts,
): { readonly first: LocalType; readonly after: readonly LocalType[] } {
  const indexes = at + HEADER_BYTES + times * 8
  const start = indexes + times
  const all = Array.from({ length: Math.min(types, 256) }, (_, index) => ({
    offset: view.getInt32(start + index * TYPE_BYTES),
    daylight: view.getUint8(start + index * TYPE_BYTES + 4) !== 0,
  }))
  const utc = { offset: 0, daylight: false }
  const first = all.find(({ daylight }) => !daylight) ?? all[0] ?? utc
  const after = Array.from({ length: times }, (_, index) => all[view.getUint8(indexes + index)] ?? utc)
  return { first, after }
}
