/** ts-ausearch: a command line to matching events on standard output (spec 01 §0). */
import { LogReader } from '@ts-audit/log'
import { readConfiguration } from '../config/configuration.ts'
import { readInput } from '../input/read-input.ts'
import { selectInput } from '../input/select-input.ts'
import { Output } from '../output/output.ts'
import { createProgress, noProgress, type Progress } from '../output/progress.ts'
import { outputTransform } from '../output/terminal-output.ts'
import { parseCommandLine } from '../run/command-line.ts'
import type { CommandEnvironment } from '../run/environment.ts'
import { checkMemory } from '../run/memory-check.ts'
import { RunError } from '../run/run-error.ts'
import { createSession, type Session, withAccountFiles } from '../run/session.ts'
import { CheckpointRun } from './checkpoint-run.ts'
import { failureStatus, outputStatus, searchStatus, usageStatus } from './exit-status.ts'
import { createMatchSink } from './match-sink.ts'
import type { AusearchOptions } from './options.ts'
import { ausearchTable } from './table.ts'

/** Output is handed on between chunks once this many bytes have gathered. */
const WRITE_BYTES = 1 << 19
const STDERR = 2

/**
 * Runs the command.
 *
 * @returns the exit status (spec 01 §9)
 * @throws {OutputError} when standard output cannot be written
 */
export async function runAusearch(environment: CommandEnvironment): Promise<number> {
  const output = new Output(environment.stdout)
  const session = createSession(environment)
  const commandLine = parseCommandLine(ausearchTable, environment.tokens, session)
  if (commandLine.kind === 'exit') {
    environment.note(commandLine.stderr)
    output.sink.writeText(commandLine.stdout)
    await output.end()
    return usageStatus(commandLine.status, environment.tokens)
  }
  const { options } = commandLine
  output.transform = outputTransform(options, environment)
  output.failureStatus = outputStatus(options.strictExit)
  return search(options, withAccountFiles(session, options), environment, output)
}

async function search(
  options: AusearchOptions,
  session: Session,
  environment: CommandEnvironment,
  output: Output,
): Promise<number> {
  const { progress, announce } = createProgressFor(options, environment)
  const note = (text: string): void => {
    progress().erase()
    environment.note(text)
  }
  const configuration = readConfiguration({ namedInput: options.inputPath !== undefined, note })
  try {
    const checkpoint =
      options.checkpoint === undefined ? undefined : new CheckpointRun(options.checkpoint, options)
    const sink = createMatchSink(options, session, output, note, checkpoint, environment.threadScript)
    const reader = new LogReader({
      sink: sink.take,
      start: options.criteria.start,
      end: options.criteria.end,
      eventTimeout: Number(options.eoeTimeout ?? configuration.eventTimeout),
      onBadStamp: (stamp) => sink.note(`Error extracting time stamp (${stamp})\n`),
    })
    const toTerminal = environment.isTerminal(environment.stdout)
    const atOnce = options.lineBuffered || toTerminal
    const afterChunk = (): Promise<void> | undefined => {
      checkMemory(reader)
      const waiting = sink.flush()
      const isReady = waiting !== undefined || output.sink.length >= (atOnce ? 1 : WRITE_BYTES)
      // Output on the same terminal takes the place of the line; beside a file or a pipe it stays.
      if (isReady && toTerminal) progress().erase()
      else progress().at(reader.bytesRead)
      if (waiting !== undefined) return waiting.then(() => output.advance())
      return isReady ? output.advance() : undefined
    }
    const chosen = selectInput(options, configuration, environment)
    const input = checkpoint === undefined ? chosen : checkpoint.narrow(chosen)
    const keepIncomplete = checkpoint !== undefined
    const { lastFile, damaged } = await readInput(input, reader, {
      afterChunk,
      keepIncomplete,
      start: options.criteria.start,
      announce,
      note: sink.note,
    })
    await sink.finish()
    progress().erase()
    if (sink.failure !== undefined) throw sink.failure
    if (checkpoint !== undefined) {
      // What could not be shown must be found again.
      await output.end()
      checkpoint.save(lastFile, note)
    }
    if (sink.shown === 0 && options.format !== 'raw') note('<no matches>\n')
    return searchStatus(sink.shown > 0, reader.counters.malformed, damaged, options.strictExit)
  } catch (error) {
    if (!(error instanceof RunError)) throw error
    note(error.text)
    return failureStatus(error, options.strictExit)
  } finally {
    await output.end()
  }
}

/** Progress that is known once the size of the input is. */
function createProgressFor(
  options: AusearchOptions,
  environment: CommandEnvironment,
): { progress: () => Progress; announce: (bytes: number | undefined) => void } {
  let progress = noProgress
  return {
    progress: () => progress,
    announce(bytes) {
      if (options.progress && environment.isTerminal(STDERR))
        progress = createProgress(bytes, environment.showProgress ?? environment.note)
    },
  }
}
