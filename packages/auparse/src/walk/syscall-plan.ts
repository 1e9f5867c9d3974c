/** How the fields of one system call are printed, worked out once per machine and number. */
import { latin1Bytes } from '../byte-sink.ts'
import type { InterpretContext } from '../context.ts'
import { escapeText } from '../escape/escape-mode.ts'
import type { SyscallContext } from '../fields/parsed-record.ts'
import type { ArgumentReader } from '../interpret/argument-reader.ts'
import type { Interpreter } from '../interpret/interpreter.ts'
import { NO_SYSCALL, settingOf } from '../interpret/interpreter.ts'
import { isMultiplexed, systemCall } from '../interpret/system-call.ts'

/** System call numbers up to here are kept; hostile logs may hold any number. */
const LAST_KEPT = 1023
/** Kinds of argument values in a memo start here, after the codes of field types. */
export const FIRST_KIND = 64

/** One system call of one machine. */
export interface SyscallPlan {
  /** Its name as it is printed; undefined when that depends on the first argument. */
  readonly text: Uint8Array | undefined
  /** Per argument: how it is read, undefined for plain hexadecimal. */
  readonly readers: readonly (ArgumentReader | undefined)[]
}

/** Plans by machine and number, and numbers for the interpreters of arguments. */
export class SyscallPlans {
  readonly #context: InterpretContext
  readonly #plans = new Map<number, SyscallPlan>()
  readonly #kinds = new Map<Interpreter, number>()
  readonly #interpreters: Interpreter[] = []
  #last: SyscallPlan | undefined
  #lastMachine = -1
  #lastNumber = -1

  constructor(context: InterpretContext) {
    this.#context = context
  }

  /** The plan of a system call; a machine below 0 is the host's for the name, and has no argument formatters. */
  plan(machine: number, number: number): SyscallPlan {
    if (this.#last !== undefined && machine === this.#lastMachine && number === this.#lastNumber)
      return this.#last
    this.#lastMachine = machine
    this.#lastNumber = number
    this.#last = this.#kept(machine, number)
    return this.#last
  }

  /** The number of an interpreter of arguments, to tell its values from others in a memo. */
  kindOf(interpret: Interpreter): number {
    const known = this.#kinds.get(interpret)
    if (known !== undefined) return known
    const kind = FIRST_KIND + this.#kinds.size
    this.#kinds.set(interpret, kind)
    this.#interpreters.push(interpret)
    return kind
  }

  /** The interpreter with a number that {@link kindOf} gave. */
  interpreterOf(kind: number): Interpreter {
    return this.#interpreters[kind - FIRST_KIND] as Interpreter
  }

  #kept(machine: number, number: number): SyscallPlan {
    if (number < 0 || number > LAST_KEPT) return this.#make(machine, number)
    const key = (machine + 1) * (LAST_KEPT + 1) + number
    const known = this.#plans.get(key) ?? this.#make(machine, number)
    this.#plans.set(key, known)
    return known
  }

  #make(machine: number, number: number): SyscallPlan {
    const syscall: SyscallContext = { ...NO_SYSCALL, machine, syscall: number }
    const shownMachine = machine < 0 ? this.#context.hostMachine : machine
    const { interpreters } = this.#context
    const shown = shownMachine === undefined ? undefined : interpreters.syscallName(shownMachine, number)
    const name = machine < 0 ? undefined : shown
    const fixed = shownMachine !== undefined && !(shown !== undefined && isMultiplexed(shown))
    const text = fixed ? systemCall('', settingOf(this.#context, syscall)) : undefined
    return {
      text: text === undefined ? undefined : latin1Bytes(escapeText(this.#context.escape, text)),
      readers: ([0, 1, 2, 3] as const).map((index) =>
        name === undefined ? undefined : interpreters.argument(index, name),
      ),
    }
  }
}
