/** What the walk in WebAssembly asks about names, values and system calls that are new to it. */
import { latin1 } from '@ts-audit/log/internal'
import type { FieldTypeCode } from '@ts-audit/tables/field-types'
import { machineFromElf } from '@ts-audit/tables/machines'
import type { InterpretContext } from '../context.ts'
import { escapeText } from '../escape/escape-mode.ts'
import { lowerCaseAscii } from '../fields/lower-case.ts'
import type { ArgumentIndex } from '../interpret/argument-reader.ts'
import { interpretValue } from '../interpret/interpret-value.ts'
import { type FieldSetting, hexText, type Interpreter, settingOf } from '../interpret/interpreter.ts'
import { FieldNames, UNTYPED } from './field-names.ts'
import { FIRST_KIND, SyscallPlans } from './syscall-plan.ts'
import { GIVE_UP, type WalkImports, type WalkLayout } from './walk-module.ts'

/** The places in memory that answers are put in. */
export type AnswerLayout = Pick<WalkLayout, 'RULED' | 'ARGUMENTS' | 'SCRATCH' | 'SCRATCH_BYTES'>

const UNSET = -1
/** Kinds of arguments besides those of {@link SyscallPlans.kindOf}. */
const HEXADECIMAL = 0
const CHOSEN = -1
/** Kinds of a plan before its text. */
const ARGUMENT_COUNT = 4
/** What is printed where there is no text. */
const NO_TEXT = '(null)'

/** Gives the answers, and puts texts into the memory of a module. */
export class WalkAnswers implements WalkImports {
  readonly #context: InterpretContext
  readonly #memory: Uint8Array
  readonly #layout: AnswerLayout
  readonly #arguments: Uint32Array
  readonly #names = new FieldNames()
  readonly #plans: SyscallPlans
  readonly #alone: FieldSetting

  constructor(context: InterpretContext, memory: Uint8Array<ArrayBuffer>, layout: AnswerLayout) {
    this.#context = context
    this.#memory = memory
    this.#layout = layout
    this.#arguments = new Uint32Array(memory.buffer, layout.ARGUMENTS, 4)
    this.#plans = new SyscallPlans(context)
    this.#alone = settingOf(context)
  }

  /** The id of a field's name; whether special rules apply to it is written into memory. */
  idOf(name: string): number {
    const id = this.#names.idOf(name)
    if (id !== UNTYPED) this.#memory[this.#layout.RULED + id] = this.#names.ruled[id] as number
    return id
  }

  readonly nameOf = (start: number, end: number): number => {
    const id = this.idOf(this.#text(start, end))
    return id === UNTYPED ? UNTYPED : (id << 8) | (this.#names.types[id] as number)
  }

  readonly entryOf = (start: number, end: number): number => this.idOf(lowerCaseAscii(this.#text(start, end)))

  readonly interpret = (kind: number, start: number, end: number): number => {
    const value = this.#text(start, end)
    const text =
      kind < FIRST_KIND
        ? interpretValue(kind as FieldTypeCode, value, this.#alone)
        : this.#argumentText(this.#plans.interpreterOf(kind), value)
    return this.#putText(text ?? NO_TEXT)
  }

  readonly planOf = (machine: number, number: number): number => {
    const { text, readers } = this.#plans.plan(machine, number)
    if (text === undefined) return GIVE_UP
    const { SCRATCH } = this.#layout
    const kinds = new Int32Array(this.#arguments.buffer, SCRATCH, ARGUMENT_COUNT)
    readers.forEach((reader, index) => {
      if (reader === undefined) kinds[index] = HEXADECIMAL
      else kinds[index] = reader.interpret === undefined ? CHOSEN : this.#kindOf(reader.interpret)
    })
    this.#memory.set(text, SCRATCH + kinds.byteLength)
    return text.length
  }

  readonly chooseKind = (index: number, machine: number, number: number): number => {
    const { arg0, arg1 } = this.#context.memory
    const reader = this.#plans.plan(machine, number).readers[index as ArgumentIndex]
    const interpret = reader?.interpret ?? reader?.choose({ machine, syscall: number, arg0, arg1 })
    return interpret === undefined ? HEXADECIMAL : this.#kindOf(interpret)
  }

  readonly machineOf = (word: number): number => machineFromElf(word >>> 0) ?? UNSET

  readonly tookArguments = (count: number): void => {
    const halves = this.#arguments
    const { memory } = this.#context
    memory.arg0 = { low: halves[0] as number, high: halves[1] as number }
    if (count > 1) memory.arg1 = { low: halves[2] as number, high: halves[3] as number }
  }

  #text(start: number, end: number): string {
    return latin1(this.#memory, start, end)
  }

  #argumentText(interpret: Interpreter, value: string): string {
    return escapeText(this.#context.escape, interpret(value, this.#alone) ?? NO_TEXT)
  }

  #kindOf(interpret: Interpreter): number {
    return interpret === hexText ? HEXADECIMAL : this.#plans.kindOf(interpret)
  }

  #putText(text: string): number {
    const { SCRATCH, SCRATCH_BYTES } = this.#layout
    if (text.length > SCRATCH_BYTES) return GIVE_UP
    for (let at = 0; at < text.length; at++) this.#memory[SCRATCH + at] = text.charCodeAt(at)
    return text.length
  }
}
