/** Asks the kernel about programs by the fastest way that is open, and answers those that have to wait together. */
import type { Answer, KernelProgram, Way } from './kernel/answer.ts'
import { type BpfCall, openBpfCall } from './kernel/bpf-call.ts'
import { askBpftool } from './kernel/bpftool.ts'
import { askFdinfo } from './kernel/fdinfo.ts'
import { readIterator } from './kernel/iterator.ts'
import type { ProgramUse } from './kernel/program-uses.ts'

/** More than this do not wait for bpftool. */
const MOST_WAITING = 4096
/** After so many failures bpftool is not run any more. */
const MOST_FAILURES = 3

/** A question that waits. */
interface Question {
  readonly progId: number
  readonly take: (answer: Answer) => void
}

/** What an asker is made with. */
export interface AskerOptions {
  /** The ways that may be used. */
  readonly ways: readonly Way[]
  /** A pinned iterator. */
  readonly iterator: string
  /** The URL of the command's script, beside which koffi is looked for. */
  readonly scriptUrl: string
  /** Told about processes that ask, whose calls are in the log. */
  readonly onProcess: (pid: number) => void
}

/** The ways to ask that are open. */
export class Asker {
  readonly #options: AskerOptions
  readonly #call: BpfCall
  readonly #hasIterator: boolean
  #waiting: Question[] = []
  #isAsking = false
  #failures = 0
  /** Questions that were not asked because too many were waiting. */
  dropped = 0

  constructor(options: AskerOptions) {
    this.#options = options
    const allows = (way: Way): boolean => options.ways.includes(way)
    this.#call = allows('bpf') ? openBpfCall(options.scriptUrl) : { problem: 'not wanted' }
    this.#hasIterator = allows('iterator') && readIterator(options.iterator) !== undefined
  }

  /** Each way and whether it is open; undefined where nothing is wrong. */
  get problems(): ReadonlyMap<Way, string | undefined> {
    const { ways, iterator } = this.#options
    return new Map<Way, string | undefined>([
      ['bpf', 'problem' in this.#call ? this.#call.problem : undefined],
      ['iterator', this.#hasIterator ? undefined : `${iterator} is no iterator of programs that can be read`],
      ['fdinfo', ways.includes('fdinfo') ? undefined : 'not wanted'],
      ['bpftool', ways.includes('bpftool') ? undefined : 'not wanted'],
    ])
  }

  /** The programs that are there now; undefined when only bpftool could tell. */
  present(): readonly number[] | undefined {
    if (!('problem' in this.#call)) return this.#call.list()
    if (this.#hasIterator) return [...(readIterator(this.#options.iterator)?.keys() ?? [])]
    return undefined
  }

  /** What keeps programs attached now, by their ids; undefined where bpf(2) is not open. */
  uses(): ReadonlyMap<number, ProgramUse> | undefined {
    return 'problem' in this.#call ? undefined : this.#call.uses()
  }

  /** What can be told at once, without a record but that of the LOAD; undefined when it has to wait. */
  askNow(progId: number, loadedAt: number | undefined): Answer | undefined {
    if (!('problem' in this.#call)) return this.#call.ask(progId, loadedAt)
    if (!this.#hasIterator) return undefined
    const programs = readIterator(this.#options.iterator)
    return programs === undefined ? undefined : answerIn(programs, progId, 'iterator')
  }

  /** For what could not be told at once, when the loader is known. */
  askLater(
    progId: number,
    loader: { readonly pid: number | undefined; readonly descriptor: number | undefined },
    take: (answer: Answer) => void,
  ): void {
    const { ways } = this.#options
    if (ways.includes('fdinfo') && loader.pid !== undefined && loader.descriptor !== undefined) {
      const answer = askFdinfo(progId, loader.pid, loader.descriptor)
      if (answer.answer === 'found') {
        take(answer)
        return
      }
    }
    if (!ways.includes('bpftool') || this.#failures >= MOST_FAILURES) {
      take({ answer: 'not-asked', reason: 'no way to ask was open' })
      return
    }
    if (this.#waiting.length >= MOST_WAITING) {
      this.dropped++
      take({ answer: 'not-asked', reason: 'too many were waiting' })
      return
    }
    this.#waiting.push({ progId, take })
    if (!this.#isAsking) void this.#askAll()
  }

  /** One process for all that wait when it starts. */
  async #askAll(): Promise<void> {
    this.#isAsking = true
    while (this.#waiting.length > 0) {
      const asked = this.#waiting
      this.#waiting = []
      try {
        const { programs } = await askBpftool(this.#options.onProcess)
        this.#failures = 0
        for (const { progId, take } of asked) take(answerIn(programs, progId, 'bpftool'))
      } catch (error) {
        this.#failures++
        const { code = 'failed' } = error as NodeJS.ErrnoException
        for (const { take } of asked) take({ answer: 'not-asked', reason: `bpftool: ${code}` })
      }
    }
    this.#isAsking = false
  }
}

function answerIn(programs: ReadonlyMap<number, KernelProgram>, progId: number, by: Way): Answer {
  const program = programs.get(progId)
  return program === undefined ? { answer: 'gone', by } : { answer: 'found', by, ...program }
}
