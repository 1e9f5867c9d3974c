/** How arguments of system calls are read: rows of calls and readers. */
import type { ArgumentIndex, ArgumentReader, Interpreter } from '../context.ts'

export type { ArgumentIndex, ArgumentReader } from '../context.ts'

/** System calls by name, or by the beginning of their names (`openat*`), and their reader. */
export type ArgumentRow = readonly [names: string | ((name: string) => boolean), reader: ArgumentReader]

/** The readers of each argument. No call is in two rows of one argument. */
export type ArgumentRows = readonly [
  first: readonly ArgumentRow[],
  second: readonly ArgumentRow[],
  third: readonly ArgumentRow[],
  fourth: readonly ArgumentRow[],
]

/** Finds readers in rows. */
export class ArgumentReaders {
  readonly #rows: ArgumentRows
  /** What was found for a name; names come from the tables of system calls, so these are few. */
  readonly #found: readonly Map<string, ArgumentReader | undefined>[] = [
    new Map(),
    new Map(),
    new Map(),
    new Map(),
  ]

  constructor(rows: ArgumentRows) {
    this.#rows = rows
  }

  /** The reader of argument `index` of a system call; undefined when no row has it. */
  find(index: ArgumentIndex, syscall: string): ArgumentReader | undefined {
    const known = this.#found[index] as Map<string, ArgumentReader | undefined>
    if (!known.has(syscall))
      known.set(syscall, this.#rows[index].find(([names]) => matches(names, syscall))?.[1])
    return known.get(syscall)
  }
}

export function always(interpret: Interpreter): ArgumentReader {
  return { interpret }
}

function matches(names: string | ((name: string) => boolean), syscall: string): boolean {
  if (typeof names !== 'string') return names(syscall)
  return names
    .split(' ')
    .some((name) => (name.endsWith('*') ? syscall.startsWith(name.slice(0, -1)) : syscall === name))
}
