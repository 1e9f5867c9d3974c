/** The options that choose the form of the output. */
import { type EscapeMode, isEscapeMode } from '@ts-audit/auparse'
import { ROW_FORMATS } from '@ts-audit/aureport'
import { COLOUR_CHOICES } from '../output/colour.ts'
import { type AureportRow, argumentOf, refuse } from './option-errors.ts'

const GROUP = 'Output'
const FORMATS = [...ROW_FORMATS, 'html'] as const
const ESCAPES: readonly EscapeMode[] = ['raw', 'tty', 'shell', 'shell_quote']

export const outputRows: readonly AureportRow[] = [
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
    completion: { kind: 'words', words: () => ESCAPES },
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
export const extendedRows: readonly AureportRow[] = [
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
  {
    names: ['--color'],
    argument: 'one',
    placeholder: 'when',
    meaning: 'colour titles and headings: auto, always or never (the default)',
    group: GROUP,
    completion: { kind: 'words', words: () => COLOUR_CHOICES },
    apply(state, use) {
      const word = argumentOf(use)
      state.colour = COLOUR_CHOICES.find((choice) => choice === word) ?? refuse(`Unknown option (${word})`)
    },
  },
  {
    names: ['--no-progress'],
    argument: 'none',
    meaning: 'do not show progress when stderr is a terminal',
    group: GROUP,
    apply(state) {
      state.progress = false
    },
  },
]
