/** ts-aubpfd: from records as they come to lines about programs, with what the kernel says of them. */
import type { Finding } from '@ts-audit/bpf'
import { readConfiguration } from '../config/configuration.ts'
import { answerText } from '../options/command-table.ts'
import { fileName } from '../output/system-text.ts'
import { parseCommandLine } from '../run/command-line.ts'
import type { CommandEnvironment } from '../run/environment.ts'
import { Asker } from './asker.ts'
import { startAskingWorker } from './asking-worker.ts'
import { install, installationProblems } from './installation.ts'
import { LineWriter } from './line-writer.ts'
import { type AubpfdOptions, aubpfdTable } from './options.ts'
import { type LoadedProgram, ProgramWatch, utf8 } from './program-watch.ts'
import { loadedRules, ruleProblems } from './rule-problems.ts'
import { currentBoot, readState, writeState } from './saved-state.ts'
import { readSource, type Source } from './sources.ts'

/** Milliseconds that are left after the end of the input: auditd waits less. */
const LAST_MILLISECONDS = 300
/** The state is written so long after a change, in milliseconds. */
const STATE_DELAY = 1000
const SCHEMA = 'ts-aubpfd/1'

/**
 * Runs the command.
 *
 * @param scriptUrl its script, beside which koffi is looked for
 * @param askingScript the script of the thread that asks
 * @returns the exit status
 */
export async function runAubpfd(
  environment: CommandEnvironment,
  scriptUrl: string,
  askingScript: URL,
): Promise<number> {
  const [word = '', ...rest] = environment.tokens
  const action = word === 'run' || word === 'install' || word === 'check' ? word : undefined
  const line = parseCommandLine(aubpfdTable, action === undefined ? environment.tokens : rest, undefined)
  const print = (text: string): void => {
    process.stdout.write(Buffer.from(text, 'latin1'))
  }
  if (line.kind === 'exit') {
    environment.note(line.stderr)
    const text = await answerText(line)
    await new Promise<void>((resolve) => {
      process.stdout.write(Buffer.from(text, 'latin1'), () => resolve())
    })
    return line.status
  }
  const { options } = line
  if (action === 'install') {
    install(fileName(options.plugin), scriptUrl, options.jit)
    print(`${options.plugin} is written; tell auditd with: kill -HUP $(pidof auditd)\n`)
    return 0
  }
  if (action === 'check') return check(options, scriptUrl, print)
  return watch(options, environment, scriptUrl, askingScript)
}

function check(options: AubpfdOptions, scriptUrl: string, print: (text: string) => void): number {
  const asker = new Asker({ ...options, iterator: fileName(options.iterator), scriptUrl, onProcess() {} })
  const open = [...asker.problems].filter(([, problem]) => problem === undefined).map(([way]) => way)
  for (const [way, problem] of asker.problems) print(`${way}: ${problem ?? 'open'}\n`)
  const problems = installationProblems(fileName(options.plugin), scriptUrl)
  for (const problem of problems) print(`${problem}\n`)
  const rules = loadedRules()
  if (rules === undefined)
    print(
      'The rules of the kernel could not be listed (auditctl -l): whether they hide loads is not known.\n',
    )
  const hidden = ruleProblems(rules ?? [])
  for (const problem of hidden) print(`rule ${problem}\n`)
  if (!open.includes('bpf'))
    print('Without bpf(2) most programs that live for a moment are gone before they are asked about.\n')
  if (problems.length === 0) print(`${options.plugin}: in order\n`)
  return problems.length === 0 && hidden.length === 0 && open.includes('bpf') ? 0 : 1
}

async function watch(
  options: AubpfdOptions,
  environment: CommandEnvironment,
  scriptUrl: string,
  askingScript: URL,
): Promise<number> {
  const stop = new AbortController()
  const ownPids = new Set([process.pid])
  const boot = currentBoot()
  const stateFile = fileName(options.state)
  const before = readState(stateFile, boot)
  for (const pid of before.pids) ownPids.add(pid)
  const say = (text: string): void => environment.note(`ts-aubpfd: ${text}\n`)
  const target = { mostBytes: options.mostBytes === 0 ? undefined : options.mostBytes, kept: options.kept }
  const output = new LineWriter({ ...target, path: fileName(options.output) }, (code) =>
    say(`${options.output}: ${code}`),
  )
  const alerts =
    options.alerts === undefined
      ? undefined
      : new LineWriter({ ...target, path: fileName(options.alerts) }, (code) =>
          say(`${options.alerts}: ${code}`),
        )
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort())
  process.on('SIGHUP', () => {
    output.reopen()
    alerts?.reopen()
  })
  const asker = new Asker({
    ...options,
    iterator: fileName(options.iterator),
    scriptUrl,
    onProcess: (pid) => ownPids.add(pid),
  })
  const notice = (text: string): void => output.add({ event: 'notice', time: Date.now(), text })
  const asking =
    asker.problems.get('bpf') === undefined ? startAskingWorker(askingScript, scriptUrl, notice) : undefined
  const ways = Object.fromEntries([...asker.problems].map(([way, problem]) => [way, problem ?? 'open']))
  const loaded = stillLoaded(before.loaded, asker, (line) => output.add(line))
  let isChanged = true
  const program = new ProgramWatch({
    askNow: (progId, loadedAt) => asker.askNow(progId, loadedAt),
    heard: asking?.heard,
    askLater: (progId, loader, take) => asker.askLater(progId, loader, take),
    uses: () => asker.uses(),
    onLine(line) {
      isChanged = true
      output.add(line)
    },
    onFinding: alerts === undefined ? undefined : (finding) => alerts.add(alertOf(finding)),
    ownPids,
    loaded,
    now: Date.now,
  })
  const save = (): void => {
    if (!isChanged) return
    isChanged = false
    try {
      writeState(stateFile, { boot, loaded: program.loaded, pids: [...ownPids] })
    } catch (error) {
      say(`${options.state}: ${(error as NodeJS.ErrnoException).code}`)
    }
  }
  save()
  const saving = setInterval(save, STATE_DELAY)
  const reading = readSource(sourceOf(options, environment), stop.signal, {
    onBytes: (bytes) => program.push(bytes),
    onSilent: () => program.flush(),
    onNotice: notice,
  })
  // Said once the source is open: what is logged from then on is seen.
  output.add({ schema: SCHEMA, event: 'start', time: Date.now(), pid: process.pid, boot, ways })
  await reading
  clearInterval(saving)
  program.end()
  const { user, system } = process.cpuUsage()
  output.add({
    event: 'stop',
    time: Date.now(),
    counts: { ...program.counts, missingSerials: program.missing, notAskedForLack: asker.dropped },
    cpuMs: Math.round((user + system) / 1000),
    memoryBytes: process.memoryUsage.rss(),
  })
  isChanged = true
  save()
  await output.end(LAST_MILLISECONDS)
  await alerts?.end(LAST_MILLISECONDS)
  await asking?.end()
  return 0
}

/** A finding as it happens, in the words of the report. */
function alertOf(finding: Finding): object {
  return { schema: SCHEMA, time: Date.now(), ...utf8(finding) }
}

function sourceOf(options: AubpfdOptions, environment: CommandEnvironment): Source {
  if (options.socket !== undefined) return { kind: 'socket', path: fileName(options.socket) }
  if (options.follow === undefined) return { kind: 'stdin' }
  if (options.follow !== '') return { kind: 'follow', base: fileName(options.follow) }
  return { kind: 'follow', base: readConfiguration({ namedInput: false, note: environment.note }).logFile }
}

/** What is loaded at the start: programs that an earlier life knew, and those that were there before anybody watched. */
function stillLoaded(
  known: readonly LoadedProgram[],
  asker: Asker,
  onLine: (line: object) => void,
): readonly LoadedProgram[] {
  const present = asker.present()
  if (present === undefined) return known
  const ids = new Set(present)
  const kept: LoadedProgram[] = []
  for (const program of known) {
    if (ids.delete(program.progId)) kept.push(program)
    else onLine({ event: 'ended-unseen', time: Date.now(), ...program })
  }
  const uses = ids.size === 0 ? undefined : asker.uses()
  for (const progId of ids) {
    const answer = asker.askNow(progId, undefined)
    if (answer?.answer !== 'found') continue
    const kernel = { ...answer, ...uses?.get(progId) }
    const program = { progId, ...(kernel.loadedAt !== undefined && { time: kernel.loadedAt }), kernel }
    kept.push(program)
    onLine({ event: 'present', ...program, time: Date.now() })
  }
  return kept
}
