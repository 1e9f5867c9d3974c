/**
 * JSON of laurel: an event an object, its records under the names of their types, with their values decoded. The lines are
 * written anew; all but a few come out as they were, and those few are told as losses.
 */
import { latin1 } from '@ts-audit/log/internal'
import { parseRecordTypeExactly, UNKNOWN_RECORD_TYPE } from '@ts-audit/tables/record-types'
import { ascii } from '../bytes.ts'
import type { FormOutput, ObjectForm, ObjectReader } from '../input-form.ts'
import { KeyCache } from '../key-cache.ts'
import { ByteWriter } from './byte-writer.ts'
import { elements, JsonObject, type JsonValue, stringOf } from './json-object.ts'
import { LaurelRecord } from './laurel-record.ts'
import { percentDecoded } from './percent-text.ts'

const EVENT_ID = /^\d{1,20}\.\d{3}:\d{1,20}$/
const LONGEST_ID = 50
const TYPE_NAME = /^[A-Z][A-Z0-9_]{1,63}(?:\[\d{1,9}\])?$/
const NODE = ascii('node=')
/** The kernel begins another EXECVE record when one is as long (measured). */
const EXECVE_LIMIT = 7500

/** What is known of a key of an event. */
interface TypeFacts {
  readonly name: string
  /** `type=NAME msg=audit(`, of a record type; undefined for another key. */
  readonly head: Uint8Array | undefined
}

class LaurelEvents implements ObjectReader {
  readonly #out: FormOutput
  readonly #line = new ByteWriter()
  readonly #record: LaurelRecord
  readonly #types = new KeyCache<TypeFacts>((name) => ({
    name,
    head: isTypeName(name) ? ascii(`type=${name} msg=audit(`) : undefined,
  }))
  /** The object of the last record, for the next one. */
  #used: JsonObject | undefined

  constructor(out: FormOutput) {
    this.#out = out
    this.#record = new LaurelRecord(this.#line, out)
  }

  object(object: JsonObject): boolean {
    if (object.size < 2 || object.keyAt(0) !== 'ID') return false
    const idValue = object.valueAt(0)
    if (idValue.end - idValue.start > LONGEST_ID) return false
    const id = stringOf(idValue)
    if (id === undefined || !EVENT_ID.test(latin1(id, 0, id.length))) return false
    const node = object.string('NODE')
    let isLaurel = false
    for (let index = 1; index < object.size; index++) {
      const type = object.factsAt(index, this.#types)
      if (type.head === undefined) continue
      isLaurel = true
      // It ends an event, and auditd does not write it.
      if (type.name === 'EOE') continue
      const value = object.valueAt(index)
      if (value.kind !== 'array') this.#take(type, type.head, id, node, value)
      else for (const element of elements(value)) this.#take(type, type.head, id, node, element)
    }
    return isLaurel
  }

  #take(
    { name }: TypeFacts,
    head: Uint8Array,
    id: Uint8Array,
    node: Uint8Array | undefined,
    value: JsonValue,
  ): void {
    const fields =
      value.kind === 'object' ? JsonObject.parse(value.bytes, value.start, value.end, this.#used) : undefined
    if (fields === undefined) {
      this.#out.unread('malformed')
      return
    }
    this.#used = fields
    const isProgram = name === 'EXECVE'
    if (isProgram && !fields.has('ARGV')) {
      this.#out.unread('joined-arguments')
      return
    }
    const line = this.#line
    line.clear()
    if (node !== undefined) {
      const bytes = percentDecoded(node)
      line.raw(NODE, 0, NODE.length)
      line.raw(bytes, 0, bytes.length)
      line.latin1(' ')
    }
    line.raw(head, 0, head.length)
    line.raw(id, 0, id.length)
    line.latin1('): ')
    const body = line.length
    this.#record.write(name, fields)
    if (isProgram && line.length - body > EXECVE_LIMIT) this.#out.loss('execve-merged')
    this.#out.record(line.bytes, 0, line.length)
  }
}

function isTypeName(key: string): boolean {
  return TYPE_NAME.test(key) && parseRecordTypeExactly(key) !== UNKNOWN_RECORD_TYPE
}

export const laurel: ObjectForm = {
  kind: 'object',
  name: 'laurel',
  title: "laurel's JSON",
  losses: ['blanks-lost'],
  open: (out) => new LaurelEvents(out),
}
