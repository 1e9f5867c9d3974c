/** The audit lines that forms have made, gathered for a `LogReader`, with where each came from. */

import { formatRecordType } from '@ts-audit/tables/record-types'
import { NEWLINE, SPACE } from './ascii.ts'
import { ascii, startsWith } from './bytes.ts'
import { RecordSet } from './record-set.ts'

const FIRST_BYTES = 1 << 16
const MESSAGE_END = ascii('): ')
const NODE = ascii('node=')

/** Where a line came from. */
export interface LineOrigin {
  /** The index of the source: of a form in an input. */
  readonly source: number
  /** Of its first byte, in the input's bytes after decompression. */
  readonly offset: number
  /** Counted from 1. */
  readonly line: number
  /** The boot it belongs to, where the input tells; undefined otherwise. */
  readonly boot: string | undefined
}

/** The lines of one buffer by their first byte. */
export class OriginTable {
  readonly #starts: number[] = []
  readonly #origins: LineOrigin[] = []

  add(start: number, origin: LineOrigin): void {
    this.#starts.push(start)
    this.#origins.push(origin)
  }

  /** The origin of the line that a byte is in. */
  at(position: number): LineOrigin | undefined {
    let low = 0
    let high = this.#starts.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#starts[middle] as number) <= position) low = middle + 1
      else high = middle
    }
    return this.#origins[low - 1]
  }
}

/** Gathers lines, without the ones that another source has told before. */
export class AuditLines {
  #bytes = new Uint8Array(FIRST_BYTES)
  #length = 0
  #origins = new OriginTable()
  readonly #known = new RecordSet()
  readonly #heads = new Map<number | string, Uint8Array>()
  /** The last line: where it begins and ends. */
  #lastStart = 0
  #lastEnd = 0
  /** The stamp of a last line that has been taken away. */
  #lastStamp: string | undefined

  /** Whether anything was given to compare with. */
  get hasRecords(): boolean {
    return this.#known.size > 0
  }

  /** False once so many records have come that later ones are not compared. */
  get comparesAll(): boolean {
    return !this.#known.isFull
  }

  /**
   * Adds a record as it stands in an audit log; false when another source has told it. `node` is what goes before one that
   * names no node: `node=HOST `.
   */
  add(bytes: Uint8Array, start: number, end: number, origin: LineOrigin, node?: Uint8Array): boolean {
    this.#reserve((node?.length ?? 0) + end - start + 1)
    const from = this.#length
    if (node !== undefined && !startsWith(bytes, start, end, NODE)) this.#copy(node, 0, node.length)
    this.#copy(bytes, start, end)
    return this.#finish(from, origin)
  }

  /** Adds a record by its parts; false when another source has told it. */
  compose(
    type: number | string,
    stamp: string,
    body: Uint8Array,
    start: number,
    end: number,
    origin: LineOrigin,
    node?: Uint8Array,
  ): boolean {
    const head = this.#head(type)
    this.#reserve((node?.length ?? 0) + head.length + stamp.length + MESSAGE_END.length + end - start + 1)
    const from = this.#length
    if (node !== undefined) this.#copy(node, 0, node.length)
    this.#copy(head, 0, head.length)
    for (let at = 0; at < stamp.length; at++) this.#bytes[this.#length++] = stamp.charCodeAt(at)
    this.#copy(MESSAGE_END, 0, MESSAGE_END.length)
    this.#copy(body, start, end)
    // A body may be nothing but its end.
    const last = this.#length - 1
    if (this.#bytes[last] === SPACE && end > start) this.#length = last
    return this.#finish(from, origin)
  }

  /** `SECONDS.MMM:SERIAL` of the last line, if there is one. */
  get lastStamp(): string | undefined {
    if (this.#lastEnd > this.#lastStart)
      this.#lastStamp = stampOf(this.#bytes, this.#lastStart, this.#lastEnd)
    return this.#lastStamp
  }

  /** Takes away what has gathered: bytes that nobody writes to again, and where their lines came from. */
  take(): { readonly bytes: Uint8Array; readonly origins: OriginTable } {
    // Kept, since the line itself goes.
    this.#lastStamp = this.lastStamp
    const taken = { bytes: this.#bytes.subarray(0, this.#length), origins: this.#origins }
    // As much as this time is likely to come the next time.
    this.#bytes = new Uint8Array(this.#length > FIRST_BYTES ? this.#bytes.length : FIRST_BYTES)
    this.#length = 0
    this.#lastStart = 0
    this.#lastEnd = 0
    this.#origins = new OriginTable()
    return taken
  }

  get length(): number {
    return this.#length
  }

  #finish(from: number, origin: LineOrigin): boolean {
    if (this.#known.isKnownElsewhere(this.#bytes, from, this.#length, origin.source)) {
      this.#length = from
      return false
    }
    this.#lastStart = from
    this.#lastEnd = this.#length
    this.#bytes[this.#length++] = NEWLINE
    this.#origins.add(from, origin)
    return true
  }

  /** A line stays one: nobody adds a second by a line feed inside it. */
  #copy(bytes: Uint8Array, start: number, end: number): void {
    const from = this.#length
    this.#bytes.set(bytes.subarray(start, end), from)
    this.#length += end - start
    const copied = this.#bytes.subarray(from, this.#length)
    for (let at = copied.indexOf(NEWLINE); at >= 0; at = copied.indexOf(NEWLINE, at + 1)) copied[at] = SPACE
  }

  #head(type: number | string): Uint8Array {
    let head = this.#heads.get(type)
    if (head === undefined) {
      head = ascii(`type=${typeof type === 'number' ? formatRecordType(type) : type} msg=audit(`)
      // Names come from the input, so that there may be any number of them.
      if (this.#heads.size < 1000) this.#heads.set(type, head)
    }
    return head
  }

  #reserve(size: number): void {
    if (this.#length + size <= this.#bytes.length) return
    const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + size))
    larger.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = larger
  }
}

const STAMP = /msg=audit\((\d{1,20}\.\d{3}:\d{1,20})\)/

function stampOf(bytes: Uint8Array, start: number, end: number): string | undefined {
  let head = ''
  for (let at = start; at < Math.min(end, start + 400); at++) head += String.fromCharCode(bytes[at] as number)
  return STAMP.exec(head)?.[1]
}
