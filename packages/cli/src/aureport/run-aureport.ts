/** ts-aureport: a command line to a report on standard output (spec 05 §1). */
import { readConfiguration } from '../config/configuration.ts'
import { Output } from '../output/output.ts'
import type { CommandEnvironment } from '../run/environment.ts'
import { createSession } from '../run/session.ts'
import { parseAureport } from './command-line.ts'
import { makeReport } from './open-report.ts'

/**
 * Runs the command.
 *
 * @returns the exit status (spec 05 §11)
 * @throws {OutputError} when standard output cannot be written
 */
export async function runAureport(environment: CommandEnvironment): Promise<number> {
  const { note } = environment
  const output = new Output(environment.stdout)
  const session = createSession(environment)
  const commandLine = parseAureport(environment.tokens, session)
  if (commandLine.kind === 'exit') {
    note(commandLine.stderr)
    output.sink.writeText(commandLine.stdout)
    await output.end()
    return commandLine.status
  }
  const { options } = commandLine
  const namedInput = options.inputPath !== undefined
  const configuration = readConfiguration({ namedInput, note, notes: 'aureport' })
  return makeReport(options, { configuration, environment, session, output })
}
