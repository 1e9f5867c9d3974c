/** The options of ts-aufleet. */
import { type CommandOption, type CommandTable, Finished, type OptionUse, UsageError } from '@ts-audit/cli'
import { ANSWER_FORMATS, DEFAULT_LIMIT, reportFormats, reportNames, reports } from '@ts-audit/fleet'
import packageJson from '../package.json' with { type: 'json' }

const DEFAULT_STORE = 'audit.duckdb'

const FORMATS = [...new Set([...ANSWER_FORMATS, ...reportFormats, 'parquet'] as const)]
export type Format = (typeof FORMATS)[number]

/** Texts are latin1, a character for each byte that was given. */
export interface AufleetOptions {
  store: string
  host?: string
  records: boolean
  follow: boolean
  format?: Format
  since?: Date
  until?: Date
  node?: string
  limit?: number
  write: boolean
  to?: string
  progress: boolean
  notes: boolean
}

type AufleetOption = CommandOption<AufleetOptions, undefined>

const options: readonly AufleetOption[] = [
  {
    names: ['--into', '--store'],
    argument: 'one',
    placeholder: 'store',
    meaning: `the store: a file of DuckDB, parquet:FOLDER, or clickhouse://user@host/database; default ${DEFAULT_STORE}`,
    group: 'Store',
    completion: { kind: 'file' },
    apply: (state, use) => {
      state.store = argumentOf(use)
    },
  },
  {
    names: ['--host'],
    argument: 'one',
    placeholder: 'name',
    meaning:
      'with import, the host of events that name none; without it syslog and the journal give theirs, and folders within a folder are hosts',
    group: 'Import',
    apply: (state, use) => {
      state.host = argumentOf(use)
    },
  },
  flag(
    '--records',
    'Import',
    'with import, keep the lines too, so that the log can be had again',
    (state) => {
      state.records = true
    },
  ),
  flag(
    '--follow',
    'Import',
    'with import, go on with what is written to the log until a signal ends it; in between others may ask the store',
    (state) => {
      state.follow = true
    },
  ),
  {
    names: ['--format'],
    argument: 'one',
    placeholder: FORMATS.join('|'),
    meaning:
      'how an answer is printed; default table. html is for reports, ndjson for query and export, parquet for export',
    group: 'Output',
    completion: { kind: 'words', words: () => FORMATS },
    apply(state, use) {
      const given = argumentOf(use)
      state.format =
        FORMATS.find((format) => format === given) ??
        refuse(`Unknown format (${given}): use ${FORMATS.join(', ')}`)
    },
  },
  {
    names: ['--since'],
    argument: 'one',
    placeholder: 'time',
    meaning:
      'with report, nothing before that time in UTC: 2026-11-29, 2026-11-29T14:00, or seconds since 1970',
    group: 'Report',
    apply: (state, use) => {
      state.since = timeOf(argumentOf(use), '--since')
    },
  },
  {
    names: ['--until'],
    argument: 'one',
    placeholder: 'time',
    meaning: 'with report, nothing from that time on',
    group: 'Report',
    apply: (state, use) => {
      state.until = timeOf(argumentOf(use), '--until')
    },
  },
  {
    names: ['--node'],
    argument: 'one',
    placeholder: 'name',
    meaning: 'with report, one host alone',
    group: 'Report',
    apply: (state, use) => {
      state.node = argumentOf(use)
    },
  },
  {
    names: ['--limit'],
    argument: 'one',
    placeholder: 'rows',
    meaning: `with report, only so many rows, the first ones; default ${DEFAULT_LIMIT}, and 0 for all, which are then in memory`,
    group: 'Report',
    apply: (state, use) => {
      const argument = argumentOf(use)
      if (!/^\d{1,9}$/.test(argument)) refuse(`--limit takes a number of rows, or 0 for all: ${argument}`)
      state.limit = Number(argument) || Number.POSITIVE_INFINITY
    },
  },
  {
    names: ['--to'],
    argument: 'one',
    placeholder: 'folder',
    meaning: 'with export, where the Parquet files go: FOLDER/events/node=NAME/date=YYYY-MM-DD/',
    group: 'Output',
    completion: { kind: 'file' },
    apply: (state, use) => {
      state.to = argumentOf(use)
    },
  },
  flag('--write', 'Store', 'with query, let the statement change the store', (state) => {
    state.write = true
  }),
  flag('--no-progress', 'Output', 'show no progress on a terminal', (state) => {
    state.progress = false
  }),
  flag('--no-notes', 'Output', 'say nothing about lines that were not read', (state) => {
    state.notes = false
  }),
  flag('--version', 'Information', 'print the version', () => {
    throw new Finished({ stdout: `ts-aufleet ${packageJson.version}\n` })
  }),
  {
    names: ['-h', '--help'],
    argument: 'none',
    meaning: 'print this text',
    group: 'Information',
    apply() {
      throw new Finished({ help: true })
    },
  },
]

export const aufleetTable: CommandTable<AufleetOptions, undefined> = {
  program: 'ts-aufleet',
  usage: 'import [LOG...] | report NAME | query SQL | schema | export  [options]',
  description: 'the audit logs of many hosts in one database, and questions to all of them',
  options,
  explanations: [
    {
      title: 'Reports',
      entries: reportNames.map((name) => ({ term: name, meaning: reports[name].about })),
    },
  ],
  examples: [
    {
      command: 'ts-aufleet import /var/log/audit',
      meaning: 'the logs of this machine, with the rotated ones, into audit.duckdb',
    },
    {
      command: 'ts-aufleet import --host web1 audit.log.gz',
      meaning: 'a log from elsewhere; what is in the store already is left out',
    },
    {
      command: 'ts-aufleet import --follow --host web1',
      meaning: 'the log of this machine, and what is written to it from now on',
    },
    {
      command: 'ts-aufleet import --into parquet:fleet collected/',
      meaning: 'into Parquet files, a folder for each host and day',
    },
    { command: 'ts-aufleet import collected/', meaning: 'a folder with a folder for each host' },
    { command: 'ts-aufleet report failed-logins --since 2026-11-01', meaning: 'one of the reports below' },
    {
      command: "ts-aufleet query 'SELECT node, count(*) FROM events GROUP BY node ORDER BY 2 DESC'",
      meaning: 'any question in SQL; schema says what there is',
    },
    {
      command: 'ts-aufleet query "SELECT * FROM programs WHERE state = \'loaded\'" --format json',
      meaning: 'BPF programs that are still loaded, on all hosts',
    },
    { command: 'ts-aufleet export --to archive', meaning: 'Parquet files, a folder for each host and day' },
  ],
  exitStatus: [
    { status: 0, meaning: 'all was done' },
    { status: 1, meaning: 'the arguments are wrong, or the store or the statement is' },
    { status: 2, meaning: 'with import, some of the logs could not be read; the others are in the store' },
  ],
  initial: () => ({
    store: DEFAULT_STORE,
    records: false,
    follow: false,
    write: false,
    progress: true,
    notes: true,
  }),
  withoutArguments: 'run',
  usageAfterError: false,
}

function flag(
  name: `--${string}`,
  group: string,
  meaning: string,
  change: (state: AufleetOptions) => void,
): AufleetOption {
  return { names: [name], argument: 'none', meaning, group, apply: change }
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?$/
const SECONDS = /^\d{1,12}(?:\.\d{1,3})?$/

function timeOf(text: string, name: string): Date {
  const bare = text.replace(/Z$/, '')
  const time = SECONDS.test(text)
    ? new Date(Number(text) * 1000)
    : DAY.test(text)
      ? new Date(`${text}T00:00Z`)
      : MOMENT.test(bare)
        ? new Date(`${bare}Z`)
        : undefined
  if (time === undefined || Number.isNaN(time.getTime()))
    return refuse(`${name} takes a time such as 2026-11-29T14:00 in UTC, was ${text}`)
  return time
}

function argumentOf({ values }: OptionUse): string {
  return values[0] ?? ''
}

function refuse(text: string): never {
  throw new UsageError(`${text}\n`)
}

/** The words of a command line that belong to no option, and the rest. */
export function divideWords(tokens: readonly string[]): {
  readonly words: readonly string[]
  readonly rest: readonly string[]
} {
  const words: string[] = []
  const rest: string[] = []
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] ?? ''
    if (token === '--') {
      words.push(...tokens.slice(at + 1))
      break
    }
    if (!token.startsWith('-') || token === '-') {
      words.push(token)
      continue
    }
    rest.push(token)
    const option = options.find(({ names }) => names.includes(token))
    const next = tokens[at + 1]
    if (option?.argument === 'one' && next !== undefined) {
      rest.push(next)
      at++
    }
  }
  return { words, rest }
}
