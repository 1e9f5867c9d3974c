/** Writes usual records in WebAssembly: the same bytes as RecordInterpreter, in half the time. */
import type { LogEvent, LogRecord } from '@ts-audit/log'
import { Machine } from '@ts-audit/tables/machines'
import * as RecordType from '@ts-audit/tables/record-type'
import { ByteSink } from '../byte-sink.ts'
import type { InterpretContext } from '../context.ts'
import { escapeTable } from '../escape/escape-mode.ts'
import { hasFieldRules } from '../fields/field-type.ts'
import { MESSAGE } from './field-names.ts'
import { HeaderWriter } from './record-header.ts'
import { WalkAnswers } from './walk-answers.ts'
import { createWalkModule, GIVE_UP, type WalkModule } from './walk-module.ts'

const UNSET = -1
/** What a record is about, as assembly/walk.ts takes it. */
const ABOUT: ReadonlyMap<number, number> = new Map([
  [RecordType.SYSCALL, 1],
  [RecordType.SECCOMP, 2],
  [RecordType.URINGOP, 3],
  [RecordType.EXECVE, 4],
])
/** Some fields have other types in records of this type. */
const RULED = 8
/** Record types in which a field of any name may have a type of its own. */
const NOT_WALKED: ReadonlySet<number> = new Set([RecordType.USER_TTY, RecordType.TRUSTED_APP])
/** How many bytes from a record on are copied into memory, since the records after it are usually walked next. */
const NEIGHBOURHOOD = 16 << 10
const NOTHING = new Uint8Array(0)

/** A record type that is walked here: where the text of its header is, and what such a record is about. */
interface WalkedType {
  readonly index: number
  readonly length: number
  readonly about: number
}

/** Writes records into {@link out}; one serves one run. */
export class WasmWalk {
  /** What was written. The code that takes it calls {@link reset}. */
  readonly out = new ByteSink()
  readonly #module: WalkModule
  readonly #output: Uint8Array
  readonly #header: HeaderWriter
  readonly #types = new Map<number, WalkedType>()
  /** The event whose header texts are in memory. */
  #event: LogEvent | undefined
  /** The bytes that stand in the input, and which of them. */
  #bytes: Uint8Array = NOTHING
  #from = 0
  #to = 0

  /** Undefined where there is no WebAssembly. */
  static create(context: InterpretContext): WasmWalk | undefined {
    let answers: WalkAnswers
    const module = createWalkModule({
      nameOf: (start, end) => answers.nameOf(start, end),
      entryOf: (start, end) => answers.entryOf(start, end),
      interpret: (kind, start, end) => answers.interpret(kind, start, end),
      planOf: (machine, number) => answers.planOf(machine, number),
      chooseKind: (index, machine, number) => answers.chooseKind(index, machine, number),
      machineOf: (word) => answers.machineOf(word),
      tookArguments: (count) => answers.tookArguments(count),
    })
    if (module === undefined) return undefined
    const { memory, layout } = module
    answers = new WalkAnswers(context, memory, layout)
    memory.set(escapeTable(context.escape), layout.ESCAPES)
    const host = context.hostMachine ?? UNSET
    module.setUp(MESSAGE, answers.idOf('acct'), answers.idOf('saddr'), host, Machine.uring)
    return new WasmWalk(context, module)
  }

  private constructor(context: InterpretContext, module: WalkModule) {
    const { OUTPUT, OUTPUT_BYTES } = module.layout
    this.#module = module
    this.#output = module.memory.subarray(OUTPUT, OUTPUT + OUTPUT_BYTES)
    this.#header = new HeaderWriter(context)
    this.reset()
  }

  /** Starts over with an empty {@link out}. */
  reset(): void {
    this.out.bytes = this.#output
    this.out.length = 0
  }

  /** Writes a record of an event. False, with nothing written, for a record that RecordInterpreter has to write. */
  write({ bytes, body, textEnd, end, type }: LogRecord, event: LogEvent): boolean {
    const { out } = this
    if (body < 0 || out.bytes !== this.#output) return false
    const walked = this.#types.get(type) ?? this.#learnType(type)
    if (walked === undefined || (event !== this.#event && !this.#setEvent(event))) return false
    const { layout } = this.#module
    if (bytes !== this.#bytes || body < this.#from || end > this.#to) {
      if (end - body > layout.INPUT_BYTES) return false
      this.#load(bytes, body, end)
    }
    const shift = layout.INPUT - this.#from
    const written = this.#module.walk(
      walked.index,
      walked.length,
      body + shift,
      textEnd + shift,
      end + shift,
      walked.about,
      layout.OUTPUT + out.length,
    )
    if (written === GIVE_UP) return false
    out.length = written - layout.OUTPUT
    return true
  }

  /** Puts what the headers of an event's records share into memory; false where there is no room for it. */
  #setEvent(event: LogEvent): boolean {
    const { exact, node } = event
    if (exact !== undefined) return false
    const { memory, layout } = this.#module
    const { NODE_TEXT, STAMP_TEXT, LONGEST_HEADER_TEXT } = layout
    const stamp = this.#header.stampBytes(event)
    const nodeText = node === undefined ? NOTHING : this.#header.nodeBytes(node)
    if (stamp.length > LONGEST_HEADER_TEXT || nodeText.length > LONGEST_HEADER_TEXT) return false
    if (node !== this.#event?.node) memory.set(nodeText, NODE_TEXT)
    for (let at = 0; at < stamp.length; at++) memory[STAMP_TEXT + at] = stamp.bytes[at] as number
    this.#module.setHeader(nodeText.length, stamp.length)
    this.#event = event
    return true
  }

  #learnType(type: number): WalkedType | undefined {
    const { memory, layout } = this.#module
    const text = NOT_WALKED.has(type) ? undefined : this.#header.typeBytes(type)
    const index = this.#types.size
    if (text === undefined || text.length > layout.TYPE_TEXT_BYTES || index === layout.MOST_TYPE_TEXTS)
      return undefined
    memory.set(text, layout.TYPE_TEXTS + index * layout.TYPE_TEXT_BYTES)
    const about = ABOUT.get(type) ?? (hasFieldRules(type) ? RULED : 0)
    const learned: WalkedType = { index, length: text.length, about }
    this.#types.set(type, learned)
    return learned
  }

  #load(bytes: Uint8Array, from: number, end: number): void {
    const { memory, layout } = this.#module
    this.#bytes = bytes
    this.#from = from
    this.#to = Math.min(Math.max(end, from + NEIGHBOURHOOD), bytes.length)
    memory.set(bytes.subarray(from, this.#to), layout.INPUT)
  }
}
