/** Cuts an input into lines, blocks and documents and gives each to the form that knows it. */

import { ESCAPE, NEWLINE, RETURN, SPACE } from './ascii.ts'
import type { AuditLines } from './audit-lines.ts'
import { joined } from './bytes.ts'
import { hasControl, withoutControl, withoutLead } from './clean-line.ts'
import { type FormReaderOptions, FormReaders, type OpenBlock } from './form-readers.ts'
import type { LineReport, SourceCount } from './input-report.ts'
import { HeldBytes } from './json/held-bytes.ts'
import { newlineAt } from './newline.ts'
import { isAuditRecord } from './record-heads.ts'
import { sampleOf } from './sample.ts'
import { auditLog } from './text/audit-log.ts'

/** A longer line is no line of a log that this reads; documents may be longer. */
const LINE_LIMIT = 1 << 20
/** So much of a line decides whether a block begins with it. */
const LOOK_BYTES = 256
const NOTHING = new Uint8Array(0)
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const

/** What is read, and whom an unwrapper tells. */
export interface UnwrapOptions extends FormReaderOptions {
  /** Told about lines that no form knows, by their number in the input, with their text in printable characters. */
  readonly onUnknown?: ((line: number, text: string) => void) | undefined
}

/** Makes audit lines of one input after the other. */
export class Unwrapper {
  readonly #options: UnwrapOptions
  readonly #readers: FormReaders
  #active: OpenBlock | undefined
  /** The beginning of a line that has not ended. */
  #carry: Uint8Array = NOTHING
  /** What has come of it since, which tells no more of how it is read. */
  readonly #carryRest = new HeldBytes(LINE_LIMIT)
  /** Within a line that is too long. */
  #isSkipping = false
  /** Whether terminal control may be in what is being read. */
  #hasEscape = false
  /** Of the next byte, in the input. */
  #offset = 0
  /** Lines that have ended before it, in the input. */
  #lineNumber = 0
  /** What a block is being given, where that begins there, and up to where its lines are counted. */
  #blockBytes: Uint8Array = NOTHING
  #blockStart = 0
  #blockCounted = 0
  /** The first newline from there on, -1 for none; undefined while nobody has looked. */
  #blockNewline: number | undefined
  /** A block has taken a part of a line, so far. */
  #isLineOpen = false
  #allLines = 0
  #unknownLines = 0
  #longLines = 0
  #unknownSample: string | undefined
  #plainRun = 0
  /** The line that is being read ends with a carriage return, which a LogReader would keep. */
  #isCleaned = false

  constructor(options: UnwrapOptions) {
    this.#options = options
    this.#readers = new FormReaders(options, (at) => {
      this.#countLines(at)
      this.#setPlace(this.#offset + at - this.#blockStart)
    })
  }

  /** What has come of the input so far. */
  get lines(): AuditLines {
    return this.#readers.lines
  }

  /** Whether any input has told the boot of its records. */
  get namesBoots(): boolean {
    return this.#readers.namesBoots
  }

  /** A new input begins, or one that was read elsewhere goes on at a byte and after so many lines. */
  begin(input: number, offset = 0, line = 0): void {
    this.#readers.begin(input)
    this.#offset = offset
    this.#lineNumber = line
    this.#plainRun = 0
  }

  /** The end of the input is not here: what has come of its last line, which is the caller's again. */
  takeCarry(): Uint8Array {
    const { bytes, length } = this.#carryRest
    const carry = length === 0 ? this.#carry : joined(this.#carry, bytes.subarray(0, length))
    this.#carryRest.clear()
    this.#carry = NOTHING
    return carry
  }

  /** Records that were no lines of auditd's log, so far. */
  get otherRecords(): number {
    return this.#readers.otherRecords
  }

  /** How many lines of auditd's log have come in a row: after many the rest may be such, too. */
  get plainRun(): number {
    return this.#plainRun
  }

  /** Whether the next bytes need not belong to what has come. */
  get isBetweenLines(): boolean {
    return this.#active === undefined && !this.#isSkipping
  }

  /** Where the next byte is. */
  get position(): { readonly offset: number; readonly line: number } {
    return { offset: this.#offset, line: this.#lineNumber }
  }

  /** Takes the bytes that follow; what they give is in {@link lines}. */
  push(chunk: Uint8Array): void {
    const carried = this.#carry.length + this.#carryRest.length
    const isMore = this.#carry.length >= LOOK_BYTES && carried + chunk.length <= LINE_LIMIT
    if (isMore && !chunk.includes(NEWLINE)) this.#carryRest.add(chunk, 0, chunk.length)
    else this.#read(carried === 0 ? chunk : joined(this.takeCarry(), chunk), false)
  }

  /** The input has ended. */
  end(): void {
    this.#read(this.takeCarry(), true)
    while (this.#active !== undefined) {
      const { reader } = this.#active
      reader.end()
      this.#active = undefined
      const again = reader.takeAgain?.()
      if (again === undefined) break
      this.#stepBack(again)
      this.#read(again, true)
    }
    if (this.#isLineOpen) {
      this.#isLineOpen = false
      this.#allLines++
    }
    this.#isSkipping = false
    this.#readers.end()
  }

  #read(given: Uint8Array, isLast: boolean): void {
    let bytes = given
    this.#hasEscape = given.includes(ESCAPE)
    this.#carry = NOTHING
    let at = 0
    /** Where the line ends with which a block begins. */
    let lineEnd: number | undefined
    while (at < bytes.length) {
      if (this.#active !== undefined) {
        const next = this.#readBlock(this.#active, bytes, at, lineEnd)
        lineEnd = undefined
        bytes = next.bytes
        at = next.at
        continue
      }
      const newline = bytes.indexOf(NEWLINE, at)
      if (this.#isSkipping) {
        if (newline < 0) {
          this.#skipTo(bytes.length - at)
          return
        }
        this.#isSkipping = false
        this.#skipTo(newline + 1 - at)
        this.#lineNumber++
        this.#allLines++
        at = newline + 1
        continue
      }
      if (newline < 0 && bytes.length - at < LOOK_BYTES && !isLast) break
      const end = newline < 0 ? bytes.length : newline
      const from = this.#offset === 0 ? afterMark(bytes, at, end) : at
      this.#active = this.#blockAt(bytes, from, end)
      if (this.#active !== undefined) {
        this.#skipTo(from - at)
        at = from
        lineEnd = newline
        this.#setPlace(this.#offset)
        continue
      }
      if (end - at > LINE_LIMIT) {
        this.#noteUnknown(bytes, at, end)
        this.#longLines++
        this.#isSkipping = true
        continue
      }
      if (newline < 0 && !isLast) break
      this.#readLine(bytes, at, end)
      const next = newline < 0 ? end : newline + 1
      this.#skipTo(next - at)
      at = next
    }
    this.#carry = at === bytes.length ? NOTHING : new Uint8Array(bytes.subarray(at))
  }

  /** What has been read so far. */
  get report(): LineReport {
    return {
      sources: this.#readers.sources,
      unknownLines: this.#unknownLines,
      unknownSample: this.#unknownSample,
      longLines: this.#longLines,
      lines: this.#allLines,
      comparedAll: this.lines.comparesAll,
    }
  }

  /** The source of an origin's index. */
  source(index: number): SourceCount | undefined {
    return this.#readers.sources[index - 1]
  }

  /** Counts lines that were read elsewhere. */
  countLines(count: number): void {
    this.#allLines += count
  }

  #skipTo(count: number): void {
    this.#offset += count
  }

  #blockAt(bytes: Uint8Array, start: number, end: number): OpenBlock | undefined {
    const goesOn =
      bytes[start] === SPACE &&
      this.#readers.lineReaders.some(({ reader }) => reader.continues?.(bytes, start, end) === true)
    if (goesOn) return undefined
    return this.#readers.blocks.find(({ form }) => form.begins(bytes, start, end))
  }

  #readBlock(
    block: OpenBlock,
    bytes: Uint8Array,
    at: number,
    newline: number | undefined,
  ): { bytes: Uint8Array; at: number } {
    this.#blockBytes = bytes
    this.#blockStart = at
    this.#blockCounted = at
    this.#blockNewline = newline
    const next = block.reader.push(bytes, at, bytes.length)
    this.#countLines(next)
    this.#isLineOpen = bytes[next - 1] !== NEWLINE
    this.#skipTo(next - at)
    if (!block.reader.active) this.#active = undefined
    const again = block.reader.takeAgain?.()
    if (again === undefined) return { bytes, at: next }
    this.#stepBack(again)
    // Most often it is all here.
    if (again.length <= next) return { bytes, at: next - again.length }
    return { bytes: joined(again, bytes.subarray(next)), at: 0 }
  }

  /** What follows has been read once. */
  #stepBack(again: Uint8Array): void {
    this.#offset -= again.length
    const lines = newlines(again, 0, again.length)
    this.#lineNumber -= lines
    this.#allLines -= lines
    this.#isLineOpen = false
    this.#hasEscape ||= again.includes(ESCAPE)
  }

  /** Counts the lines that end before a position of the bytes that a block is given. */
  #countLines(to: number): void {
    while (this.#blockCounted < to) {
      this.#blockNewline ??= newlineAt(this.#blockBytes, this.#blockCounted)
      if (this.#blockNewline < 0 || this.#blockNewline >= to) return
      this.#lineNumber++
      this.#allLines++
      this.#blockCounted = this.#blockNewline + 1
      this.#blockNewline = undefined
    }
  }

  #setPlace(offset: number): void {
    this.#readers.setPlace(offset, this.#lineNumber + 1)
  }

  #readLine(bytes: Uint8Array, start: number, newline: number): void {
    const from = this.#offset === 0 ? afterMark(bytes, start, newline) : start
    let end = newline
    while (end > from && bytes[end - 1] === RETURN) end--
    this.#isCleaned = end < newline
    this.#setPlace(this.#offset)
    this.#lineNumber++
    this.#allLines++
    this.#isLineOpen = false
    if (end > from && !this.#isKnown(bytes, from, end)) this.#noteUnknown(bytes, from, end)
  }

  #isKnown(bytes: Uint8Array, start: number, end: number): boolean {
    // Forms would take colours for text. What auditd has written stays as it is.
    const isColoured = this.#hasEscape && hasControl(bytes, start, end) && !isAuditRecord(bytes, start, end)
    const line = isColoured ? withoutControl(bytes, start, end) : { bytes, start, end }
    if (this.#tryLine(line.bytes, line.start, line.end)) return true
    const inner = withoutLead(line)
    return inner !== undefined && this.#tryLine(inner.bytes, inner.start, inner.end)
  }

  #tryLine(bytes: Uint8Array, start: number, end: number): boolean {
    for (const { form, reader } of this.#readers.lineReaders) {
      if (!reader.line(bytes, start, end)) continue
      this.#plainRun = form === auditLog && !this.#isCleaned ? this.#plainRun + 1 : 0
      return true
    }
    this.#plainRun = 0
    return false
  }

  #noteUnknown(bytes: Uint8Array, start: number, end: number): void {
    this.#unknownLines++
    this.#options.onUnknown?.(this.#readers.line, sampleOf(bytes, start, end))
    this.#unknownSample ??= sampleOf(bytes, start, end)
  }
}

/** The byte order mark of UTF-8 is no part of the first line. */
function afterMark(bytes: Uint8Array, start: number, end: number): number {
  return end - start >= 3 && BYTE_ORDER_MARK.every((byte, at) => bytes[start + at] === byte)
    ? start + 3
    : start
}

/** How many newlines there are in bytes `start` to `end`. */
function newlines(bytes: Uint8Array, start: number, end: number): number {
  let count = 0
  for (let at = start; at < end; at++) if (bytes[at] === NEWLINE) count++
  return count
}
