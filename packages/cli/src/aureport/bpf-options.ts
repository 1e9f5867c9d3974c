/** The options of the BPF report and its views, none of which the reference has. */
import type { LoaderField, StoryWish } from '@ts-audit/bpf'
import { argumentOf } from '../options/argument.ts'
import { BPF_VIEWS, FINDING_NAMES, LIVE, LOADER_FIELDS, STORY_FIELDS } from './bpf/settings.ts'
import { type ThresholdOption, thresholdOptions, thresholdValue } from './bpf/threshold-options.ts'
import { refuseExtension } from './option-errors.ts'
import type { AureportOption } from './options.ts'
import { onlyOneReport } from './report-options.ts'

const GROUP = 'BPF programs'

export const bpfOptions: readonly AureportOption[] = [
  {
    names: ['--bpf'],
    argument: 'any number',
    placeholder: '[view]',
    meaning: `BPF program report: loads and unloads one by one, or a view of them: programs (lifetimes), loaded (what is still there), loaders, commands (of bpf(2)), findings (what is unusual), story (what a session or loader did, step by step), integrity (whether the log is whole, and what that means for its programs), diff A B (what is new, changed or gone from one log, or report saved with --format json, to another). In a view -te gives the state at that time; what was loaded before -ts is not known, and shows when it is unloaded. --success and --failed keep programs, loaders and commands with such calls. -i names users, but not in json and html`,
    group: 'Reports',
    completion: { kind: 'words', words: () => BPF_VIEWS },
    objection: onlyOneReport,
    apply(state, use) {
      state.report = 'bpf'
      const [word, ...inputs] = use.values
      if (word === undefined) return
      state.bpf.view =
        BPF_VIEWS.find((view) => view === word) ??
        refuseExtension(`Unknown BPF view (${word}): use ${BPF_VIEWS.join(', ')}`)
      const [before, after, more] = inputs
      if (word !== 'diff') {
        if (before !== undefined) refuseExtension(`--bpf ${word} takes no more words, was ${before}`)
        return
      }
      if (before === undefined || after === undefined || more !== undefined) {
        refuseExtension(`--bpf diff takes two logs or saved reports, was ${inputs.join(' ')}`)
      }
      state.bpf.diff = [before, after]
    },
  },
  {
    names: ['--log-integrity'],
    argument: 'none',
    meaning:
      'state of the log as evidence: files with their digests, boots, serial numbers that are missing and what stands beside them, records missing from events, lines cut or joined, stops of auditd, changes of rules, settings and the clock; over all events. It says what is seen and what can cause it',
    group: 'Reports',
    objection: onlyOneReport,
    apply(state) {
      state.report = 'log-integrity'
    },
  },
  {
    names: ['--all'],
    argument: 'none',
    meaning: "with --bpf programs, show systemd's short-lived programs one by one instead of counted",
    group: GROUP,
    apply(state) {
      state.bpf.all = true
    },
  },
  {
    names: ['--by'],
    argument: 'one',
    placeholder: 'field[,field]',
    meaning: `with --bpf loaders or commands, what loaders are told apart by: ${LOADER_FIELDS.join(', ')}; default exe,comm,auid. A unit is known of login sessions and of systemd itself`,
    group: GROUP,
    completion: { kind: 'words', words: () => LOADER_FIELDS, list: true },
    apply(state, use) {
      state.bpf.by = argumentOf(use).split(',').map(loaderField)
    },
  },
  {
    names: ['--of'],
    argument: 'one',
    placeholder: 'field=value',
    meaning: `with --bpf story, whose story is told: ${STORY_FIELDS.join(', ')}; repeated, all must be true. By default those of login sessions, and of loaders with findings`,
    group: GROUP,
    apply({ bpf }, use) {
      bpf.of = [...(bpf.of ?? []), storyWish(argumentOf(use))]
    },
  },
  {
    names: ['--baseline'],
    argument: 'one',
    placeholder: 'file',
    meaning:
      'loaders that are known, as --write-baseline wrote them: others are the finding first-seen-loader',
    group: GROUP,
    completion: { kind: 'file' },
    apply(state, use) {
      state.bpf.baseline = argumentOf(use)
    },
  },
  {
    names: ['--write-baseline'],
    argument: 'one',
    placeholder: 'file',
    meaning: 'write the loaders of this log, and those of --baseline, into a file; it is replaced',
    group: GROUP,
    completion: { kind: 'file' },
    apply(state, use) {
      state.bpf.writeBaseline = argumentOf(use)
    },
  },
  {
    names: ['--known-tools'],
    argument: 'one',
    placeholder: 'file',
    meaning:
      'programs that use BPF by design, added to the built-in list: a line is NAME: WORDS, or /PATH: WORDS, with words of loads, walks, pins, stays, detaches, filters, copies; -NAME takes one out, -* all. What they do by design is counted in the note, not listed as findings',
    group: GROUP,
    completion: { kind: 'file' },
    apply(state, use) {
      state.bpf.knownTools = argumentOf(use)
    },
  },
  {
    names: ['--bpftool'],
    argument: 'one',
    placeholder: `file|${LIVE}`,
    meaning: `with --bpf programs, loaded, findings or html, add what the kernel itself says: the output of bpftool -j prog show in a file, or ${LIVE} to run bpftool; what only one side knows is listed, as a finding as well, and then --bpf findings ends with status 2`,
    group: GROUP,
    completion: { kind: 'file' },
    apply(state, use) {
      state.bpf.bpftool = argumentOf(use)
    },
  },
  {
    names: ['--enrichment'],
    argument: 'one',
    placeholder: 'file',
    meaning:
      'with --bpf programs, loaded, findings or html, add what the kernel said of programs while they were there: the lines that ts-aubpfd has written; types and names become columns, and evidence of findings',
    group: GROUP,
    completion: { kind: 'file' },
    apply(state, use) {
      state.bpf.enrichment = argumentOf(use)
    },
  },
  ...thresholdOptions.map(thresholdOption),
]

function thresholdOption(definition: ThresholdOption): AureportOption {
  const { threshold, option, placeholder, meaning, fallback, least, most } = definition
  return {
    names: [option],
    argument: 'one',
    placeholder,
    meaning: `${meaning}; default ${fallback}`,
    group: 'Thresholds of the BPF views',
    apply(state, use) {
      const text = argumentOf(use)
      state.bpf.thresholds[threshold] =
        thresholdValue(definition, text) ??
        refuseExtension(`${use.name} takes a number from ${least} to ${most}, was ${text}`)
    },
  }
}

function storyWish(text: string): StoryWish {
  const equals = text.indexOf('=')
  const word = text.slice(0, Math.max(0, equals))
  const field =
    STORY_FIELDS.find((known) => known === word) ??
    refuseExtension(`--of takes field=value, was ${text}: use ${STORY_FIELDS.join(', ')}`)
  const value = text.slice(equals + 1)
  if (NUMBERED.has(field) && !/^\d+$/.test(value)) {
    refuseExtension(
      `--of ${field}= takes a number, was ${text}${field === 'auid' ? ': user=NAME takes a name' : ''}`,
    )
  }
  if (value === '') refuseExtension(`--of ${field}= takes a text, was empty`)
  if (field === 'finding' && !FINDING_NAMES.some((name) => name === value))
    refuseExtension(
      `--of finding= takes the name of a finding, was ${value}: use ${FINDING_NAMES.join(', ')}`,
    )
  return { field, value: NUMBERED.has(field) ? String(BigInt(value)) : value }
}

/** What stories are asked for by number. */
const NUMBERED: ReadonlySet<StoryWish['field']> = new Set<StoryWish['field']>([
  'session',
  'auid',
  'pid',
  'prog-id',
])

function loaderField(word: string): LoaderField {
  return (
    LOADER_FIELDS.find((field) => field === word) ??
    refuseExtension(`Unknown field (${word}): use ${LOADER_FIELDS.join(', ')}`)
  )
}
