/** ts-aufleet: imports logs into a store, and asks it. */
import { terminalSafe } from '@ts-audit/auparse'
import { type CommandEnvironment, answerText as lineText, parseCommandLine } from '@ts-audit/cli'
import {
  ANSWER_FORMATS,
  type AnswerFormat,
  answerText,
  type ImportOptions,
  isReportName,
  openStore,
  type QueryAnswer,
  renderReport,
  reportFormats,
  reportNames,
  type Store,
  StoreError,
  schemaText,
} from '@ts-audit/fleet'
import { type FoundLog, findLogs, followedPath } from './find-logs.ts'
import { type AufleetOptions, aufleetTable, divideWords, type Format } from './options.ts'

const STDERR = 2
const USED_WRONGLY = 1
const PARTLY_READ = 2
/** Milliseconds between two lines of progress. */
const INTERVAL = 200
const ERASE = '\r\x1b[K'

/** Runs the command; gives its exit status. */
export async function runAufleet(environment: CommandEnvironment): Promise<number> {
  const [action = ''] = environment.tokens
  const run = actions.get(action)
  const { words, rest } = divideWords(run === undefined ? environment.tokens : environment.tokens.slice(1))
  const isDocument = action === 'man' || action === 'completion'
  const line = parseCommandLine(
    aufleetTable,
    run === undefined && isDocument ? environment.tokens : rest,
    undefined,
  )
  if (line.kind === 'exit') {
    environment.note(line.stderr)
    await print(Buffer.from(await lineText(line), 'latin1'))
    return line.status
  }
  if (run === undefined) {
    const known = [...actions.keys()].join(', ')
    environment.note(`ts-aufleet: what is to be done? One of ${known}; --help says more\n`)
    return USED_WRONGLY
  }
  try {
    return await run(words.map(given), line.options, environment)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    environment.note(latin1(`ts-aufleet: ${error.message.split('\n')[0]}\n`))
    return USED_WRONGLY
  }
}

type Action = (
  words: readonly string[],
  options: AufleetOptions,
  environment: CommandEnvironment,
) => Promise<number>

const actions: ReadonlyMap<string, Action> = new Map([
  ['import', importLogs],
  ['report', report],
  ['query', query],
  ['schema', schema],
  ['export', exportEvents],
])

async function importLogs(
  words: readonly string[],
  options: AufleetOptions,
  environment: CommandEnvironment,
): Promise<number> {
  const host = options.host === undefined ? undefined : given(options.host)
  if (options.follow) return followLog(words, host, options, environment)
  const logs: FoundLog[] = []
  let missing = 0
  for (const word of words.length === 0 ? ['/var/log/audit'] : words) {
    try {
      logs.push(...(await findLogs(word, host)))
    } catch (error) {
      missing++
      environment.note(latin1(`ts-aufleet: ${error instanceof Error ? error.message : String(error)}\n`))
    }
  }
  if (logs.length === 0) return USED_WRONGLY
  const store = await openStore(given(options.store))
  const line = new ProgressLine(logs, options.progress && environment.isTerminal(STDERR), environment)
  try {
    const result = await store.import(
      logs.map(({ source }) => source),
      importOptions(options, line, environment),
    )
    line.erase()
    const logsText = `${result.logsRead} ${result.logsRead === 1 ? 'log' : 'logs'} read`
    const unchanged = result.logsUnchanged === 0 ? '' : `, ${result.logsUnchanged} without anything new`
    environment.note(`${result.events} events added; ${logsText}${unchanged}\n`)
    return result.failed + missing > 0 ? PARTLY_READ : 0
  } finally {
    line.erase()
    await store.close()
  }
}

async function followLog(
  words: readonly string[],
  host: string | undefined,
  options: AufleetOptions,
  environment: CommandEnvironment,
): Promise<number> {
  const [word = '/var/log/audit', ...more] = words
  if (more.length > 0 || word === '-') throw new StoreError('one log can be followed: a file, or its folder')
  const signal = environment.interrupted?.() ?? new AbortController().signal
  const store = await openStore(given(options.store))
  const line = new ProgressLine([], options.progress && environment.isTerminal(STDERR), environment)
  try {
    const result = await store.follow(
      { path: followedPath(word), host },
      { ...importOptions(options, line, environment), signal },
    )
    line.erase()
    const lost = result.lostLines === 0 ? '' : `, ${result.lostLines} lines could not be read`
    environment.note(`${result.events} events added; ${result.logsRead} files read${lost}\n`)
    return 0
  } finally {
    line.erase()
    await store.close()
  }
}

/** What is imported, and how its progress and notes are shown. */
function importOptions(
  { records, notes }: AufleetOptions,
  line: ProgressLine,
  environment: CommandEnvironment,
): ImportOptions {
  return {
    records,
    ...batchSize(environment),
    onProgress: ({ bytesRead, events }) => line.showRead(bytesRead, events),
    onPairing: (host, hosts) => line.showPaired(host, hosts),
    onNote(note) {
      line.erase()
      if (notes) environment.note(latin1(`${note}\n`))
    },
  }
}

async function query(
  words: readonly string[],
  options: AufleetOptions,
  environment: CommandEnvironment,
): Promise<number> {
  const [sql, ...more] = words
  if (sql === undefined || more.length > 0) throw new StoreError('query takes one statement, in quotes')
  return withStore(options, !options.write, async (store) => {
    await printAnswer(await store.query(sql), answerFormat(options.format), environment)
    return 0
  })
}

/** For tests, which have no logs of a hundred thousand events, and little time. */
function batchSize({ variables }: CommandEnvironment): {
  readonly batchEvents?: number
  readonly writeSeconds?: number
} {
  const events = Number(variables['TS_AUFLEET_BATCH_EVENTS'])
  const seconds = Number(variables['TS_AUFLEET_WRITE_SECONDS'])
  return {
    ...(Number.isInteger(events) && events > 0 ? { batchEvents: events } : {}),
    ...(seconds > 0 ? { writeSeconds: seconds } : {}),
  }
}

async function report(
  words: readonly string[],
  options: AufleetOptions,
  environment: CommandEnvironment,
): Promise<number> {
  const [name = '', ...more] = words
  if (!isReportName(name) || more.length > 0) {
    throw new StoreError(`report takes the name of one report: ${reportNames.join(', ')}`)
  }
  const { format = 'table', since, until, node, limit } = options
  const form = reportFormats.find((known) => known === format)
  if (form === undefined) throw new StoreError(`a report is printed as ${reportFormats.join(', ')}`)
  return withStore(options, true, async (store) => {
    const found = await store.report(name, {
      since,
      until,
      node: node === undefined ? undefined : given(node),
      limit,
    })
    const bytes = Buffer.from(renderReport(found, form))
    await print(environment.isTerminal(environment.stdout) ? terminalSafe(bytes) : bytes)
    if (found.isCut)
      environment.note(
        `ts-aufleet: these are the first ${found.rows.length} rows; --limit N gives more of them, --limit 0 all\n`,
      )
    return 0
  })
}

async function schema(): Promise<number> {
  await print(Buffer.from(schemaText()))
  return 0
}

async function exportEvents(
  _words: readonly string[],
  options: AufleetOptions,
  environment: CommandEnvironment,
): Promise<number> {
  const { to } = options
  return withStore(
    options,
    true,
    async (store) => {
      if (options.format !== undefined && options.format !== 'parquet') {
        const answer = await store.query('SELECT * FROM events ORDER BY node, ts, serial')
        await printAnswer(answer, answerFormat(options.format), environment)
        return 0
      }
      if (to === undefined) throw new StoreError('export needs --to FOLDER for Parquet, or --format ndjson')
      await store.exportParquet(given(to))
      return 0
    },
    to !== undefined,
  )
}

async function withStore(
  options: AufleetOptions,
  readOnly: boolean,
  work: (store: Store) => Promise<number>,
  otherFiles = false,
): Promise<number> {
  const store = await openStore(given(options.store), { readOnly, otherFiles })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

function answerFormat(format: Format = 'table'): AnswerFormat {
  const known = ANSWER_FORMATS.find((one) => one === format)
  if (known === undefined) throw new StoreError(`an answer is printed as ${ANSWER_FORMATS.join(', ')}`)
  return known
}

/** What logs say must not steer a terminal. */
async function printAnswer(
  answer: QueryAnswer,
  format: AnswerFormat,
  environment: CommandEnvironment,
): Promise<void> {
  const isTerminal = environment.isTerminal(environment.stdout)
  for await (const text of answerText(answer, format)) {
    const bytes = Buffer.from(text)
    await print(isTerminal ? terminalSafe(bytes) : bytes)
  }
}

function print(bytes: Uint8Array): Promise<void> {
  if (bytes.length === 0) return Promise.resolve()
  return new Promise((resolve, reject) => {
    process.stdout.once('error', reject)
    process.stdout.write(bytes, () => {
      process.stdout.off('error', reject)
      resolve()
    })
  })
}

/** An argument as it was given, of the bytes that the command line has. */
function given(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString()
}

/** A text for stderr, which takes bytes. */
function latin1(text: string): string {
  return Buffer.from(text).toString('latin1')
}

/** How far an import has come, on a terminal. */
class ProgressLine {
  readonly #total: number | undefined
  readonly #isShown: boolean
  readonly #write: (text: string) => void
  readonly #started = performance.now()
  #next = this.#started + INTERVAL
  #isVisible = false

  constructor(logs: readonly FoundLog[], isShown: boolean, environment: CommandEnvironment) {
    this.#total = logs.reduce<number | undefined>(
      (sum, { bytes }) => (sum === undefined || bytes === undefined ? undefined : sum + bytes),
      0,
    )
    this.#isShown = isShown
    this.#write = environment.showProgress ?? environment.note
  }

  showRead(bytes: number, events: number): void {
    this.#show(() => {
      const rate = bytes / (performance.now() - this.#started) / 1000
      // Files that are compressed give more bytes than they have.
      const of = this.#total === undefined || this.#total < bytes ? '' : ` of ${megabytes(this.#total)} MB`
      return `${megabytes(bytes)} MB${of}, ${rate.toFixed(1)} MB/s, ${events} events`
    })
  }

  showPaired(host: number, hosts: number): void {
    this.#show(() => `all read; pairing BPF programs of host ${host} of ${hosts}`)
  }

  #show(text: () => string): void {
    const now = performance.now()
    if (!this.#isShown || now < this.#next) return
    this.#next = now + INTERVAL
    this.#isVisible = true
    this.#write(`${ERASE}${text()}`)
  }

  erase(): void {
    if (this.#isVisible) this.#write(ERASE)
    this.#isVisible = false
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1)
}
