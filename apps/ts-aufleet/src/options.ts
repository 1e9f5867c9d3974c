/** The options of ts-aufleet. */
import { type CommandOption, type CommandTable, Finished, type OptionUse, UsageError } from '@ts-audit/cli'
import { ANSWER_FORMATS, type AnswerFormat } from '@ts-audit/fleet'
import packageJson from '../package.json' with { type: 'json' }
import { readMoment, reportList } from './report.ts'

const DEFAULT_STORE = 'audit.duckdb'

/** Texts are latin1, a character for each byte that was given. */
export interface AufleetOptions {
  store: string
  host?: string
  records: boolean
  format?: AnswerFormat | 'html'
  since?: Date
  until?: Date
  node?: string
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
    meaning: `the store: a file of DuckDB, parquet:FOLDER, or clickhouse://USER@HOST/DATABASE; default ${DEFAULT_STORE}`,
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
  {
    names: ['--format'],
    argument: 'one',
    placeholder: ANSWER_FORMATS.join('|'),
    meaning:
      'how an answer is printed; default table. With report also html, a page; with export: parquet, the default, or ndjson',
    group: 'Output',
    completion: { kind: 'words', words: () => [...ANSWER_FORMATS, 'html', 'parquet'] },
    apply(state, use) {
      const given = argumentOf(use)
      if (given === 'parquet') return
      state.format =
        (given === 'html' ? given : ANSWER_FORMATS.find((format) => format === given)) ??
        refuse(`Unknown format (${given}): use ${ANSWER_FORMATS.join(', ')}`)
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
  moment(
    '--since',
    'nothing before this moment: 2026-11-24, 2026-11-24T08:00 (UTC), or 7d, 12h before now',
    (state, at) => {
      state.since = at
    },
  ),
  moment('--until', 'nothing from this moment on', (state, at) => {
    state.until = at
  }),
  {
    names: ['--node'],
    argument: 'one',
    placeholder: 'name',
    meaning: 'with report, one host alone',
    group: 'Report',
    apply: (state, use) => {
      state.node = Buffer.from(argumentOf(use), 'latin1').toString()
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
  usage: 'import [LOG…] | report NAME | query SQL | schema | export  [options]',
  description: 'the audit logs of many hosts in one database, and questions to all of them',
  options,
  examples: [
    {
      command: 'ts-aufleet import /var/log/audit',
      meaning: 'the logs of this machine, with the rotated ones, into audit.duckdb',
    },
    {
      command: 'ts-aufleet import --host web1 audit.log.gz',
      meaning: 'a log from elsewhere; what is in the store already is left out',
    },
    { command: 'ts-aufleet import collected/', meaning: 'a folder with a folder for each host' },
    {
      command: 'ts-aufleet report failed-logins --since 7d',
      meaning: `a report of all hosts: ${reportList}`,
    },
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
  initial: () => ({ store: DEFAULT_STORE, records: false, write: false, progress: true, notes: true }),
  withoutArguments: 'usage',
  usageAfterError: false,
}

function moment(
  name: `--${string}`,
  meaning: string,
  set: (state: AufleetOptions, at: Date) => void,
): AufleetOption {
  return {
    names: [name],
    argument: 'one',
    placeholder: 'time',
    meaning: `with report, ${meaning}`,
    group: 'Report',
    apply: (state, use) => {
      const word = argumentOf(use)
      set(
        state,
        readMoment(word, Date.now()) ?? refuse(`${name} ${word} is no time: write 2026-11-24T08:00 or 7d`),
      )
    },
  }
}

function flag(
  name: `--${string}`,
  group: string,
  meaning: string,
  change: (state: AufleetOptions) => void,
): AufleetOption {
  return { names: [name], argument: 'none', meaning, group, apply: change }
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
