/** Splits the text of a record into fields (spec 03 §1). */
import * as RecordType from '@ts-audit/tables/record-type'
import { APOSTROPHE, CLOSE_PAREN, COLON, COMMA, QUOTE, SPACE } from '../ascii.ts'
import { decodeHex } from '../interpret/hex.ts'
import { type Enrichment, parseEnrichment } from './enrichment.ts'
import type { ParsedField, ParsedRecord, SyscallContext } from './parsed-record.ts'
import { SplitContext } from './split-context.ts'
import { type QuoteSplitting, tokenEnd } from './token-end.ts'

/** What a message begins with. */
const MESSAGE = "msg='"
/** A permission list that would become this long makes the record fail (spec 03 §1.5). */
const LONGEST_PERMISSIONS = 255

/**
 * Splits a record as the reference's library does: at spaces, whatever quotes say, descending into `msg='…'`, keys
 * decoded and separated, SELinux's words as fields `seresult` and `seperms`. With `quotes` `whole`, values in quotes keep
 * their spaces.
 *
 * `text` is the record text from its first byte (`node=` or `type=`) to before byte 0x1D, `enrichment` what follows
 * that byte; both latin1.
 */
export function splitRecord(text: string, enrichment?: string, quotes: QuoteSplitting = 'cut'): ParsedRecord {
  return new RecordSplitter(text, quotes).split(
    enrichment === undefined ? undefined : parseEnrichment(enrichment, quotes),
  )
}

class RecordSplitter {
  readonly #text: string
  readonly #fields: ParsedField[] = []
  readonly #context = new SplitContext()
  readonly #quotes: QuoteSplitting
  #at = 0
  #inMessage = false

  constructor(text: string, quotes: QuoteSplitting) {
    this.#text = text
    this.#quotes = quotes
  }

  split(enrichment: Enrichment | undefined): ParsedRecord {
    let whole = true
    for (let token = this.#next(); token !== undefined && whole; token = this.#next()) {
      const equals = token.indexOf('=')
      if (equals < 0) whole = this.#word(token)
      else this.#field(token, equals)
    }
    const { type, cwd } = this.#context
    const syscall: SyscallContext = this.#context
    const failed = !whole || this.#fields.length === 0
    return { type, fields: this.#fields, syscall, cwd, failed, enrichment }
  }

  #next(): string | undefined {
    const text = this.#text
    while (text.charCodeAt(this.#at) === SPACE) this.#at++
    if (this.#at >= text.length) return undefined
    const start = this.#at
    // The first field of a message follows its apostrophe directly.
    const isMessage = !this.#inMessage && text.startsWith(MESSAGE, start)
    if (isMessage) this.#inMessage = true
    this.#at = tokenEnd(text, isMessage ? start + MESSAGE.length : start, this.#quotes, this.#inMessage)
    return text.slice(start, this.#at)
  }

  #field(token: string, firstEquals: number): void {
    let text = token
    let equals = firstEquals
    if (token.startsWith('msg=')) {
      if (token[4] === 'a') return
      if (token[4] === "'") {
        text = token.slice(5)
        equals = text.indexOf('=')
        if (equals < 0) return
      }
    }
    if (equals === text.length - 1) return
    const name = text.slice(text.startsWith('(') ? 1 : 0, equals)
    const value = trimPunctuation(text.slice(equals + 1))
    if (name === 'key' && !value.startsWith('(')) this.#key(value)
    else this.#add(name, value)
  }

  #add(name: string, value: string): void {
    this.#fields.push({ name, value })
    this.#context.fieldAdded(this.#fields.length, name, value)
  }

  /** Several keys of a rule are logged as one value, hex-encoded, with bytes 0x01 between them. */
  #key(value: string): void {
    if (value.startsWith('"')) {
      this.#fields.push({ name: 'key', value })
      return
    }
    const decoded = decodeHex(value)
    if (decoded === undefined) return
    for (const piece of decoded.split('\x01')) {
      if (piece !== '') this.#fields.push({ name: 'key', value: encodeKey(piece) })
    }
  }

  /** A token without `=` matters in SELinux records only; false makes the record fail. */
  #word(token: string): boolean {
    const { type, offset } = this.#context
    if (type !== RecordType.AVC && type !== RecordType.USER_AVC) return true
    const count = this.#fields.length
    if (count === 1 + offset && !token.startsWith('avc')) this.#add('seresult', token)
    else if (count === 2 + offset && token.startsWith('{')) return this.#permissions()
    return true
  }

  #permissions(): boolean {
    let list = ''
    for (let token = this.#next(); token !== undefined && !token.startsWith('}'); token = this.#next()) {
      if (list.length + token.length >= LONGEST_PERMISSIONS) return false
      list += list === '' ? token : `,${token}`
    }
    this.#add('seperms', list)
    return true
  }
}

/** Each of these goes once from the end, in this order; `(none)` and `(null)` keep their bracket. */
function trimPunctuation(value: string): string {
  let end = value.length
  if (value.charCodeAt(end - 1) === COLON) end--
  if (value.charCodeAt(end - 1) === COMMA) end--
  if (value.charCodeAt(end - 1) === APOSTROPHE) end--
  const text = end === value.length ? value : value.slice(0, end)
  if (text.charCodeAt(end - 1) !== CLOSE_PAREN || text === '(none)' || text === '(null)') return text
  return text.slice(0, -1)
}

/** A key as the kernel would have logged it alone. */
function encodeKey(key: string): string {
  if (!needsHex(key)) return `"${key}"`
  let digits = ''
  for (let at = 0; at < key.length; at++) digits += key.charCodeAt(at).toString(16).padStart(2, '0')
  return digits.toUpperCase()
}

function needsHex(key: string): boolean {
  for (let at = 0; at < key.length; at++) {
    const byte = key.charCodeAt(at)
    if (byte === QUOTE || byte < 0x21 || byte > 0x7e) return true
  }
  return false
}
