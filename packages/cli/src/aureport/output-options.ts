/** The options that choose the form of the output. */
import { ESCAPE_MODES, isEscapeMode } from '@ts-audit/auparse'
import { ROW_FORMATS } from '@ts-audit/aureport'
import { argumentOf, refuse } from '../options/argument.ts'
import { colourOption, notesOption, progressOption } from '../options/shared-options.ts'
import type { AureportOption } from './options.ts'

const GROUP = 'Output'
const FORMATS = [...ROW_FORMATS, 'html'] as const

export const outputOptions: readonly AureportOption[] = [
  {
    names: ['--summary'],
    argument: 'none',
    meaning: 'sorted totals for main object in report',
    group: GROUP,
    apply(state) {
      state.summary = true
    },
  },
  {
    names: ['-i', '--interpret'],
    argument: 'refused',
    meaning: 'Interpretive mode',
    group: GROUP,
    apply(state) {
      state.interpret = true
    },
  },
  {
    names: ['--escape'],
    argument: 'one',
    placeholder: 'option',
    meaning: 'Escape output',
    group: GROUP,
    completion: { kind: 'words', words: () => ESCAPE_MODES },
    apply(state, use) {
      const word = argumentOf(use)
      state.escape = isEscapeMode(word) ? word : refuse(`Unknown option (${word})`)
    },
  },
  {
    names: ['--debug'],
    argument: 'none',
    meaning: 'Write malformed events that are skipped to stderr',
    group: GROUP,
    apply(state) {
      state.debug = true
    },
  },
]

/** What `aureport` does not have. */
export const extendedOptions: readonly AureportOption[] = [
  {
    names: ['--format'],
    argument: 'one',
    placeholder: 'json|ndjson|csv|html',
    meaning:
      'rows for programs: one JSON object, a JSON object a line, or comma-separated values; with --bpf also html, a page of its own',
    group: GROUP,
    completion: { kind: 'words', words: () => FORMATS },
    apply(state, use) {
      const word = argumentOf(use)
      state.format =
        FORMATS.find((format) => format === word) ??
        refuse(`Unknown format (${word}): use ${FORMATS.join(', ')}`)
    },
  },
  {
    names: ['--raw-csv'],
    argument: 'none',
    meaning: 'in csv, leave text that a spreadsheet would take for a formula as it is',
    group: GROUP,
    apply(state) {
      state.rawCsv = true
    },
  },
  colourOption({
    group: GROUP,
    placeholder: 'when',
    meaning: 'colour titles and headings: auto, always or never (the default)',
  }),
  progressOption({ group: GROUP, meaning: 'do not show progress when stderr is a terminal' }),
  notesOption({
    group: GROUP,
    meaning:
      'do not say on stderr what was not read or not counted (TS_AUDIT_COMPAT=1 in the environment: nothing that the reference does not say)',
  }),
]
