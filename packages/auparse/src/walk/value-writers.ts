/** Writes the interpretation of one value: the frequent types byte by byte, the others through a memo. */
import { latin1 } from '@ts-audit/log/internal'
import { FieldType, type FieldTypeCode } from '@ts-audit/tables/field-types'
import { LOWER_X, QUOTE, ZERO } from '../ascii.ts'
import type { ByteSink } from '../byte-sink.ts'
import type { InterpretContext } from '../context.ts'
import { escapeText } from '../escape/escape-mode.ts'
import type { ArgumentIndex } from '../interpret/argument-reader.ts'
import { interpretValue } from '../interpret/interpret-value.ts'
import { type FieldSetting, hexText, type Interpreter, settingOf } from '../interpret/interpreter.ts'
import { EscapedWriter } from './escaped-bytes.ts'
import { SyscallPlans } from './syscall-plan.ts'
import type { SyscallState } from './syscall-state.ts'
import { type MemoEntry, ValueMemo } from './value-memo.ts'

type ValueWriter = (bytes: Uint8Array, start: number, end: number, out: ByteSink) => void

/** `ses=4294967295` and the like have this many digits; shorter and longer numbers are never special. */
const UNSET_DIGITS = 10
/** What is printed where there is no text. */
const NO_TEXT = '(null)'

/** Types whose interpretation needs more than the value, and so is not remembered. */
const STATEFUL: readonly FieldTypeCode[] = [FieldType.FAN_TYPE, FieldType.FAN_INFO]

export class ValueWriters {
  /** The value written last, if its text depends on nothing but its type and itself. */
  remembered: MemoEntry | undefined
  readonly #context: InterpretContext
  readonly #syscall: SyscallState
  readonly #plans: SyscallPlans
  readonly #escaped: EscapedWriter
  readonly #memo = new ValueMemo()
  readonly #alone: FieldSetting
  readonly #writers: readonly ValueWriter[]
  readonly #escapedTexts = new Map<Interpreter, (value: string) => string>()

  constructor(context: InterpretContext, syscall: SyscallState) {
    this.#context = context
    this.#syscall = syscall
    this.#plans = new SyscallPlans(context)
    this.#escaped = new EscapedWriter(context.escape)
    this.#alone = settingOf(context)
    this.#writers = this.#makeWriters()
  }

  /** Writes the escaped interpretation of the value of a field of type `type`. */
  write(type: number, bytes: Uint8Array, start: number, end: number, out: ByteSink): void {
    this.remembered = undefined
    const writer = this.#writers[type] as ValueWriter
    writer(bytes, start, end, out)
  }

  #makeWriters(): ValueWriter[] {
    const writers = Object.values(FieldType).map((type) => this.#memoWriter(type))
    const unquoted: ValueWriter = (bytes, start, end, out) =>
      this.#escaped.writeUnquoted(bytes, start, end, false, out)
    const plain: ValueWriter = (bytes, start, end, out) => this.#escaped.writeBytes(bytes, start, end, out)
    writers[FieldType.ESCAPED] = unquoted
    writers[FieldType.ESCAPED_FILE] = unquoted
    writers[FieldType.ESCAPED_KEY] = (bytes, start, end, out) =>
      this.#escaped.writeUnquoted(bytes, start, end, true, out)
    writers[FieldType.PROCTITLE] = (bytes, start, end, out) => this.#title(bytes, start, end, out)
    for (const type of [FieldType.MAC_LABEL, FieldType.ADDR, FieldType.FLAGS]) writers[type] = plain
    for (const type of [FieldType.EXIT, FieldType.SESSION]) writers[type] = this.#unlessPlainNumber(type)
    for (const type of STATEFUL) writers[type] = this.#freshWriter(type)
    writers[FieldType.TTY_DATA] = this.#freshWriter(FieldType.TTY_DATA)
    writers[FieldType.SYSCALL] = (bytes, start, end, out) => this.#systemCall(bytes, start, end, out)
    for (const index of [0, 1, 2, 3] as const) {
      writers[FieldType.A0 + index] = (bytes, start, end, out) =>
        this.#argument(index, bytes, start, end, out)
    }
    return writers
  }

  #memoWriter(type: FieldTypeCode): ValueWriter {
    const interpret = (value: string) => interpretValue(type, value, this.#alone) ?? NO_TEXT
    return (bytes, start, end, out) => {
      this.remembered = this.#memo.write(type, bytes, start, end, interpret, out)
    }
  }

  #freshWriter(type: FieldTypeCode): ValueWriter {
    return (bytes, start, end, out) =>
      out.writeText(interpretValue(type, latin1(bytes, start, end), this.#alone) ?? NO_TEXT)
  }

  /** Results and session ids are mostly numbers that stay as they are, and too varied to remember. */
  #unlessPlainNumber(type: FieldTypeCode): ValueWriter {
    const other = this.#memoWriter(type)
    return (bytes, start, end, out) => {
      if (isPlainNumber(bytes, start, end)) out.writeBytes(bytes, start, end)
      else other(bytes, start, end, out)
    }
  }

  #title(bytes: Uint8Array, start: number, end: number, out: ByteSink): void {
    if (bytes[start] === QUOTE && start < end) {
      this.#escaped.writeUnquoted(bytes, start, end, false, out)
      return
    }
    if (this.#escaped.writeTitle(bytes, start, end, out)) return
    const text = interpretValue(FieldType.PROCTITLE, latin1(bytes, start, end), this.#alone)
    out.writeText(text ?? NO_TEXT)
  }

  #systemCall(bytes: Uint8Array, start: number, end: number, out: ByteSink): void {
    const { text } = this.#plans.plan(this.#syscall.machine, this.#syscall.number)
    if (text !== undefined) out.writeBytes(text)
    else {
      const setting = settingOf(this.#context, this.#syscall.context)
      out.writeText(interpretValue(FieldType.SYSCALL, latin1(bytes, start, end), setting) ?? NO_TEXT)
    }
  }

  #argument(index: ArgumentIndex, bytes: Uint8Array, start: number, end: number, out: ByteSink): void {
    const reader = this.#plans.plan(this.#syscall.machine, this.#syscall.number).readers[index]
    const interpret =
      reader === undefined ? hexText : (reader.interpret ?? reader.choose(this.#syscall.context))
    if (interpret === hexText) this.#hexadecimal(bytes, start, end, out)
    else this.#memo.write(this.#plans.kindOf(interpret), bytes, start, end, this.#escapedText(interpret), out)
  }

  #hexadecimal(bytes: Uint8Array, start: number, end: number, out: ByteSink): void {
    out.ensure(2)
    out.bytes[out.length++] = ZERO
    out.bytes[out.length++] = LOWER_X
    this.#escaped.writeBytes(bytes, start, end, out)
  }

  #escapedText(interpret: Interpreter): (value: string) => string {
    let text = this.#escapedTexts.get(interpret)
    if (text === undefined) {
      text = (value) => escapeText(this.#context.escape, interpret(value, this.#alone) ?? NO_TEXT)
      this.#escapedTexts.set(interpret, text)
    }
    return text
  }
}

/** Digits only; not exactly {@link UNSET_DIGITS} of them, and not more than fit 63 bits. */
function isPlainNumber(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start
  if (length === 0 || length === UNSET_DIGITS || length > 18) return false
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number
    if (byte < ZERO || byte > ZERO + 9) return false
  }
  return true
}
