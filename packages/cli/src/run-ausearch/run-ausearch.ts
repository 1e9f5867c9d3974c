/** ts-ausearch: a command line to matching events on standard output (spec 01 §0). */
import { compileCriteria } from '@ts-audit/ausearch'
import { type LogEvent, LogReader } from '@ts-audit/log'
import type { AusearchOptions } from '../ausearch/options.ts'
import { ausearchTable } from '../ausearch/table.ts'
import { readConfiguration } from '../config/configuration.ts'
import type { CommandEnvironment } from '../environment.ts'
import { parseCommandLine } from '../options/parse.ts'
import { Output } from '../output/output.ts'
import { createSession, type Session } from '../session.ts'
import { createFormat } from './create-format.ts'
import { InputError, readInput } from './read-input.ts'
import { selectInput } from './select-input.ts'

/** Output is handed on between chunks once this many bytes have gathered. */
const WRITE_BYTES = 1 << 16

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
    return commandLine.status
  }
  return search(commandLine.options, session, environment, output)
}

async function search(
  options: AusearchOptions,
  session: Session,
  environment: CommandEnvironment,
  output: Output,
): Promise<number> {
  const { note } = environment
  const configuration = readConfiguration({ namedInput: options.inputPath !== undefined, note })
  const matcher = compileCriteria(options.criteria, {
    accounts: session.accounts,
    interpretsSyscalls: options.format !== 'raw' && options.format !== 'default',
    interfaceName: session.interfaceName,
    debug: options.debug,
    write: note,
  })
  const format = createFormat({
    options,
    session,
    sink: output.sink,
    searchNamesUser: matcher.namesUser,
    note: (line) => note(`${line}\n`),
  })
  let matches = 0
  const reader = new LogReader({
    sink(event: LogEvent): boolean {
      if (!matcher.matches(event)) return true
      matches++
      format.write(event)
      return !options.justOne
    },
    start: options.criteria.start,
    end: options.criteria.end,
    eventTimeout: Number(options.eoeTimeout ?? configuration.eventTimeout),
    onBadStamp: (stamp) => note(`Error extracting time stamp (${stamp})\n`),
  })
  const handOn = (): Promise<void> | undefined => {
    format.flush()
    return output.sink.length >= WRITE_BYTES || options.lineBuffered ? output.advance() : undefined
  }
  let failed = false
  try {
    const input = selectInput(options, configuration, environment)
    await readInput(input, reader, {
      afterChunk: handOn,
      keepIncomplete: false,
      start: options.criteria.start,
      note,
    })
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    note(error.text)
    failed = true
  }
  format.flush()
  await output.end()
  if (failed) return 1
  if (matches > 0) return 0
  if (options.format !== 'raw') note('<no matches>\n')
  return 1
}
