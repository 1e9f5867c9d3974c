/** ts-ausearch: a command line to matching events on standard output (spec 01 §0). */
import { availableParallelism } from 'node:os'
import { factsOfFormat } from '@ts-audit/format/formats'
import type { EventInterest } from '@ts-audit/log'
import { readConfiguration } from '../config/configuration.ts'
import { readsConfiguredLogs } from '../input/select-input.ts'
import { answerText, type CommandLine } from '../options/command-table.ts'
import { Output } from '../output/output.ts'
import { outputTransform } from '../output/terminal-output.ts'
import { parseCommandLine } from '../run/command-line.ts'
import type { CommandEnvironment } from '../run/environment.ts'
import type { LogJob } from '../run/log-job.ts'
import { isCompatible, isVersionQuestion, skippedText } from '../run/notes.ts'
import { runLog } from '../run/run-log.ts'
import { createSession, type Session, withAccountFiles } from '../run/session.ts'
import type { CheckpointRun } from './checkpoint-run.ts'
import { criteriaRemarks } from './criteria-remarks.ts'
import { failureStatus, outputStatus, searchStatus, usageStatus } from './exit-status.ts'
import { createMatchSink } from './match-sink.ts'
import type { AusearchContext, AusearchOptions } from './options.ts'
import { isReferenceSearch } from './reference-search.ts'
import { ausearchTable } from './table.ts'

/** Output is handed on between chunks once this many bytes have gathered. */
const WRITE_BYTES = 1 << 19
/** To start a thread takes as long as to read a hundred megabytes; where threads are asked for, it is tried earlier. */
const SHARED_BYTES = 256 << 20
const ASKED_SHARED_BYTES = 8 << 20
const DAMAGED = 'NOTE - some of the input could not be read'
const SKIPPED_REMEDY =
  '--lenient searches what they have, --expr and -a with a whole id (SECONDS.MMM:SERIAL) find them'
const NO_CHECKPOINT = 'Warning - checkpointing other inputs than plain audit logs is not supported\n'

/**
 * Runs the command.
 *
 * @returns the exit status (spec 01 §9)
 * @throws {OutputError} when standard output cannot be written
 */
export async function runAusearch(environment: CommandEnvironment): Promise<number> {
  const output = new Output(environment.stdout)
  const session = createSession(environment)
  const context = await ausearchContext(session, environment.tokens)
  const commandLine = parseCommandLine(ausearchTable, environment.tokens, context)
  if (commandLine.kind === 'exit') {
    environment.note(commandLine.stderr)
    if (!isCompatible(environment.variables)) await noteAnswer(commandLine, environment)
    output.sink.writeText(await answerText(commandLine))
    await output.end()
    return usageStatus(commandLine.status, environment.tokens)
  }
  const { options } = commandLine
  output.transform = outputTransform(factsOfFormat(options.format), options, environment)
  output.failureStatus = outputStatus(options.strictExit)
  const configuration = readConfiguration({
    namedInput: options.inputPath !== undefined,
    mayBeMissing: !isCompatible(environment.variables) && !readsConfiguredLogs(options, environment.stdin),
    note: environment.note,
  })
  return runLog(
    options,
    { configuration, environment, output },
    (note) =>
      openSearch(inOneThread(options), withAccountFiles(session, options), { environment, output, note }),
    (failure) => failureStatus(failure, options.strictExit),
  )
}

/** What the options are checked with. Expressions are rare: what reads them is loaded where an argument may be one. */
async function ausearchContext(session: Session, tokens: readonly string[]): Promise<AusearchContext> {
  const { accounts, time } = session
  const { parseExpression } = tokens.includes('--expr')
    ? await import('@ts-audit/auparse/expression')
    : { parseExpression: noExpression }
  return {
    accounts,
    time,
    get host() {
      return session.host
    },
    parseExpression,
  }
}

function noExpression(text: string): never {
  throw new Error(`An expression that the command line does not have: ${text}`)
}

/** What is followed comes slowly, and has to be seen at once. */
function inOneThread(options: AusearchOptions): AusearchOptions {
  return options.follow === true || options.position !== undefined ? { ...options, threads: 0 } : options
}

/** What helps with a mistake on the command line, and what is compatible with the version that is printed. */
async function noteAnswer(
  { hint, status, uses = [] }: CommandLine<never> & { readonly kind: 'exit' },
  { note, stdin, tokens, version }: CommandEnvironment,
): Promise<void> {
  if (tokens.includes('--no-notes')) return
  if (status === 0 && isVersionQuestion(tokens) && version !== undefined)
    note(`NOTE - ts-ausearch ${version}\n`)
  if (hint === undefined) return
  if ('line' in hint) {
    note(hint.line)
    return
  }
  const { accountHint } = await import('./account-hint.ts')
  const line = accountHint(hint.account, hint.option, uses, stdin)
  if (line !== undefined) note(line)
}

/** @throws {RunError} when the checkpoint file cannot be used */
async function openCheckpoint(options: AusearchOptions): Promise<CheckpointRun | undefined> {
  if (options.checkpoint === undefined) return undefined
  const checkpoints = await import('./checkpoint-run.ts')
  return new checkpoints.CheckpointRun(options.checkpoint, options)
}

/** Whether most events of a log may be expected not to be of interest. */
function isSelective(interest: EventInterest | undefined): boolean {
  if (interest === undefined) return false
  const { serial, types, texts = [], fields = [] } = interest
  return serial !== undefined || types !== undefined || texts.length > 0 || fields.length > 0
}

/** See {@link LogJob.sharedFrom}. What stops early reads no further than it must. */
function sharedFrom({ threads, justOne, lineBuffered, debug }: AusearchOptions): number | undefined {
  if (justOne || lineBuffered || debug) return undefined
  if (threads === undefined) return availableParallelism() > 1 ? SHARED_BYTES : undefined
  return threads > 0 ? ASKED_SHARED_BYTES : undefined
}

/** @throws {RunError} when the checkpoint file cannot be used */
async function openSearch(
  options: AusearchOptions,
  session: Session,
  {
    environment: { isTerminal, stdout, threadScript, variables },
    output,
    note,
  }: {
    readonly environment: CommandEnvironment
    readonly output: Output
    readonly note: (text: string) => void
  },
): Promise<LogJob> {
  const checkpoint = await openCheckpoint(options)
  const matches = await createMatchSink(options, session, output, note, checkpoint, threadScript)
  return {
    sink: matches.take,
    interest: matches.interest,
    passed: matches.passed,
    sharedFrom:
      checkpoint === undefined && matches.passed === undefined && isSelective(matches.interest)
        ? sharedFrom(options)
        : undefined,
    choice: isReferenceSearch(options) ? 'compatible' : 'auto',
    note: matches.note,
    // A strict exit status counts every line that could not be read.
    skipsOutsideWindow: matches.skipsOutsideWindow && !options.strictExit && !options.debug,
    keepsPlaces: factsOfFormat(options.format).isJson,
    reading: matches.reading,
    startFile: matches.startFile,
    flush: matches.flush,
    writeBytes: options.lineBuffered || isTerminal(stdout) ? 1 : WRITE_BYTES,
    silentPipe: 'deliver',
    keepIncomplete: checkpoint !== undefined,
    narrow: (input) =>
      checkpoint?.narrow(input, options.notes && !isCompatible(variables) ? note : () => {}) ?? input,
    remarks: () => [
      ...criteriaRemarks(options, matches),
      ...[skippedText(matches.skipped, 'skipped', SKIPPED_REMEDY)].filter((line) => line !== undefined),
    ],
    async end({ lastFile, damaged, counters, reader, notes }) {
      await matches.finish(damaged ? [...notes, DAMAGED] : notes)
      if (matches.failure !== undefined) throw matches.failure
      if (checkpoint !== undefined) {
        // What could not be shown must be found again.
        await output.end()
        if (lastFile !== undefined && reader.choice === 'any') note(NO_CHECKPOINT)
        else checkpoint.save(lastFile, note)
      }
      if (matches.shown === 0 && factsOfFormat(options.format).saysNoMatches) note('<no matches>\n')
      const damagedLines = reader.report.sources.reduce(
        (sum, { unread }) => sum + (unread.get('malformed') ?? 0),
        0,
      )
      const unused = { damaged, counters, damagedLines, skippedEvents: matches.skipped.count }
      return searchStatus(matches.shown > 0, unused, options.strictExit)
    },
  }
}
