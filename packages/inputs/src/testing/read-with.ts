/** Reads a text with some forms, for tests: the audit lines they make, and what else they tell. */
import { latin1 } from '@ts-audit/log/internal'
import type { InputForm } from '../input-form.ts'
import type { SourceReport } from '../input-report.ts'
import type { Loss, UnreadReason } from '../loss.ts'
import { Unwrapper } from '../unwrapper.ts'

export interface ReadWith {
  /** The audit lines, latin1. */
  readonly records: readonly string[]
  readonly missing: readonly (readonly [count: number, event: string])[]
  /** The boot of each record. */
  readonly boots: readonly (string | undefined)[]
  /** Where each came from. */
  readonly places: readonly { readonly offset: number; readonly line: number }[]
  readonly sources: readonly SourceReport[]
  readonly unknownLines: number
  readonly lines: number
}

/** `input` is latin1 text or bytes; it is pushed in chunks of `size` bytes. */
export function readWith(
  forms: readonly InputForm[],
  input: string | Uint8Array,
  size: number = Number.MAX_SAFE_INTEGER,
): ReadWith {
  const bytes = typeof input === 'string' ? Uint8Array.from(input, (char) => char.charCodeAt(0)) : input
  return readChunks(forms, chunksOf(bytes, size))
}

/** Reads chunks, which may be as many as one likes: only records and counts are kept. */
export function readChunks(forms: readonly InputForm[], chunks: Iterable<Uint8Array>): ReadWith {
  const missing: [number, string][] = []
  const unwrapper = new Unwrapper({ forms, onMissing: (count, event) => missing.push([count, event]) })
  const records: string[] = []
  const boots: (string | undefined)[] = []
  const places: { offset: number; line: number }[] = []
  const take = (): void => {
    const { bytes: lines, origins } = unwrapper.lines.take()
    let start = 0
    for (let end = lines.indexOf(0x0a); end >= 0; end = lines.indexOf(0x0a, start)) {
      records.push(latin1(lines, start, end))
      const origin = origins.at(start)
      boots.push(origin?.boot)
      if (origin !== undefined) places.push({ offset: origin.offset, line: origin.line })
      start = end + 1
    }
  }
  unwrapper.begin(0)
  for (const chunk of chunks) {
    unwrapper.push(chunk)
    take()
  }
  unwrapper.end()
  take()
  const { sources, unknownLines, lines } = unwrapper.report
  return { records, missing, boots, places, sources, unknownLines, lines }
}

function* chunksOf(bytes: Uint8Array, size: number): Generator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size)
}

/** How much was not read for a reason, of all forms. */
export function unreadOf(sources: readonly SourceReport[], reason: UnreadReason): number {
  return sources.reduce((count, { unread }) => count + (unread.get(reason) ?? 0), 0)
}

/** The losses of all forms. */
export function lossesOf(sources: readonly SourceReport[]): Loss[] {
  return [...new Set(sources.flatMap(({ losses }) => [...losses]))].sort()
}
