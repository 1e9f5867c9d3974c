/**
 * The journal's export format (`journalctl -o export`): a field a line, `NAME=value`, or `NAME`, the length of the value
 * in eight bytes, the lowest first, and the value; an empty line between entries. Fields come in any order.
 */
import { EQUALS, NEWLINE, UNDERSCORE } from '../ascii.ts'
import { isDigit } from '../bytes.ts'
import type { BlockForm, BlockReader, FormOutput } from '../input-form.ts'
import { HeldBytes } from '../json/held-bytes.ts'
import { KeyTable } from '../key-table.ts'
import { newlineAt } from '../newline.ts'
import { JournalEntries, type JournalEntry, journalLosses } from './journal-entry.ts'
import { WordCache } from './word-cache.ts'

/** Longer fields are skipped, and so is the entry if it is its message. */
const FIELD_LIMIT = 1 << 20
/** A length beyond this is none: nothing may swallow the rest of an input. */
const MOST_BYTES = 768 << 20
/** Names are not longer. */
const NAME_LIMIT = 64
const LENGTH_BYTES = 8
/** No field but the message is longer. */
const LONGEST_WORD = 200

/** The fields that are looked at, by their slots. */
const FIELDS = new KeyTable([
  '_TRANSPORT',
  '_AUDIT_TYPE',
  '_AUDIT_TYPE_NAME',
  '_AUDIT_ID',
  '_SOURCE_REALTIME_TIMESTAMP',
  '_BOOT_ID',
  'SYSLOG_IDENTIFIER',
  'MESSAGE',
  '_HOSTNAME',
])
const [TRANSPORT, TYPE, TYPE_NAME, SERIAL, TIME, BOOT, IDENTIFIER, MESSAGE, HOST] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8,
] as const
/** The slot of any other field. */
const OTHER = -1

/** A field of bytes. */
interface BinaryField {
  readonly slot: number
  /** Where its length stands in what is held. */
  readonly start: number
  /** How many bytes are to come, with its newline; undefined until the length is there. */
  left: number | undefined
}

/** An entry while its fields come. */
interface OpenEntry extends JournalEntry {
  transport: string | undefined
  type: string | undefined
  typeName: string | undefined
  serial: string | undefined
  time: string | undefined
  boot: string | undefined
  host: string | undefined
  identifier: string | undefined
  messages: Uint8Array[]
  leftOut: 'too long' | undefined
}

class ExportBlock implements BlockReader {
  readonly #out: FormOutput
  readonly #entries: JournalEntries
  /** The line, or the field of bytes, that has not ended: what came of it with earlier pushes. */
  readonly #held = new HeldBytes(FIELD_LIMIT)
  #active = false
  #again: Uint8Array | undefined
  #entry: OpenEntry | undefined
  #binary: BinaryField | undefined
  /** The field of the line that has not ended. */
  #openSlot = OTHER
  readonly #words = new WordCache()
  /** The message of the entry. */
  readonly #message = new HeldBytes(FIELD_LIMIT)

  constructor(out: FormOutput) {
    this.#out = out
    this.#entries = new JournalEntries(out)
  }

  get active(): boolean {
    return this.#active
  }

  takeAgain(): Uint8Array | undefined {
    const again = this.#again
    this.#again = undefined
    return again
  }

  push(bytes: Uint8Array, start: number, end: number): number {
    this.#active = true
    let at = start
    while (at < end && this.#active) {
      if (this.#binary === undefined) at = this.#readLine(bytes, at, end)
      else at = this.#readBytes(this.#binary, bytes, at, end)
    }
    return at
  }

  end(): void {
    const held = this.#held
    const isField =
      this.#binary !== undefined || held.length === 0 || this.#takeLine(held.bytes, 0, held.length)
    if (!isField) this.#endBefore()
    else if (this.#binary !== undefined) this.#giveBack()
    else {
      if (held.isTooLong) this.#tooLong(this.#openSlot)
      this.#endEntry()
    }
    this.#active = false
    held.clear()
  }

  /** Takes the line that begins or goes on at `at`; gives where the next begins, or `at` when it is none of an entry. */
  #readLine(bytes: Uint8Array, at: number, end: number): number {
    const held = this.#held
    const isFirst = held.length === 0 && !held.isTooLong
    if (isFirst) {
      this.#openSlot = OTHER
      if (this.#entry === undefined) this.#out.place(at)
    }
    const newline = newlineAt(bytes, at)
    const isWhole = newline >= 0 && newline < end
    const next = isWhole ? newline + 1 : end
    if (isFirst && isWhole) {
      if (this.#takeLine(bytes, at, newline)) {
        if (this.#binary !== undefined) held.add(bytes, at, next)
        return next
      }
      this.#endEntry()
      this.#active = false
      return at
    }
    const lead = Math.min(next, at + NAME_LIMIT + 1)
    held.add(bytes, at, lead)
    if (!held.isTooLong && this.#openSlot === OTHER) {
      const name = nameEnd(held.bytes, 0, held.length)
      if (name < 0 && !isWhole) {
        this.#endBefore()
        return lead
      }
      if (name > 0 && name < held.length) this.#openSlot = FIELDS.slotOf(held.bytes, 0, name)
    }
    held.add(bytes, lead, next)
    if (!isWhole) return next
    if (held.isTooLong) {
      this.#tooLong(this.#openSlot)
      held.clear()
      return next
    }
    if (!this.#takeLine(held.bytes, 0, held.length - 1)) this.#endBefore()
    else if (this.#binary === undefined) held.clear()
    return next
  }

  /** A whole line, without its newline; false when it is none of an entry. */
  #takeLine(bytes: Uint8Array, start: number, end: number): boolean {
    if (start === end) {
      this.#endEntry()
      return true
    }
    const name = nameEnd(bytes, start, end)
    if (name < 0) return false
    const slot = FIELDS.slotOf(bytes, start, name)
    this.#entry ??= newEntry()
    if (name === end) this.#binary = { slot, start: end - start + 1, left: undefined }
    else if (slot !== OTHER) this.#set(this.#entry, slot, bytes, name + 1, end)
    return true
  }

  /** Takes what follows of a field of bytes. */
  #readBytes(binary: BinaryField, bytes: Uint8Array, start: number, end: number): number {
    const held = this.#held
    let at = start
    if (binary.left === undefined) {
      const value = binary.start + LENGTH_BYTES
      at = Math.min(end, at + value - held.length)
      held.add(bytes, start, at)
      if (held.length < value) return at
      const length = littleEndian(held.bytes, binary.start)
      if (length > MOST_BYTES) {
        this.#giveBack()
        return at
      }
      binary.left = length + 1
    }
    const next = Math.min(end, at + binary.left)
    held.add(bytes, at, next)
    binary.left -= next - at
    if (binary.left > 0) return next
    if (bytes[next - 1] !== NEWLINE) {
      this.#giveBack()
      return next
    }
    this.#binary = undefined
    if (held.isTooLong) this.#tooLong(binary.slot)
    else if (binary.slot !== OTHER && this.#entry !== undefined) {
      this.#set(this.#entry, binary.slot, held.bytes, binary.start + LENGTH_BYTES, held.length - 1)
    }
    held.clear()
    return next
  }

  #set(entry: OpenEntry, slot: number, bytes: Uint8Array, start: number, end: number): void {
    if (slot === MESSAGE) {
      if (entry.messages.length > 0) entry.messages.push(bytes.slice(start, end))
      else {
        this.#message.clear()
        this.#message.add(bytes, start, end)
        entry.messages.push(this.#message.bytes.subarray(0, this.#message.length))
      }
      return
    }
    if (end - start > LONGEST_WORD) return
    const word = this.#words.word(slot, bytes, start, end)
    if (slot === TRANSPORT) entry.transport = word
    else if (slot === TYPE) entry.type = word
    else if (slot === TYPE_NAME) entry.typeName = word
    else if (slot === SERIAL) entry.serial = word
    else if (slot === TIME) entry.time = word
    else if (slot === BOOT) entry.boot = word
    else if (slot === HOST) entry.host = word
    else if (slot === IDENTIFIER) entry.identifier = word
  }

  #tooLong(slot: number): void {
    if (slot === MESSAGE && this.#entry !== undefined) this.#entry.leftOut = 'too long'
  }

  #endEntry(): void {
    const entry = this.#entry
    this.#entry = undefined
    if (entry !== undefined) this.#entries.read(entry)
  }

  /** The block has ended before the line that is held. */
  #endBefore(): void {
    this.#endEntry()
    this.#again = this.#held.bytes.slice(0, this.#held.length)
    this.#held.clear()
    this.#active = false
  }

  /** A field of bytes is none: its entry is lost, and its lines are read as others. */
  #giveBack(): void {
    this.#out.unread('malformed')
    this.#entry = undefined
    this.#binary = undefined
    if (!this.#held.isTooLong) this.#endBefore()
    this.#held.clear()
    this.#active = false
  }
}

function newEntry(): OpenEntry {
  return {
    transport: undefined,
    type: undefined,
    typeName: undefined,
    serial: undefined,
    time: undefined,
    boot: undefined,
    host: undefined,
    identifier: undefined,
    messages: [],
    leftOut: undefined,
  }
}

/** The end of the name that a line begins with: at a `=` or at the end; -1 where the line cannot be a field. */
function nameEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start
  while (at < end && isNameByte(bytes[at])) at++
  if (at === start || isDigit(bytes[start]) || at - start > NAME_LIMIT) return -1
  return at === end || bytes[at] === EQUALS ? at : -1
}

function isNameByte(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x41 && byte <= 0x5a) || byte === UNDERSCORE || isDigit(byte))
}

/** Eight bytes as a number, which is not exact beyond 2^53. */
function littleEndian(bytes: Uint8Array, start: number): number {
  let number = 0
  for (let at = start + LENGTH_BYTES - 1; at >= start; at--) number = number * 256 + (bytes[at] as number)
  return number
}

export const journalExport: BlockForm = {
  kind: 'block',
  name: 'journal-export',
  title: "the journal's export format",
  losses: journalLosses,
  /** A field of journald's own. Within a block others may come first, too. */
  begins: (bytes, start, end) => {
    if (bytes[start] !== UNDERSCORE) return false
    const name = nameEnd(bytes, start, end)
    return name > start + 2 && name < end && bytes[name] === EQUALS
  },
  open: (out) => new ExportBlock(out),
}
