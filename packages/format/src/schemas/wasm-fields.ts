/** Finds the fields of usual records in WebAssembly: what FieldReader finds, in a fraction of the time. */
import type { InterpretContext } from '@ts-audit/auparse'
import { type ByteSink, GIVE_UP, MESSAGE, WalkAnswers } from '@ts-audit/auparse/internal'
import type { LogRecord } from '@ts-audit/log'
import { latin1 } from '@ts-audit/log/internal'
import { Machine } from '@ts-audit/tables/machines'
import * as RecordType from '@ts-audit/tables/record-type'
import { NEWLINE } from '../ascii.ts'
import { stringEscapes } from '../json/json-strings.ts'
import { createRecordModule, type RecordModule } from '../json/record-module.ts'

const UNSET = -1
/** Their fields are about what other records say, or of another type than their names tell. */
const NOT_READ: ReadonlySet<number> = new Set([
  RecordType.SECCOMP,
  RecordType.URINGOP,
  RecordType.USER_TTY,
  RecordType.TRUSTED_APP,
])
/** How many bytes from a record on are copied into memory, since the records after it are usually read next. */
const NEIGHBOURHOOD = 16 << 10

/** Where the numbers of a field are in {@link WasmFields.numbers}; a field has {@link FIELD_NUMBERS}. */
export const FIELD_NUMBERS = 8
export const NAME = 0
export const START = 1
export const END = 2
export const ENTRY_START = 3
export const ENTRY_END = 4
export const TEXT = 5
export const ENTRY_TEXT = 6
export const FORM = 7
/** Bits of {@link FORM}. */
export const IS_QUOTED = 2
export const BEGINS_QUOTED = 4

/** One serves one run. */
export class WasmFields {
  /** The memory: positions of values are in it. */
  readonly memory: Uint8Array
  /** The fields that {@link find} found, as assembly/spans.ts puts them. */
  readonly numbers: Int32Array
  /** Texts by their slots. */
  readonly texts: string[]
  /** By slot, what a text in hexadecimal stands for: undefined while nobody asked, false for one that is none. */
  readonly decoded: (string | false | undefined)[]
  /** What is to be added to a position in memory for that in the bytes of the record. */
  shift = 0
  readonly #module: RecordModule
  readonly #types = new Map<number, number>()
  #bytes: Uint8Array = new Uint8Array(0)
  #from = 0
  #to = 0

  /** Undefined where there is no WebAssembly. */
  static create(context: InterpretContext): WasmFields | undefined {
    let answers: WalkAnswers
    let fields: WasmFields
    const module = createRecordModule({
      nameOf: (start, end) => answers.nameOf(start, end),
      entryOf: (start, end) => answers.entryOf(start, end),
      interpret: () => GIVE_UP,
      planOf: () => GIVE_UP,
      chooseKind: () => GIVE_UP,
      machineOf: () => UNSET,
      tookArguments: () => {},
      newText: (slot, start, end) => fields.#takeText(slot, start, end),
    })
    if (module === undefined) return undefined
    answers = new WalkAnswers(context, module.memory, module.layout)
    module.memory.set(stringEscapes, module.layout.ESCAPES)
    module.setUp(MESSAGE, answers.idOf('acct'), context.hostMachine ?? UNSET, Machine.uring)
    fields = new WasmFields(module)
    return fields
  }

  private constructor(module: RecordModule) {
    const { OUTPUT, MOST_FIELDS, TEXT_SLOTS } = module.layout
    this.#module = module
    this.memory = module.memory
    this.numbers = new Int32Array(module.memory.buffer, OUTPUT, FIELD_NUMBERS * MOST_FIELDS)
    this.texts = new Array<string>(TEXT_SLOTS).fill('')
    this.decoded = new Array<string | false | undefined>(TEXT_SLOTS).fill(undefined)
  }

  /** Finds the fields of a record; gives how many there are, or {@link GIVE_UP} for a record that FieldReader has to read. */
  find({ bytes, start, body, textEnd, end, type }: LogRecord): number {
    if (body < 0) return GIVE_UP
    const index = this.#types.get(type) ?? this.#learnType(type)
    if (index < 0 || !this.#load(bytes, start, end)) return GIVE_UP
    const { shift } = this
    return this.#module.findFields(index, body - shift, textEnd - shift, end - shift)
  }

  /** Writes lines that stand one after the other as the content of a JSON string; false, with nothing written, for others. */
  writeLines(records: readonly LogRecord[], out: ByteSink): boolean {
    const [first] = records
    if (first === undefined) return false
    const { bytes, start } = first
    let { end } = first
    for (let at = 1; at < records.length; at++) {
      const record = records[at] as LogRecord
      if (record.bytes !== bytes || record.start !== end + 1 || bytes[end] !== NEWLINE) return false
      end = record.end
    }
    if (!this.#load(bytes, start, end)) return false
    const { OUTPUT, MOST_FIELDS } = this.#module.layout
    // Behind the fields that were found.
    const to = OUTPUT + this.numbers.BYTES_PER_ELEMENT * FIELD_NUMBERS * MOST_FIELDS
    const { shift, memory } = this
    const stop = this.#module.writeContent(start - shift, end - shift, to)
    if (stop < 0) return false
    out.writeBytes(memory, to, stop)
    return true
  }

  /** The name of a field by its number. */
  nameOf(name: number): string {
    const { NAMES, NAME_BYTES, NAME_LENGTH, NAME_TEXT } = this.#module.layout
    const slot = NAMES + name * NAME_BYTES
    const length = (this.memory[slot + NAME_LENGTH] as number) - 1
    return latin1(this.memory, slot + NAME_TEXT, slot + NAME_TEXT + length)
  }

  #learnType(type: number): number {
    const index = this.#types.size
    if (index === this.#module.layout.MOST_TYPES) return GIVE_UP
    this.#types.set(type, NOT_READ.has(type) ? GIVE_UP : index)
    return this.#types.get(type) as number
  }

  /** Copies bytes into memory unless they are there; false where there are too many. */
  #load(bytes: Uint8Array, from: number, end: number): boolean {
    if (bytes === this.#bytes && from >= this.#from && end <= this.#to) return true
    const { INPUT, INPUT_BYTES } = this.#module.layout
    if (end - from > INPUT_BYTES) return false
    this.#bytes = bytes
    this.#from = from
    this.#to = Math.min(Math.max(end, from + NEIGHBOURHOOD), bytes.length)
    this.shift = from - INPUT
    this.memory.set(bytes.subarray(from, this.#to), INPUT)
    return true
  }

  #takeText(slot: number, start: number, end: number): void {
    this.texts[slot] = latin1(this.memory, start, end)
    this.decoded[slot] = undefined
  }
}
