/** What the walk knows of the system call its record is about (spec 02 §5.6). */
import type { LogRecord } from '@ts-audit/log'
import { latin1 } from '@ts-audit/log/internal'
import { Machine, machineFromElf } from '@ts-audit/tables/machines'
import * as RecordType from '@ts-audit/tables/record-type'
import { LOWER_A, SPACE } from '../ascii.ts'
import type { InterpretContext } from '../context.ts'
import type { SyscallContext } from '../fields/parsed-record.ts'
import { digitValue, unsigned64, type Wide } from '../interpret/integers.ts'

/** Record types that are about a system call. */
const ABOUT_SYSCALLS: ReadonlySet<number> = new Set([
  RecordType.SYSCALL,
  RecordType.SECCOMP,
  RecordType.URINGOP,
])

const UNSET = -1
/** This many digits fit 32 bits in either base. */
const LOW_DIGITS = 8
const ARCH = [LOWER_A, 0x72, 0x63, 0x68, 0x3d] as const
const SYSCALL = [0x73, 0x79, 0x73, 0x63, 0x61, 0x6c, 0x6c, 0x3d] as const
const ARG0 = [LOWER_A, 0x30, 0x3d] as const
const ARG1 = [LOWER_A, 0x31, 0x3d] as const

/** Which arguments are still looked for. */
export interface MissingArguments {
  arg0: boolean
  arg1: boolean
}

export class SyscallState {
  /** Machine of the record; -1 when it is not known. */
  machine = UNSET
  /** System call number; -1 while it is not known, 0 in records that are not about one. */
  number = UNSET
  readonly #context: InterpretContext
  readonly #ofUnknown: 'host' | 'nobody'
  #hasUnknownArch = false
  #type = 0
  #applies = false
  #lastWord = UNSET
  #lastMachine = UNSET
  /** The arguments of the record read last, as far as it has them. */
  #arg0: Wide | undefined
  #arg1: Wide | undefined

  /** `ofUnknown`: whose calls those of a machine without a table are taken for; the reference takes the host's. */
  constructor(context: InterpretContext, ofUnknown: 'host' | 'nobody' = 'host') {
    this.#context = context
    this.#ofUnknown = ofUnknown
  }

  /** Begins a record; `from` is where its fields begin. */
  begin(record: LogRecord, from: number): void {
    this.#type = record.type
    this.#applies = ABOUT_SYSCALLS.has(record.type)
    this.machine = UNSET
    this.#hasUnknownArch = false
    this.number = this.#applies ? UNSET : 0
    if (record.type !== RecordType.SYSCALL) return
    this.#readArguments(record, from)
    const { memory } = this.#context
    memory.arg0 = this.#arg0 ?? memory.arg0
    memory.arg1 = this.#arg1 ?? memory.arg1
  }

  /** Remembers, of the arguments still missing, those that a SYSCALL record has; they are missing no more. */
  recall(record: LogRecord, from: number, missing: MissingArguments): void {
    this.#readArguments(record, from)
    const { memory } = this.#context
    if (missing.arg0 && this.#arg0 !== undefined) {
      memory.arg0 = this.#arg0
      missing.arg0 = false
    }
    if (missing.arg1 && this.#arg1 !== undefined) {
      memory.arg1 = this.#arg1
      missing.arg1 = false
    }
  }

  /** Has to run before a field that is about the system call is interpreted: an unknown machine is the host's. */
  settle(): void {
    if (!this.#applies) return
    if (this.#type === RecordType.URINGOP) this.machine = Machine.uring
    else if (this.machine < 0 && !this.isNobodys) this.machine = this.#context.hostMachine ?? UNSET
  }

  /** Whether the number means nothing, since it is that of a machine without a table. */
  get isNobodys(): boolean {
    return this.#hasUnknownArch && this.#ofUnknown === 'nobody'
  }

  /** Takes the value of `arch`; false when it is out of range. */
  takeArch(bytes: Uint8Array, start: number, end: number): boolean {
    if (!this.#applies) return true
    const word = readNumber(bytes, start, end, 16)
    if (word === undefined) return false
    if (word.low !== this.#lastWord) {
      this.#lastWord = word.low
      this.#lastMachine = machineFromElf(word.low) ?? UNSET
    }
    this.machine = this.#lastMachine
    this.#hasUnknownArch = this.machine < 0
    return true
  }

  /** Takes the value of `syscall` or `uring_op`; false when it is out of range. */
  takeNumber(bytes: Uint8Array, start: number, end: number): boolean {
    if (this.number !== UNSET) return true
    const number = readNumber(bytes, start, end, 10)
    if (number === undefined) return false
    this.number = number.low | 0
    return true
  }

  /** The state as interpreters take it. */
  get context(): SyscallContext {
    const { arg0, arg1 } = this.#context.memory
    return { machine: this.machine, syscall: this.number, arg0, arg1 }
  }

  /** The search stage finds the arguments by their labels, wherever these stand (spec 02 §1.4). */
  #readArguments({ bytes, textEnd }: LogRecord, from: number): void {
    this.#arg0 = undefined
    this.#arg1 = undefined
    const arch = after(bytes, ARCH, from, textEnd)
    const syscall = after(bytes, SYSCALL, arch < 0 ? from : arch, textEnd)
    const start0 = syscall < 0 ? -1 : after(bytes, ARG0, space(bytes, syscall, textEnd), textEnd)
    if (start0 < 0) return
    const end0 = space(bytes, start0, textEnd)
    this.#arg0 = readNumber(bytes, start0, end0, 16)
    const start1 = after(bytes, ARG1, end0, textEnd)
    if (start1 >= 0) this.#arg1 = readNumber(bytes, start1, space(bytes, start1, textEnd), 16)
  }
}

/** U(base) of a value; plain digits, up to 64 bits of hexadecimal ones, are read from the bytes. */
function readNumber(bytes: Uint8Array, start: number, end: number, base: 10 | 16): Wide | undefined {
  const digits = end - start
  const low = Math.max(start, end - LOW_DIGITS)
  const high =
    digits === 0 || digits > (base === 16 ? 2 * LOW_DIGITS : LOW_DIGITS)
      ? -1
      : digitRun(bytes, start, low, base)
  const rest = high < 0 ? -1 : digitRun(bytes, low, end, base)
  return rest < 0 ? unsigned64(latin1(bytes, start, end), base) : { high, low: rest }
}

/** The value of up to eight digits; -1 when other bytes are among them. */
function digitRun(bytes: Uint8Array, start: number, end: number, base: 10 | 16): number {
  let value = 0
  for (let at = start; at < end; at++) {
    const digit = digitValue(bytes[at] as number)
    if (digit < 0 || digit >= base) return -1
    value = value * base + digit
  }
  return value
}

/** The position after the first occurrence of `label`, or -1. */
function after(bytes: Uint8Array, label: readonly number[], start: number, end: number): number {
  const first = label[0]
  const last = end - label.length
  for (let at = start; at <= last; at++) {
    if (bytes[at] !== first) continue
    let matched = 1
    while (matched < label.length && bytes[at + matched] === label[matched]) matched++
    if (matched === label.length) return at + label.length
  }
  return -1
}

function space(bytes: Uint8Array, start: number, end: number): number {
  let at = start
  while (at < end && bytes[at] !== SPACE) at++
  return at
}
