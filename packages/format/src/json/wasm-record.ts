/** Writes usual records as JSON in WebAssembly: the same bytes as RecordWriter, in a fraction of the time. */
import type { InterpretContext } from '@ts-audit/auparse'
import { ByteSink, GIVE_UP, hasFieldRules, MESSAGE, WalkAnswers } from '@ts-audit/auparse/internal'
import type { LogRecord } from '@ts-audit/log'
import { Machine } from '@ts-audit/tables/machines'
import * as RecordType from '@ts-audit/tables/record-type'
import { isSameBytes, memberHead, stringEscapes, writeMember } from './json-strings.ts'
import { createRecordModule, type RecordModule } from './record-module.ts'
import type { TypeText } from './type-texts.ts'

const UNSET = -1
/** What a record is about, as assembly/record.ts takes it. */
const ABOUT: ReadonlyMap<number, number> = new Map([
  [RecordType.SYSCALL, 1],
  [RecordType.SECCOMP, 2],
  [RecordType.URINGOP, 3],
  [RecordType.EXECVE, 4],
])
/** Some fields have other types in records of this type. */
const RULED = 8
const HAS_RAW = 16
/** Record types in which a field of any name may have a type of its own. */
const NOT_WRITTEN: ReadonlySet<number> = new Set([RecordType.USER_TTY, RecordType.TRUSTED_APP])
/** How many bytes from a record on are copied into memory, since the records after it are usually written next. */
const NEIGHBOURHOOD = 16 << 10
const TEXT = memberHead('text')

/** A record type that is written here. */
interface WrittenType {
  /** What is at its place in memory. */
  text: TypeText | undefined
  readonly index: number
  readonly about: number
}

/** Writes records into {@link out}; one serves one run. */
export class WasmRecord {
  /** What was written. The code that takes it calls {@link reset}. */
  readonly out = new ByteSink()
  readonly #module: RecordModule
  readonly #output: Uint8Array
  readonly #flags: number
  readonly #types = new Map<number, WrittenType>()
  /** The bytes that stand in the input, and which of them. */
  #bytes: Uint8Array = new Uint8Array(0)
  #from = 0
  #to = 0

  /** Undefined where there is no WebAssembly. */
  static create(context: InterpretContext, hasRaw: boolean): WasmRecord | undefined {
    let answers: WalkAnswers
    let member: (kind: number, start: number, end: number) => number
    const module = createRecordModule({
      nameOf: (start, end) => answers.nameOf(start, end),
      entryOf: (start, end) => answers.entryOf(start, end),
      interpret: (kind, start, end) => member(kind, start, end),
      planOf: (machine, number) => answers.planOf(machine, number),
      chooseKind: (index, machine, number) => answers.chooseKind(index, machine, number),
      machineOf: (word) => answers.machineOf(word),
      tookArguments: (count) => answers.tookArguments(count),
      newText: () => {},
    })
    if (module === undefined) return undefined
    const { memory, layout } = module
    answers = new WalkAnswers(context, memory, layout)
    member = textMembers(module, answers)
    memory.set(stringEscapes, layout.ESCAPES)
    module.setUp(MESSAGE, answers.idOf('acct'), context.hostMachine ?? UNSET, Machine.uring)
    return new WasmRecord(module, hasRaw)
  }

  private constructor(module: RecordModule, hasRaw: boolean) {
    const { OUTPUT, OUTPUT_BYTES } = module.layout
    this.#module = module
    this.#output = module.memory.subarray(OUTPUT, OUTPUT + OUTPUT_BYTES)
    this.#flags = hasRaw ? HAS_RAW : 0
    this.reset()
  }

  /** Starts over with an empty {@link out}. */
  reset(): void {
    this.out.bytes = this.#output
    this.out.length = 0
  }

  /** Writes a record and a comma. False, with nothing written, for a record that RecordWriter has to write. */
  write({ bytes, start, body, textEnd, end, type }: LogRecord, text: TypeText): boolean {
    const { out } = this
    if (body < 0 || out.bytes !== this.#output) return false
    const written = this.#types.get(type) ?? this.#learnType(type)
    if (written === undefined || (written.text !== text && !this.#putType(written, text))) return false
    const { layout } = this.#module
    if (bytes !== this.#bytes || start < this.#from || end > this.#to) {
      if (end - start > layout.INPUT_BYTES) return false
      this.#load(bytes, start, end)
    }
    const shift = layout.INPUT - this.#from
    const stop = this.#module.write(
      written.index,
      text.head.length,
      start + shift,
      body + shift,
      textEnd + shift,
      end + shift,
      written.about,
      layout.OUTPUT + out.length,
    )
    if (stop === GIVE_UP) return false
    out.length = stop - layout.OUTPUT
    return true
  }

  #learnType(type: number): WrittenType | undefined {
    const index = this.#types.size
    if (NOT_WRITTEN.has(type) || index === this.#module.layout.MOST_TYPES) return undefined
    const about = (ABOUT.get(type) ?? (hasFieldRules(type) ? RULED : 0)) | this.#flags
    const learned: WrittenType = { text: undefined, index, about }
    this.#types.set(type, learned)
    return learned
  }

  /** False for a name that is too long for its place. */
  #putType(written: WrittenType, text: TypeText): boolean {
    const { memory, layout } = this.#module
    if (text.head.length > layout.TYPE_BYTES - layout.TYPE_HEAD) return false
    memory.set(text.head, layout.TYPES + written.index * layout.TYPE_BYTES + layout.TYPE_HEAD)
    written.text = text
    return true
  }

  #load(bytes: Uint8Array, from: number, end: number): void {
    const { memory, layout } = this.#module
    this.#bytes = bytes
    this.#from = from
    this.#to = Math.min(Math.max(end, from + NEIGHBOURHOOD), bytes.length)
    memory.set(bytes.subarray(from, this.#to), layout.INPUT)
  }
}

/** Puts the member `text` of a value into memory, or nothing where the text is the value; gives its length. */
function textMembers(
  { memory, layout }: RecordModule,
  answers: WalkAnswers,
): (kind: number, start: number, end: number) => number {
  const { SCRATCH, SCRATCH_BYTES } = layout
  const sink = new ByteSink()
  return (kind, start, end) => {
    const length = answers.interpret(kind, start, end)
    if (length < 0) return GIVE_UP
    if (length === end - start && isSameBytes(memory, SCRATCH, memory, start, length)) return 0
    sink.length = 0
    writeMember(TEXT, memory, SCRATCH, SCRATCH + length, sink)
    if (sink.length > SCRATCH_BYTES) return GIVE_UP
    memory.set(sink.bytes.subarray(0, sink.length), SCRATCH)
    return sink.length
  }
}
