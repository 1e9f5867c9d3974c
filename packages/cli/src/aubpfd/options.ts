/** The options of ts-aubpfd. */
import { argumentOf, refuse } from '../options/argument.ts'
import { type CommandOption, type CommandTable, Finished } from '../options/command-table.ts'
import { WAYS, type Way } from './kernel/answer.ts'

const DEFAULT_OUTPUT = '/var/log/ts-aubpfd/programs.ndjson'
const DEFAULT_STATE = '/var/lib/ts-aubpfd/state.json'
/** The kernel's own list, where it has one (CONFIG_BPF_PRELOAD). */
const DEFAULT_ITERATOR = '/sys/fs/bpf/progs.debug'

/** Strings are latin1. */
export interface AubpfdOptions {
  output: string
  alerts?: string
  state: string
  iterator: string
  ways: readonly Way[]
  /** Bytes. */
  mostBytes: number
  kept: number
  socket?: string
  /** A log that is followed; empty for the one that auditd.conf names. */
  follow?: string
  /** For `install` and `check`. */
  plugin: string
  /** For `install`. */
  jit: boolean
}

type AubpfdOption = CommandOption<AubpfdOptions, unknown>

const options: readonly AubpfdOption[] = [
  text(
    '--output',
    'file|-',
    'Output',
    `where the line of each program event goes; default ${DEFAULT_OUTPUT}`,
    (state, value) => {
      state.output = value
    },
  ),
  text(
    '--alerts',
    'file|-',
    'Output',
    'write findings as they happen, each once for its cause',
    (state, value) => {
      state.alerts = value
    },
  ),
  text(
    '--state',
    'file',
    'Output',
    `what is known of loaded programs, for the next start; default ${DEFAULT_STATE}`,
    (state, value) => {
      state.state = value
    },
  ),
  text(
    '--max-size',
    'megabytes',
    'Output',
    'a file that has become larger is renamed; default 10, 0 for never',
    (state, value) => {
      state.mostBytes = wholeNumber(value, '--max-size') * 1_000_000
    },
  ),
  text('--keep', 'count', 'Output', 'so many renamed files are kept; default 5', (state, value) => {
    state.kept = wholeNumber(value, '--keep')
  }),
  {
    names: ['--follow'],
    argument: 'optional',
    placeholder: '[file]',
    meaning:
      'read a log as it is written, by default the one that auditd.conf names; otherwise standard input is read, as auditd gives it to its plugins',
    group: 'Input',
    completion: { kind: 'file' },
    apply(state, use) {
      state.follow = use.values[0] ?? ''
    },
  },
  text(
    '--socket',
    'path',
    'Input',
    "read from the socket of auditd's af_unix plugin, and wait for it when it is gone",
    (state, value) => {
      state.socket = value
    },
  ),
  text(
    '--ways',
    'way[,way]',
    'Kernel',
    `how the kernel may be asked, of ${WAYS.join(', ')}; by default all, the first that is open`,
    (state, value) => {
      state.ways = value
        .split(',')
        .map(
          (word) =>
            WAYS.find((way) => way === word) ?? refuse(`Unknown way (${word}): use ${WAYS.join(', ')}`),
        )
    },
  ),
  text(
    '--iterator',
    'path',
    'Kernel',
    `a pinned iterator that lists programs; default ${DEFAULT_ITERATOR}`,
    (state, value) => {
      state.iterator = value
    },
  ),
  text(
    '--plugin',
    'file',
    'Installation',
    'the plugin configuration that install writes and check reads; default /etc/audit/plugins.d/ts-aubpfd.conf',
    (state, value) => {
      state.plugin = value
    },
  ),
  {
    names: ['--jit'],
    argument: 'none',
    meaning:
      'with install, do not turn the compiler of Node off: auditd.service must allow it then (MemoryDenyWriteExecute=no)',
    group: 'Installation',
    apply(state) {
      state.jit = true
    },
  },
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

export const aubpfdTable: CommandTable<AubpfdOptions, unknown> = {
  program: 'ts-aubpfd',
  usage: '[run | install | check] [options]',
  description:
    'ask the kernel about BPF programs at the moment they are loaded (run, install or check; without a word: run)',
  options,
  examples: [
    { command: 'ts-aubpfd install', meaning: 'make it a plugin of auditd; then: kill -HUP $(pidof auditd)' },
    { command: 'ts-aubpfd check', meaning: 'what it may ask, and what is wrong with its installation' },
    {
      command: 'ts-aubpfd run --follow --output - --alerts /var/log/bpf-alerts.ndjson',
      meaning: 'by hand, on the log of this machine',
    },
    {
      command: 'ts-aubpfd run --socket /var/run/audispd_events',
      meaning: "as a service of its own, on auditd's socket",
    },
    {
      command: 'ts-aureport --bpf programs --enrichment /var/log/ts-aubpfd/programs.ndjson',
      meaning: 'the history with what the kernel said',
    },
  ],
  exitStatus: [
    { status: 0, meaning: 'the input has ended, or all is in order' },
    { status: 1, meaning: 'the arguments are wrong, or check has found something' },
  ],
  initial: () => ({
    output: DEFAULT_OUTPUT,
    state: DEFAULT_STATE,
    iterator: DEFAULT_ITERATOR,
    ways: WAYS,
    mostBytes: 10_000_000,
    kept: 5,
    plugin: '/etc/audit/plugins.d/ts-aubpfd.conf',
    jit: false,
  }),
  withoutArguments: 'run',
  usageAfterError: false,
  finalObjection: (state) =>
    state.socket !== undefined && state.follow !== undefined
      ? '--socket and --follow do not go together\n'
      : undefined,
}

function text(
  name: `--${string}`,
  placeholder: string,
  group: string,
  meaning: string,
  change: (state: AubpfdOptions, value: string) => void,
): AubpfdOption {
  const isFile = placeholder.startsWith('file') || placeholder === 'path'
  return {
    names: [name],
    // `-` is standard output.
    argument: placeholder === 'file|-' ? 'any' : 'one',
    placeholder,
    meaning,
    group,
    ...(isFile && { completion: { kind: 'file' } as const }),
    apply: (state, use) => change(state, argumentOf(use)),
  }
}

function wholeNumber(value: string, name: string): number {
  return /^\d{1,6}$/.test(value) ? Number(value) : refuse(`${name} takes a whole number, was ${value}`)
}
