/** Writes the fields of a record as JSON; what the same name with the same value came to is remembered as bytes. */
import { ByteSink, type FieldReader } from '@ts-audit/auparse/internal'
import { copyBytes } from '@ts-audit/log/internal'
import { CLOSE_BRACKET, COMMA } from '../ascii.ts'
import { isSameBytes, jsonString, memberHead, writeMember } from './json-strings.ts'
import { utf8Text } from './utf8.ts'

const SLOTS = 8192
/** Longer values are written anew each time, so that what is remembered stays small. */
const LONGEST_KEPT = 64
/** Names beyond this many are not remembered; the field reader has fewer. */
const MOST_NAMES = 1024

const RAW = memberHead('raw')
const TEXT = memberHead('text')
const NAME_HEAD = ascii('{"name":')
const END = ascii('},')
const NOTHING = new Uint8Array(0)
const IN_MESSAGE = ascii(',"in":"msg"},')

/** A field that came before. */
interface KeptField {
  readonly name: number
  readonly value: Uint8Array
  /** Its enrichment, where it has one. */
  readonly entry: Uint8Array
  readonly json: Uint8Array
}

/** Writes lists of fields. One serves one run. */
export class FieldWriter {
  readonly #reader: FieldReader
  readonly #text = new ByteSink()
  readonly #heads: (Uint8Array | undefined)[] = new Array(MOST_NAMES).fill(undefined)
  /** By name: what it came to the last time, which is most often what it comes to the next time. */
  readonly #latest: (KeptField | undefined)[] = new Array(2 * MOST_NAMES).fill(undefined)
  readonly #latestEnriched: (KeptField | undefined)[] = new Array(2 * MOST_NAMES).fill(undefined)
  readonly #latestEntries: (KeptField | undefined)[] = new Array(2 * MOST_NAMES).fill(undefined)
  readonly #kept: (KeptField | undefined)[] = new Array(SLOTS).fill(undefined)
  /** The latest hash of each slot: a value is kept when it comes a second time. */
  readonly #hashes = new Int32Array(SLOTS)

  constructor(reader: FieldReader) {
    this.#reader = reader
  }

  /** Writes the fields of the record that the reader has begun, as an array. `take` is shown each with its text. */
  writeFields(out: ByteSink, take?: (text: ByteSink | undefined) => void): void {
    const reader = this.#reader
    let isEmpty = true
    while (reader.next()) {
      isEmpty = false
      if (take === undefined) this.#write(out)
      else this.#writeNew(out, take)
    }
    endList(isEmpty, out)
  }

  /** Writes its enrichment, likewise. */
  writeEntries(out: ByteSink): void {
    const reader = this.#reader
    let isEmpty = true
    while (reader.nextEntry()) {
      isEmpty = false
      this.#writeEntry(out)
    }
    endList(isEmpty, out)
  }

  #write(out: ByteSink): void {
    const reader = this.#reader
    const key = this.#key()
    if (key < 0 || !reader.isRepeatable) {
      this.#writeNew(out)
      return
    }
    if (reader.findEntry()) this.#writeEnriched(key, out)
    else this.#writeRepeatable(key, out)
  }

  /** A number for the name and whether it stands in a message; -1 for what is written anew each time. */
  #key(): number {
    const { name, start, end, inMessage } = this.#reader
    const isKept = name.number >= 0 && name.number < MOST_NAMES && end - start <= LONGEST_KEPT
    return isKept ? 2 * name.number + (inMessage ? 1 : 0) : -1
  }

  #writeRepeatable(key: number, out: ByteSink): void {
    const { bytes, start, end } = this.#reader
    const latest = this.#latest[key]
    if (latest !== undefined && isValue(latest.value, bytes, start, end)) {
      copyKept(latest.json, out)
      return
    }
    let hash = key
    for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + (bytes[at] as number)) | 0
    const slot = (hash ^ (hash >>> 13)) & (SLOTS - 1)
    const kept = this.#kept[slot]
    if (kept !== undefined && kept.name === key && isValue(kept.value, bytes, start, end)) {
      copyKept(kept.json, out)
      this.#latest[key] = kept
      return
    }
    const from = out.length
    this.#writeNew(out)
    if (this.#hashes[slot] !== hash) {
      this.#hashes[slot] = hash
      return
    }
    const value = copyBytes(bytes, start, end)
    const made = { name: key, value, entry: NOTHING, json: copyBytes(out.bytes, from, out.length) }
    this.#kept[slot] = made
    this.#latest[key] = made
  }

  #writeEnriched(key: number, out: ByteSink): void {
    const { bytes, start, end, entryStart, entryEnd } = this.#reader
    const latest = this.#latestEnriched[key]
    if (
      latest !== undefined &&
      isValue(latest.value, bytes, start, end) &&
      isValue(latest.entry, bytes, entryStart, entryEnd)
    ) {
      copyKept(latest.json, out)
      return
    }
    const from = out.length
    this.#writeNew(out)
    if (entryEnd - entryStart > LONGEST_KEPT) return
    const value = copyBytes(bytes, start, end)
    const entry = copyBytes(bytes, entryStart, entryEnd)
    this.#latestEnriched[key] = { name: key, value, entry, json: copyBytes(out.bytes, from, out.length) }
  }

  #writeEntry(out: ByteSink): void {
    const { bytes, start, end } = this.#reader
    const key = this.#key()
    const latest = key < 0 ? undefined : this.#latestEntries[key]
    if (latest !== undefined && isValue(latest.value, bytes, start, end)) {
      copyKept(latest.json, out)
      return
    }
    const from = out.length
    this.#writeName(out)
    writeMember(RAW, bytes, start, end, out)
    out.writeBytes(END)
    if (key < 0) return
    const value = copyBytes(bytes, start, end)
    this.#latestEntries[key] = {
      name: key,
      value,
      entry: NOTHING,
      json: copyBytes(out.bytes, from, out.length),
    }
  }

  #writeNew(out: ByteSink, take?: (text: ByteSink | undefined) => void): void {
    const reader = this.#reader
    const { bytes, start, end } = reader
    const text = this.#text
    this.#writeName(out)
    writeMember(RAW, bytes, start, end, out)
    text.length = 0
    const hasText = reader.writeText(text)
    if (hasText && !isSame(text, bytes, start, end)) writeMember(TEXT, text.bytes, 0, text.length, out)
    out.writeBytes(reader.inMessage ? IN_MESSAGE : END)
    take?.(hasText ? text : undefined)
  }

  /** `{"name":"…"`. */
  #writeName(out: ByteSink): void {
    const { bytes, name, nameStart, nameEnd } = this.#reader
    const { number } = name
    const known = number < 0 || number >= MOST_NAMES ? undefined : this.#heads[number]
    if (known !== undefined) {
      copyKept(known, out)
      return
    }
    const from = out.length
    out.writeBytes(NAME_HEAD)
    out.writeBytes(new TextEncoder().encode(jsonString(utf8Text(bytes, nameStart, nameEnd))))
    if (number >= 0 && number < MOST_NAMES) {
      this.#heads[number] = copyBytes(out.bytes, from, out.length)
    }
  }
}

/** What is kept is short: a loop is twice as fast as a copy of the array. */
function copyKept(bytes: Uint8Array, out: ByteSink): void {
  const { length } = bytes
  out.ensure(length)
  const target = out.bytes
  const to = out.length
  for (let at = 0; at < length; at++) target[to + at] = bytes[at] as number
  out.length = to + length
}

/** Every item ended with a comma. */
function endList(isEmpty: boolean, out: ByteSink): void {
  if (!isEmpty && out.bytes[out.length - 1] === COMMA) out.length--
  out.writeByte(CLOSE_BRACKET)
}

function isSame(text: ByteSink, bytes: Uint8Array, start: number, end: number): boolean {
  return text.length === end - start && isSameBytes(text.bytes, 0, bytes, start, text.length)
}

function isValue(value: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  return value.length === end - start && isSameBytes(value, 0, bytes, start, value.length)
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
