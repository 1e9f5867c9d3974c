/** Asks about programs as soon as their LOAD has come, before its event is whole, and keeps the answers until it is. */
import type { Answer } from './kernel/answer.ts'
import { setWithin } from './set-within.ts'

/** A LOAD or UNLOAD, as the plugin interface and the log write it. The record comes before that of the call. */
const PROGRAM =
  /^(?:node=([^ \n]+) )?type=(?:BPF|UNKNOWN\[1334\]) msg=audit\((\d{1,12})\.(\d{3}):(\d{1,12})\): prog-id=(\d{1,10}) op=(LOAD|UNLOAD)$/
const OP = /^ op=(?:LOAD|UNLOAD)/
const OP_BYTES = ' op=UNLOAD'.length
/** Such a record is shorter than this. */
const MOST_PROGRAM_BYTES = 400
/** Answers whose event has not come are forgotten, the oldest first. */
const MOST_ANSWERS = 10_000

/** An answer, and how many milliseconds after the LOAD it was asked for. */
export interface TimedAnswer {
  readonly answer: Answer
  readonly after: number
}

/** An answer about a load that was heard of. */
export interface HeardAnswer extends TimedAnswer {
  /** The stamp of its LOAD: `SECONDS.MMM:SERIAL`. */
  readonly event: string
  readonly progId: number
}

/** What answers are asked for with. */
export interface EarlyAnswersOptions {
  /** Asks about a program at once; undefined when it has to wait for the loader to be known. */
  readonly askNow: (progId: number, loadedAt: number) => Answer | undefined
  /** Answers that a thread has got which heard of loads before; none without it. */
  readonly heard?: (() => readonly HeardAnswer[]) | undefined
  readonly now: () => number
}

/** Takes text as it comes, and gives the answers to its loads. */
export class EarlyAnswers {
  readonly #options: EarlyAnswersOptions
  /** By event and program. */
  readonly #answers = new Map<string, TimedAnswer>()
  #rest = ''

  constructor(options: EarlyAnswersOptions) {
    this.#options = options
  }

  /**
   * Asks about the loads of a text, a character a byte and cut anywhere, the last first: what was loaded last is most likely
   * there still. What ends within the text is not asked about.
   */
  push(given: string): void {
    this.#listen()
    const text = this.#rest === '' ? given : this.#rest + given
    const ended = new Set<string>()
    let lastOp = -1
    for (let at = text.lastIndexOf(' op='); at >= 0; at = at === 0 ? -1 : text.lastIndexOf(' op=', at - 1)) {
      const [op = ''] = OP.exec(text.slice(at, at + OP_BYTES)) ?? []
      if (op === '') continue
      lastOp = Math.max(lastOp, at)
      const line = text.slice(text.lastIndexOf('\n', at) + 1, at + op.length)
      const found = line.length > MOST_PROGRAM_BYTES ? null : PROGRAM.exec(line)
      if (found === null) continue
      const [, node = '', seconds = '', milliseconds = '', serial = '', id = '', operation] = found
      const program = `${node} ${id}`
      if (operation === 'UNLOAD') ended.add(program)
      else {
        const loadedAt = Number(seconds) * 1000 + Number(milliseconds)
        this.#ask(`${seconds}.${milliseconds}:${serial}`, Number(id), loadedAt, ended.has(program))
      }
    }
    const lineStart = text.lastIndexOf('\n') + 1
    // Of a line that was whole in it the record is asked about once.
    this.#rest =
      text.length - lineStart > MOST_PROGRAM_BYTES || lastOp >= lineStart ? '' : text.slice(lineStart)
  }

  /**
   * The answer about a program, which is not kept any longer; undefined when there is none.
   *
   * @param event the stamp of its LOAD: `SECONDS.MMM:SERIAL`
   */
  take(event: string, progId: number): TimedAnswer | undefined {
    this.#listen()
    const key = keyOf(event, progId)
    const answer = this.#answers.get(key)
    this.#answers.delete(key)
    return answer
  }

  #ask(event: string, progId: number, loadedAt: number, hasEnded: boolean): void {
    const key = keyOf(event, progId)
    if (this.#answers.has(key)) return
    const answer: Answer | undefined = hasEnded
      ? { answer: 'gone', by: 'unload' }
      : this.#options.askNow(progId, loadedAt)
    if (answer !== undefined) this.#keep(key, { answer, after: this.#options.now() - loadedAt })
  }

  /** Of two who asked, who has found it is right: the other came later. */
  #listen(): void {
    for (const { event, progId, answer, after } of this.#options.heard?.() ?? []) {
      const key = keyOf(event, progId)
      if (this.#answers.get(key)?.answer.answer !== 'found') this.#keep(key, { answer, after })
    }
  }

  #keep(key: string, answer: TimedAnswer): void {
    setWithin(this.#answers, MOST_ANSWERS, key, answer)
  }
}

function keyOf(event: string, progId: number): string {
  return `${event} ${progId}`
}
