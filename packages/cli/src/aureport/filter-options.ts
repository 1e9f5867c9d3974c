/** The options that choose events. */
import { DATE_KEYWORDS, parseTimeArgument, type TimeSide } from '@ts-audit/ausearch'
import { argumentOf } from '../options/argument.ts'
import { UsageError } from '../options/command-table.ts'
import { acceptedTimes } from '../options/time-forms.ts'
import type { AureportContext, AureportOption, AureportOptions } from './options.ts'

const GROUP = 'Events'

export const filterOptions: readonly AureportOption[] = [
  timeOption(['-ts', '--start'], 'start', '[start date] [start time]', 'starting data & time for reports'),
  timeOption(['-te', '--end'], 'end', '[end date] [end time]', 'ending date & time for reports'),
  {
    names: ['--node'],
    argument: 'one',
    placeholder: '<node name>',
    meaning: 'Only events from a specific node',
    group: GROUP,
    apply(state, use) {
      state.nodes.push(argumentOf(use))
    },
  },
  plainOption(['--success'], 'only success events in report', (state) => {
    state.result = 'success'
  }),
  plainOption(['--failed'], 'only failed events in report', (state) => {
    state.result = 'failure'
  }),
  plainOption(['--add'], 'leave out events that delete accounts, groups or network labels', (state) => {
    state.changes = 'add'
  }),
  plainOption(['--delete'], 'leave out events that add accounts, groups or network labels', (state) => {
    state.changes = 'delete'
  }),
  plainOption(['-nc', '--no-config'], "Don't include config events", (state) => {
    state.withoutConfig = true
  }),
]

function plainOption(
  names: AureportOption['names'],
  meaning: string,
  set: (state: AureportOptions) => void,
): AureportOption {
  return { names, argument: 'none', meaning, group: GROUP, apply: set }
}

function timeOption(
  names: AureportOption['names'],
  side: TimeSide,
  placeholder: string,
  meaning: string,
): AureportOption {
  return {
    names,
    argument: 'one or two',
    placeholder,
    meaning,
    group: 'Time',
    completion: { kind: 'words', words: () => [...DATE_KEYWORDS.keys()] },
    apply(state, use, context) {
      state[side] = seconds(side, use.values, context)
    },
  }
}

/** Checkpoints are ausearch's; here the word is a date, and not a valid one. */
function seconds(side: TimeSide, values: readonly string[], { time }: AureportContext): number {
  const [first = '', second] = values
  const found = parseTimeArgument(side, second === undefined ? [first] : [first, second], time)
  if (found.kind === 'instant') return found.seconds
  const lines =
    found.kind === 'error'
      ? found.lines
      : [`Invalid ${side} date (${first}). Month, Day, and Year are required.`]
  throw new UsageError(lines.map((line) => `${line}\n`).join(''), {
    line: acceptedTimes(time.locale.dateFormat),
  })
}
