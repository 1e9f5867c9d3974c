/** Reads the command line of a PROCTITLE record (type 1327). */
import { type LogRecord, latin1 } from '@ts-audit/log'
import { decodeString } from './field-walk.ts'

const FIELD = 'proctitle='
/** So few that one seen once dies young: what is kept long costs more to collect. */
const LIMIT = 512
/** Between arguments, where the kernel has a byte 0. */
const SPACE = 0x20

/** Remembers command lines, so that equal ones are decoded once and kept once; dropped when full. */
export class ProctitleCache {
  readonly #known = new Map<string, string | undefined>()

  /** The command line as latin1, its arguments separated by spaces, or undefined when the record has none. */
  read(record: LogRecord): string | undefined {
    const text = latin1(record.bytes, record.start, record.textEnd)
    const at = text.indexOf(FIELD)
    if (at < 0) return undefined
    const value = text.slice(at + FIELD.length)
    if (this.#known.has(value)) return this.#known.get(value)
    if (this.#known.size >= LIMIT) this.#known.clear()
    const title = decodeString(value, SPACE)
    this.#known.set(value, title)
    return title
  }
}
