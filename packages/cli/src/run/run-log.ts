/** The one loop of both commands: the input through a reader into a job, with progress, back-pressure and an exit status. */
import { type InputChoice, type InputReader, inputNotes, PlainReader } from '@ts-audit/inputs'
import type { LogCounters } from '@ts-audit/log'
import type { Configuration } from '../config/configuration.ts'
import type { FollowedInput, FollowSetting } from '../input/follow-input.ts'
import { InputError } from '../input/input-error.ts'
import { type ReadInputOptions, readInput } from '../input/read-input.ts'
import type { RunReader } from '../input/run-reader.ts'
import { selectInput, selectInputs } from '../input/select-input.ts'
import type { InputSettings, TerminalSettings } from '../options/shared-options.ts'
import type { Output } from '../output/output.ts'
import { createProgress, noProgress } from '../output/progress.ts'
import type { CommandEnvironment } from './environment.ts'
import type { LogJob } from './log-job.ts'
import { MemoryCheck } from './memory-check.ts'
import { INPUT_LOGS, isCompatible, nulText } from './notes.ts'
import { Once } from './once.ts'
import { RunError } from './run-error.ts'

const STDERR = 2

/** The options of a run that do not depend on the command. */
export interface LogOptions
  extends Readonly<InputSettings>,
    Readonly<Pick<TerminalSettings, 'progress' | 'notes'>> {
  /** Seconds since 1970, both included. */
  readonly start?: number
  readonly end?: number
}

/** What a run has around it. */
export interface LogSetting {
  readonly configuration: Configuration
  readonly environment: Pick<
    CommandEnvironment,
    'note' | 'showProgress' | 'stdin' | 'stdout' | 'isTerminal' | 'variables' | 'interrupted' | 'threadScript'
  >
  readonly output: Output
}

/**
 * Opens a job and runs the log through it. `open` is given where texts for stderr go; `statusOf` is asked for the exit
 * status of a run that cannot go on, after its message is written.
 *
 * @returns the exit status
 * @throws {OutputError} when standard output cannot be written
 */
export async function runLog(
  options: LogOptions,
  { configuration, environment, output }: LogSetting,
  open: (note: (text: string) => void) => LogJob | Promise<LogJob>,
  statusOf: (failure: RunError | InputError) => number,
): Promise<number> {
  let progress = noProgress
  const writeNote = (text: string): void => {
    progress.erase()
    environment.note(text)
  }
  try {
    const job = await open(writeNote)
    const note = job.note ?? writeNote
    const isTalking = options.notes && !isCompatible(environment.variables)
    const remark = isTalking ? note : () => {}
    const eventTimeout = Number(options.eoeTimeout ?? configuration.eventTimeout)
    const followed = await openFollowed(options, { configuration, environment, output }, eventTimeout)
    if (followed?.isResumed === true) output.sink.length = 0
    const skipsOutside = job.skipsOutsideWindow === true && !isCompatible(environment.variables)
    let reader: RunReader | undefined
    let bytesRead = (): number => 0
    const events = new Once(followed?.sink(job.sink) ?? job.sink)
    const badStamps = new Once((stamp: string) => note(`Error extracting time stamp (${stamp})\n`))
    const readerOptions = {
      sink: events.take,
      // A position goes by all events.
      interest: followed === undefined ? job.interest : undefined,
      start: options.start,
      end: options.end,
      passesOutside: skipsOutside,
      eventTimeout,
      onBadStamp: badStamps.take,
      syslogTags: options.syslogTags,
    }
    const createInputReader = async (choice: InputChoice): Promise<InputReader> => {
      const { chosenForms, InputReader: Reader } = await import('@ts-audit/inputs')
      const created = new Reader({
        ...readerOptions,
        choice,
        forms: chosenForms(options.inputFormat, choice).forms,
        hostAsNode: options.hostAsNode,
        onMissing: job.onMissing,
        onMalformed: job.onMalformed,
        keepsPlaces: job.keepsPlaces === true || followed?.keepsPlaces === true,
      })
      job.reading?.(created)
      reader = created
      return created
    }
    const asksForLines =
      job.keepsPlaces === true || job.reading !== undefined || job.onMalformed !== undefined
    const createReader = async (choice: InputChoice): Promise<RunReader> => {
      if (asksForLines || (choice !== 'audit' && choice !== 'compatible')) return createInputReader(choice)
      reader = new PlainReader({
        ...readerOptions,
        passed: followed === undefined ? job.passed : undefined,
        choice,
      })
      return reader
    }
    const toTerminal = environment.isTerminal(environment.stdout)
    const memory = new MemoryCheck()
    const afterChunk = (): Promise<void> | undefined => {
      if (reader !== undefined) memory.look(reader)
      const waiting = bothOf(reader?.catchUp?.(), job.flush?.())
      // Where a position is kept output is written together with it.
      const isReady =
        waiting !== undefined || (followed?.keepsPlaces !== true && output.sink.length >= job.writeBytes)
      // Output on the same terminal takes the place of the line; beside a file or a pipe it stays.
      if (isReady && toTerminal) progress.erase()
      else progress.at(bytesRead())
      if (waiting !== undefined) return waiting.then(() => output.advance())
      return isReady ? output.advance() : undefined
    }
    const readAhead: ReadInputOptions['readAhead'] = (reading, descriptors, bytes) => {
      const script = environment.threadScript
      if (script === undefined || bytes < (job.sharedFrom ?? Number.POSITIVE_INFINITY)) return undefined
      if (!(reading instanceof PlainReader) || followed !== undefined) return undefined
      const { choice } = reading
      const { sink, interest, start, end, passesOutside, syslogTags } = readerOptions
      const settings = { choice, interest, start, end, passesOutside, eventTimeout, syslogTags }
      const parts = { descriptors, reader: reading, settings, sink, script, afterChunk }
      return import('../input/ahead/ahead-reading.ts').then(({ AheadReading }) => new AheadReading(parts))
    }
    // The reference reads the last.
    const select = isCompatible(environment.variables) ? selectInput : selectInputs
    const chosen = select(options, configuration, { ...environment, note: writeNote })
    const read: typeof readInput =
      chosen.kind === 'stdin' || followed === undefined
        ? readInput
        : (_, settings) => followed.read(chosen, { ...settings, createReader: createInputReader })
    const result = await read(chosen, {
      ...job,
      choice: choiceOf(options.inputFormat, job.choice),
      createReader,
      readAhead,
      onAgain() {
        events.again()
        badStamps.again()
      },
      afterChunk,
      note,
      remark,
      silenceText:
        options.inputPath === undefined
          ? `NOTE - waiting for a log from standard input, which is a pipe: ${INPUT_LOGS}\n`
          : undefined,
      start: options.start,
      windowStart: skipsOutside ? options.start : undefined,
      keepIncomplete: job.keepIncomplete ?? false,
      announce(total, soFar) {
        bytesRead = soFar
        if (options.progress && environment.isTerminal(STDERR))
          progress = createProgress(total, environment.showProgress ?? environment.note)
      },
    })
    const { counters, report } = result.reader
    const isSilent = chosen.kind === 'stdin' && options.inputPath === undefined && !result.wasSilent
    const notes = inputNotes(report, {
      records: counters.records + counters.outsideWindow,
      malformed: malformedLines(counters),
      cutLines: counters.cutLines,
      cutRecords: counters.cutRecords,
      readEverything: '--input-format any',
      withoutRecords: isSilent ? `standard input, a pipe, was read as the log: ${INPUT_LOGS}` : undefined,
    })
    for (const line of notes) remark(`${line}\n`)
    const status = await job.end({ ...result, counters, notes })
    const remarks = [nulText(result), ...(job.remarks?.() ?? [])].filter((line) => line !== undefined)
    if (isTalking && remarks.length > 0) {
      await output.end()
      for (const line of remarks) writeNote(`NOTE - ${line}\n`)
    }
    progress.erase()
    return status
  } catch (error) {
    if (!(error instanceof RunError || error instanceof InputError)) throw error
    writeNote(error.text)
    const isTalking = options.notes && !isCompatible(environment.variables)
    if (isTalking && error instanceof InputError && error.hint !== undefined) writeNote(error.hint)
    return statusOf(error)
  } finally {
    progress.erase()
    await output.end()
  }
}

/** What is read, in forms that a word of `--input-format` names. */
function choiceOf(word: string | undefined, fallback: InputChoice): InputChoice {
  if (word === undefined) return fallback
  return word === 'audit' ? 'audit' : 'any'
}

/** What to wait for, if anything. */
function bothOf(one: Promise<void> | undefined, other: Promise<void> | undefined): Promise<void> | undefined {
  if (one === undefined || other === undefined) return one ?? other
  return Promise.all([one, other]).then(() => {})
}

/** What follows a log: loaded only when it is wanted. */
async function openFollowed(
  { follow = false, position }: LogOptions,
  { environment, output }: LogSetting,
  eventTimeout: number,
): Promise<FollowedInput | undefined> {
  if (!follow && position === undefined) return undefined
  const { FollowedInput: Followed } = await import('../input/follow-input.ts')
  const setting: FollowSetting = {
    waits: follow,
    positionPath: position,
    signal: follow ? environment.interrupted?.() : undefined,
    eventTimeout,
    output,
    stdout: environment.stdout,
  }
  return new Followed(setting)
}

/** A bad stamp has been told, each with a message of its own. */
function malformedLines({ malformed: { noType, noMessage, noStamp } }: LogCounters): number {
  return noType + noMessage + noStamp
}
