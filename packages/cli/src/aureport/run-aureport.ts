/** ts-aureport: a command line to a report on standard output (spec 05 §1). */
import { readConfiguration } from '../config/configuration.ts'
import { readsConfiguredLogs } from '../input/select-input.ts'
import { answerText } from '../options/command-table.ts'
import { colourReport, wantsColour } from '../output/colour.ts'
import { Output } from '../output/output.ts'
import { terminalSafeJson } from '../output/terminal-json.ts'
import { type Destination, lineTransform, type OutputTransform } from '../output/terminal-output.ts'
import type { CommandEnvironment } from '../run/environment.ts'
import { isCompatible, isVersionQuestion } from '../run/notes.ts'
import { type LogSetting, runLog } from '../run/run-log.ts'
import { createSession, type Session, withAccountFiles } from '../run/session.ts'
import { parseAureport } from './command-line.ts'
import { openReport } from './open-report.ts'
import type { AureportOptions } from './options.ts'

/** The usage text is the reference's, and names none of these. */
const BEYOND_USAGE =
  '--bpf [view] is the history of BPF programs, --format csv, json or ndjson gives data, --color auto, always or never colours it, --serve is a page for a browser; all options: ts-aureport man | man -l - ; completions: ts-aureport completion bash'

/**
 * Runs the command.
 *
 * @returns the exit status (spec 05 §11)
 * @throws {OutputError} when standard output cannot be written
 */
export async function runAureport(environment: CommandEnvironment): Promise<number> {
  const output = new Output(environment.stdout)
  const session = createSession(environment)
  const commandLine = parseAureport(environment.tokens, session)
  if (commandLine.kind === 'exit') {
    environment.note(commandLine.stderr)
    const { hint } = commandLine
    const isTalking = !isCompatible(environment.variables) && !environment.tokens.includes('--no-notes')
    if (isTalking && hint !== undefined && 'line' in hint) environment.note(hint.line)
    if (isTalking && commandLine.status === 0) environment.note(answerNote(environment))
    output.sink.writeText(await answerText(commandLine))
    await output.end()
    return commandLine.status
  }
  const { options } = commandLine
  const configure = () =>
    readConfiguration({
      namedInput: options.inputPath !== undefined,
      mayBeMissing: !isCompatible(environment.variables) && !readsConfiguredLogs(options, environment.stdin),
      note: environment.note,
      notes: 'aureport',
    })
  if (options.serve !== undefined) {
    const { servePage } = await import('./serve/serve-page.ts')
    const isTalking = options.notes && !isCompatible(environment.variables)
    const remark = isTalking ? environment.note : () => {}
    return servePage(options, { environment, output, configuration: configure, remark })
  }
  return makeReport(options, { configuration: configure(), environment, session, output })
}

/** What the reference's answers to `--help` and `--version` leave out. */
function answerNote({ tokens, version }: Pick<CommandEnvironment, 'tokens' | 'version'>): string {
  if (tokens.includes('--help')) return `NOTE - ${BEYOND_USAGE}\n`
  return isVersionQuestion(tokens) && version !== undefined ? `NOTE - ts-aureport ${version}\n` : ''
}

/** Runs the command once its options are known. */
export async function makeReport(
  options: AureportOptions,
  {
    session,
    ...setting
  }: LogSetting & {
    readonly session: Session
    readonly environment: Pick<CommandEnvironment, 'tokens' | 'version'>
  },
): Promise<number> {
  const { output, environment } = setting
  output.transform = reportTransform(options, environment)
  if (options.bpf.view === 'diff') {
    const { runDiff } = await import('./bpf/diff-run.ts')
    return runDiff(options, { session, ...setting })
  }
  return runLog(
    options,
    setting,
    (note) => openReport(options, { session: withAccountFiles(session, options), output, note, environment }),
    () => 1,
  )
}

/** What reaches a terminal has no control characters that the escape mode leaves alone; files and pipes get every byte. */
function reportTransform(
  { escape: mode, format, colour }: AureportOptions,
  { isTerminal, stdout, variables }: Destination,
): OutputTransform | undefined {
  const toTerminal = isTerminal(stdout)
  if (toTerminal && (format === 'json' || format === 'ndjson')) return terminalSafeJson
  const coloured = format === undefined && wantsColour(colour, toTerminal, variables)
  return lineTransform(mode === 'tty' && toTerminal, coloured ? colourReport : undefined)
}
