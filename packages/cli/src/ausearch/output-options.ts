/** Options that choose the form of the output. */
import { ESCAPE_MODES, isEscapeMode } from '@ts-audit/auparse'
import { factsOfFormat, formatFacts, type OutputFormatName } from '@ts-audit/format/formats'
import { argumentOf, refuse } from '../options/argument.ts'
import { colourOption, notesOption, progressOption } from '../options/shared-options.ts'
import { wordHint } from '../options/suggestion.ts'
import type { AusearchOption, AusearchOptions } from './options.ts'

const FORMATS: readonly OutputFormatName[] = formatFacts.map(({ name }) => name)

export const outputOptions: readonly AusearchOption[] = [
  {
    names: ['-i', '--interpret'],
    argument: 'refused',
    meaning: 'Print values as text: user names, flags, addresses',
    group: 'Output',
    objection: (state, { name }) => conflict(state, name),
    apply(state) {
      state.format = 'interpret'
    },
  },
  {
    names: ['-r', '--raw'],
    argument: 'refused',
    meaning: 'Print the records as they are in the log',
    group: 'Output',
    objection: (state) => conflict(state, '--raw'),
    problemText: () => 'Argument is NOT required for --raw\n',
    apply(state) {
      state.format = 'raw'
    },
  },
  {
    names: ['--format'],
    argument: 'one',
    placeholder: '<format>',
    meaning: `Output format: ${FORMATS.slice(0, -1).join(', ')} or ${FORMATS.at(-1)}`,
    group: 'Output',
    completion: { kind: 'words', words: () => FORMATS },
    objection: (state) => (state.format === 'default' ? undefined : 'Multiple output formats, use only 1\n'),
    apply(state, use) {
      state.format = formatNamed(argumentOf(use))
    },
  },
  {
    names: ['--escape'],
    argument: 'one',
    placeholder: '<mode>',
    meaning: 'How to escape unprintable text: raw, tty (default), shell or shell_quote',
    group: 'Output',
    completion: { kind: 'words', words: () => ESCAPE_MODES },
    apply(state, use) {
      const word = argumentOf(use)
      state.escape = isEscapeMode(word)
        ? word
        : refuse(`Unknown option (${word})`, wordHint(word, 'escape mode', ESCAPE_MODES, true))
    },
  },
  extraOption('--extra-keys', 'keys', 'keys'),
  extraOption('--extra-labels', 'labels', 'SELinux labels'),
  extraOption('--extra-obj2', 'obj2', 'a second object'),
  extraOption('--extra-time', 'time', 'broken-down time'),
  {
    names: ['--rfc4180'],
    argument: 'none',
    meaning: 'csv for programs and spreadsheets: values in quotes where they must be, formulas disarmed',
    group: 'Output',
    apply(state) {
      state.rfc4180 = true
    },
  },
  jsonOption(
    '--no-raw',
    'leave the lines of the log out of the events: shorter, but no log can be made of it',
    (json) => {
      json.raw = false
    },
  ),
  jsonOption('--argv', 'add the arguments of programs, joined', (json) => {
    json.argv = true
  }),
  jsonOption('--normalise', 'add who did what to what, in the words of csv output', (json) => {
    json.normalise = true
  }),
  {
    names: ['-l', '--line-buffered'],
    argument: 'none',
    meaning: 'Write out every event at once instead of in blocks',
    group: 'Output',
    apply(state) {
      state.lineBuffered = true
    },
  },
  {
    names: ['--just-one'],
    argument: 'none',
    meaning: 'Stop after the first matching event',
    group: 'Output',
    apply(state) {
      state.justOne = true
    },
  },
  colourOption({
    group: 'Output',
    placeholder: '<when>',
    meaning: 'Colour default and interpreted output: auto, always or never (default)',
  }),
  progressOption({ group: 'Output', meaning: 'Do not show progress when stderr is a terminal' }),
  notesOption({
    group: 'Output',
    meaning:
      'Do not say on stderr what was not read or not looked into (TS_AUDIT_COMPAT=1 in the environment: nothing that the reference does not say)',
  }),
  {
    names: ['--threads'],
    argument: 'one',
    placeholder: '<count>',
    meaning:
      'Threads (0 to 9) that help to print interpreted, csv, text and JSON output; with any, one more reads a part of a large log; default: one less than there are cores, at most 3',
    group: 'Output',
    apply(state, use) {
      const value = argumentOf(use)
      state.threads = /^\d$/.test(value) ? Number(value) : refuse(`Invalid number of threads (${value})`)
    },
  },
  {
    names: ['--lenient'],
    argument: 'none',
    meaning:
      'Where a record lacks a field it should have, as AppArmor records do, fail only the criteria that ask for this field; otherwise such an event is found by -a and --expr only',
    group: 'Criteria',
    apply(state) {
      state.lenient = true
    },
  },
  {
    names: ['--strict-exit'],
    argument: 'none',
    meaning: 'Exit with 2 for wrong arguments, 3 or 4 for unreadable or malformed input, 5 for failed output',
    group: 'Output',
    apply(state) {
      state.strictExit = true
    },
  },
  {
    names: ['--debug'],
    argument: 'none',
    meaning: 'Report skipped events on stderr',
    group: 'Output',
    apply(state) {
      state.debug = true
    },
  },
]

/** Extra columns exist in csv only; the reference does not check `--extra-obj2` (spec 01 §1.1 rule 10). */
function extrasObjection({ format, extras }: AusearchOptions): string | undefined {
  const asked = extras.keys || extras.labels || extras.time
  return asked && !factsOfFormat(format).hasExtras ? '--extra options requires format to be csv\n' : undefined
}

/** What only some formats have. */
export function formatObjection(state: AusearchOptions): string | undefined {
  const { raw, argv, normalise } = state.json
  if ((!raw || argv || normalise) && !factsOfFormat(state.format).isJson) {
    return '--no-raw, --argv and --normalise require format to be json or ndjson\n'
  }
  if (state.position !== undefined && state.checkpoint !== undefined) {
    return '--position and --checkpoint do not go together\n'
  }
  if (state.follow === true && state.checkpoint !== undefined) {
    return '--follow takes --position instead of --checkpoint\n'
  }
  if (state.position !== undefined && state.format === 'json') {
    return '--position is not for json, which is one document: use ndjson\n'
  }
  if (state.rfc4180 && state.format !== 'csv') return '--rfc4180 requires format to be csv\n'
  return extrasObjection(state)
}

function jsonOption(
  name: `--${string}`,
  meaning: string,
  change: (json: AusearchOptions['json']) => void,
): AusearchOption {
  return {
    names: [name],
    argument: 'none',
    meaning: `In json and ndjson, ${meaning}`,
    group: 'Output',
    apply: (state) => change(state.json),
  }
}

function extraOption(
  name: `--${string}`,
  column: keyof AusearchOptions['extras'],
  what: string,
): AusearchOption {
  return {
    names: [name],
    argument: 'refused',
    meaning: `Add csv columns for ${what}`,
    group: 'Output',
    apply(state) {
      state.extras[column] = true
    },
  }
}

function conflict(state: AusearchOptions, name: string): string | undefined {
  return state.format === 'default' ? undefined : `Conflicting output format ${name}\n`
}

function formatNamed(word: string): OutputFormatName {
  if (word.startsWith('interp')) return 'interpret'
  return (
    FORMATS.find((format) => format === word) ??
    refuse(`Unknown option (${word})`, wordHint(word, 'output format', FORMATS, true))
  )
}
