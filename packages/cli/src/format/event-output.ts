/** The output format of a run: in this thread alone, or shared with others where that pays. */
import { availableParallelism } from 'node:os'
import type { EventFormat, EventOrigin } from '@ts-audit/format'
import { type FormatMaker, factsOfFormat, loadFormat } from '@ts-audit/format/formats'
import type { LogEvent } from '@ts-audit/log'
import type { Output } from '../output/output.ts'
import type { Session } from '../run/session.ts'
import { createFormat, type FormatChoice, type FormatOptions } from './create-format.ts'

/** More threads than this would only wait for the one that reads. */
const MAX_THREADS = 3

/** The options that decide how output is made, and in how many threads. */
export interface OutputOptions extends FormatOptions {
  readonly justOne: boolean
  readonly lineBuffered: boolean
  /** `--threads`: how many threads besides the main one may format events; undefined for as many as there is use for. */
  readonly threads?: number
}

/** What the output is made from. */
export interface OutputParts {
  readonly options: OutputOptions
  readonly session: Session
  readonly output: Output
  readonly searchNamesUser: boolean
  /** Takes a text for stderr, newline included. */
  readonly note: (text: string) => void
  readonly threadScript: URL | undefined
}

/** Where matching events go, and how the output is completed. */
export interface EventOutput {
  readonly write: (event: LogEvent, origin?: EventOrigin) => void
  /** Takes the lines of events that nobody has looked at; undefined for all output but raw. */
  readonly takeLines: EventFormat['takeLines']
  /** Takes a text for stderr that belongs after those of the events written so far. */
  readonly note: (text: string) => void
  /** To be called between chunks; gives what to wait for, if anything. */
  readonly flush: () => Promise<void> | undefined
  /** Completes all output; `notes` say what was not read, for a format that tells. */
  readonly finish: (notes: readonly string[]) => Promise<void>
}

/** The format that the options ask for. */
export async function createEventOutput(parts: OutputParts): Promise<EventOutput> {
  const { options, output, threadScript, note } = parts
  const count = threadCount(options)
  const make = await loadFormat(options.format)
  if (threadScript === undefined || count === 0) return alone(make, parts)
  const choice = choiceOf(parts)
  const [{ FormatThreads }, { ParallelFormat }] = await Promise.all([
    import('./format-threads.ts'),
    import('./parallel-format.ts'),
  ])
  const shared = new ParallelFormat({
    createFormat: (sink, localNote) => createFormat(make, { ...parts, sink, note: localNote }),
    startThreads: () => new FormatThreads(threadScript, choice, count),
    sink: output.sink,
    note,
  })
  return {
    write: (event, origin) => shared.write(event, origin),
    takeLines: undefined,
    note: (text) => shared.note(text),
    flush() {
      shared.flush()
      return shared.waiting()
    },
    finish: (notes) => shared.finish(notes),
  }
}

/** The choice with nothing in it that a thread could not be given. */
function choiceOf({ options, searchNamesUser }: OutputParts): FormatChoice {
  const { format, escape: mode, extras, json, rfc4180, debug, passwdFile, groupFile } = options
  const files = {
    ...(passwdFile !== undefined && { passwdFile }),
    ...(groupFile !== undefined && { groupFile }),
  }
  return { options: { format, escape: mode, extras, json, rfc4180, debug, ...files }, searchNamesUser }
}

function alone(make: FormatMaker, parts: OutputParts): EventOutput {
  const format = createFormat(make, { ...parts, sink: parts.output.sink })
  return {
    write: format.write,
    takeLines: format.takeLines,
    note: parts.note,
    flush() {
      format.flush()
      return undefined
    },
    async finish(notes) {
      format.flush()
      format.end?.(notes)
    },
  }
}

/** What has to be seen at once stays in one thread. */
function threadCount({ format, justOne, lineBuffered, debug, threads }: OutputOptions): number {
  if (!factsOfFormat(format).inThreads || justOne || lineBuffered || debug) return 0
  return threads ?? Math.min(availableParallelism() - 1, MAX_THREADS)
}
