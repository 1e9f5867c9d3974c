/** The output format of a run: in this thread alone, or shared with others where that pays. */
import { availableParallelism } from 'node:os'
import type { LogEvent } from '@ts-audit/log'
import type { AusearchOptions } from '../ausearch/options.ts'
import type { Output } from '../output/output.ts'
import type { Session } from '../run/session.ts'
import { createFormat, type FormatChoice } from './create-format.ts'
import { FormatThreads } from './format-threads.ts'
import { ParallelFormat } from './parallel-format.ts'

/** More threads than this would only wait for the one that reads. */
const MAX_THREADS = 3

/** What the format is made from. */
export interface OutputFormatParts {
  readonly options: AusearchOptions
  readonly session: Session
  readonly output: Output
  readonly searchNamesUser: boolean
  /** Takes a text for stderr, newline included. */
  readonly note: (text: string) => void
  readonly threadScript: URL | undefined
}

/** A format, and how its output is completed. */
export interface OutputFormat {
  readonly write: (event: LogEvent) => void
  /** Takes a text for stderr that belongs behind those of the events written so far. */
  readonly note: (text: string) => void
  /** To be called between chunks; gives what to wait for, if anything. */
  readonly flush: () => Promise<void> | undefined
  readonly finish: () => Promise<void>
}

/** The format that the options ask for. */
export function createOutputFormat(parts: OutputFormatParts): OutputFormat {
  const { options, output, threadScript, note } = parts
  const count = threadCount(options)
  if (threadScript === undefined || count === 0) return alone(parts)
  const choice = choiceOf(parts)
  const shared = new ParallelFormat({
    createFormat: (sink, localNote) => createFormat({ ...parts, sink, note: localNote }),
    startThreads: () => new FormatThreads(threadScript, choice, count),
    sink: output.sink,
    note,
  })
  return {
    write: (event) => shared.write(event),
    note: (text) => shared.note(text),
    flush() {
      shared.flush()
      return shared.waiting()
    },
    finish: () => shared.finish(),
  }
}

/** The choice with nothing in it that a thread could not be given. */
function choiceOf({ options, searchNamesUser }: OutputFormatParts): FormatChoice {
  const names = ['format', 'escape', 'extras', 'debug', 'passwdFile', 'groupFile'] as const
  const chosen = Object.fromEntries(names.map((name) => [name, options[name]])) as FormatChoice['options']
  return { options: chosen, searchNamesUser }
}

function alone(parts: OutputFormatParts): OutputFormat {
  const format = createFormat({ ...parts, sink: parts.output.sink })
  return {
    write: format.write,
    note: parts.note,
    flush() {
      format.flush()
      return undefined
    },
    finish: async () => format.flush(),
  }
}

/** Raw and default output cost less than handing events over; what has to be seen at once stays in one thread. */
function threadCount({ format, justOne, lineBuffered, debug, threads }: AusearchOptions): number {
  if (format === 'raw' || format === 'default' || justOne || lineBuffered || debug) return 0
  return threads ?? Math.min(availableParallelism() - 1, MAX_THREADS)
}
