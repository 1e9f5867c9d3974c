/** Options that both commands have. Their help texts, and some complaints, differ as the reference's do. */
import { inputFormatWords } from '@ts-audit/inputs'
import { COLOUR_CHOICES, type ColourChoice } from '../output/colour.ts'
import { argumentOf, refuse } from './argument.ts'
import type { CommandOption } from './command-table.ts'
import { startsWithDigit } from './numbers.ts'
import { wordHint } from './suggestion.ts'

/** What `-` stands for. */
const STDIN = '/dev/stdin'
/** Paths of this many bytes are refused. */
const PATH_LIMIT = 4064
/** 2^63 - 1: what the C library returns for every larger number. */
const TIMEOUT_LIMIT = 2n ** 63n - 1n

/** What is read, and when an event is complete. */
export interface InputSettings {
  /** `-if`, as latin1. */
  inputPath?: string
  /** All that were given. */
  inputPaths?: readonly string[]
  /** `--input-logs`: do not read stdin even if it is a pipe. */
  inputLogs: boolean
  /** `--eoe-timeout`, in seconds. */
  eoeTimeout?: bigint
  /** `--input-format`: a word of `inputFormatWords`. */
  inputFormat?: string
  /** `--syslog-tag`: all that were given, as latin1. */
  syslogTags?: readonly string[]
  /** `--host-as-node`. */
  hostAsNode?: boolean
  /** `--follow`: wait for more when all has been read. */
  follow?: boolean
  /** `--position`: a file, as latin1. */
  position?: string
}

/** What the terminal gets beside the data. */
export interface TerminalSettings {
  /** `--color`. */
  colour: ColourChoice
  /** Progress when stderr is a terminal; `--no-progress` turns it off. */
  progress: boolean
  /** Lines on stderr about what was not read or not counted; `--no-notes` turns them off. */
  notes: boolean
}

/** What the option is called, what follows it, and what help says of it. */
interface Wording {
  readonly group: string
  readonly placeholder?: string
  readonly meaning: string
}

/** `-if`. `tooLong` begins the complaint about a path of 4,064 bytes or more. */
export function inputPathOption({
  tooLong,
  ...wording
}: Wording & { readonly tooLong: string }): CommandOption<InputSettings, unknown> {
  return {
    ...wording,
    names: ['-if', '--input'],
    argument: 'one',
    takesFiles: true,
    completion: { kind: 'file' },
    apply(state, use) {
      const path = argumentOf(use) === '-' ? STDIN : argumentOf(use)
      if (path.length >= PATH_LIMIT) refuse(`${tooLong} ${path}`)
      state.inputPath = path
      state.inputPaths = [...(state.inputPaths ?? []), path]
    },
  }
}

/** `--input-logs`. */
export function inputLogsOption(wording: Wording): CommandOption<InputSettings, unknown> {
  return {
    ...wording,
    names: ['--input-logs'],
    argument: 'none',
    apply(state) {
      state.inputLogs = true
    },
  }
}

/** `--input-format`; `refuse` ends the command with a complaint. */
export function inputFormatOption({
  refuse,
  ...wording
}: Wording & { readonly refuse: (line: string) => never }): CommandOption<InputSettings, unknown> {
  return {
    ...wording,
    names: ['--input-format'],
    argument: 'one',
    completion: { kind: 'words', words: inputFormatWords },
    apply(state, use) {
      const word = argumentOf(use)
      if (!inputFormatWords().includes(word)) {
        refuse(`Unknown input format (${word}): use ${inputFormatWords().join(', ')}`)
      }
      state.inputFormat = word
    },
  }
}

/** `--syslog-tag`. */
export function syslogTagOption(wording: Wording): CommandOption<InputSettings, unknown> {
  return {
    ...wording,
    names: ['--syslog-tag'],
    argument: 'one',
    apply(state, use) {
      state.syslogTags = [...(state.syslogTags ?? []), argumentOf(use)]
    },
  }
}

/** `--host-as-node`. */
export function hostAsNodeOption(wording: Wording): CommandOption<InputSettings, unknown> {
  return {
    ...wording,
    names: ['--host-as-node'],
    argument: 'none',
    apply(state) {
      state.hostAsNode = true
    },
  }
}

/** `--follow`. */
export function followOption(wording: Wording): CommandOption<InputSettings, unknown> {
  return {
    ...wording,
    names: ['--follow'],
    argument: 'none',
    apply(state) {
      state.follow = true
    },
  }
}

/** `--position`. */
export function positionOption(wording: Wording): CommandOption<InputSettings, unknown> {
  return {
    ...wording,
    names: ['--position'],
    argument: 'one',
    completion: { kind: 'file' },
    apply(state, use) {
      state.position = argumentOf(use)
    },
  }
}

/** `--eoe-timeout`. */
export function eventTimeoutOption(wording: Wording): CommandOption<InputSettings, unknown> {
  return {
    ...wording,
    names: ['--eoe-timeout'],
    argument: 'one',
    apply(state, use) {
      state.eoeTimeout = timeoutSeconds(argumentOf(use))
    },
  }
}

/** `--color`. */
export function colourOption(wording: Wording): CommandOption<TerminalSettings, unknown> {
  return {
    ...wording,
    names: ['--color'],
    argument: 'one',
    completion: { kind: 'words', words: () => COLOUR_CHOICES },
    apply(state, use) {
      const word = argumentOf(use)
      state.colour =
        COLOUR_CHOICES.find((choice) => choice === word) ??
        refuse(`Unknown option (${word})`, wordHint(word, 'time for colour', COLOUR_CHOICES, true))
    },
  }
}

/** `--no-progress`. */
export function progressOption(wording: Wording): CommandOption<TerminalSettings, unknown> {
  return {
    ...wording,
    names: ['--no-progress'],
    argument: 'none',
    apply(state) {
      state.progress = false
    },
  }
}

/** `--no-notes`. */
export function notesOption(wording: Wording): CommandOption<TerminalSettings, unknown> {
  return {
    ...wording,
    names: ['--no-notes'],
    argument: 'none',
    apply(state) {
      state.notes = false
    },
  }
}

function timeoutSeconds(value: string): bigint {
  if (!startsWithDigit(value)) refuse(`End of Event Timeout must be a numeric value, was ${value}`)
  const illegal = `Illegal value for End of Event Timeout, was ${value}`
  if (!/^[0-9]+$/.test(value)) refuse(illegal)
  const seconds = BigInt(value)
  return seconds === 0n || seconds >= TIMEOUT_LIMIT ? refuse(illegal) : seconds
}
