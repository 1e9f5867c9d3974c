/** The fields of a finding: a row of the findings view. */
import type { Fields, Values } from './field.ts'
import { identityFields } from './process.ts'
import { PROGRAM_STATES } from './program.ts'

/** The mildest first. */
export const SEVERITIES = ['info', 'low', 'medium', 'high'] as const
export type Severity = (typeof SEVERITIES)[number]

/** The names of findings that a log shows by itself; the rules are in `findings/rules.ts`. */
export const FINDING_NAMES = [
  'audit-tampering',
  'blind-bpf-excluded',
  'blind-lost-records',
  'blind-missing-ids',
  'blind-prog-id',
  'blind-syscalls',
  'classic-bpf',
  'enumeration',
  'failed-burst',
  'false-systemd',
  'first-seen-loader',
  'foreign-detach',
  'load-burst',
  'load-then-pin',
  'loader-killed',
  'login-session',
  'missing-ids',
  'outlives-loader',
  'pins-removed',
  'socket-filter',
  'untrusted-file',
  'untrusted-path',
] as const

/** Something unusual, with the events that show it. */
export const findingFields = {
  /** The name of its rule. */
  name: { kind: 'word', required: true, heading: 'finding', title: 'Finding' },
  /** What was seen, as a sentence. */
  sentence: { kind: 'text', required: true, heading: 'what', title: 'What was seen', look: 'name' },
  /** How bad that would be. */
  severity: { kind: 'word', required: true, values: SEVERITIES, title: 'Severity' },
  /** MITRE ATT&CK technique, where one fits. */
  technique: { kind: 'word', limits: { pattern: '^T[0-9]{4}(\\.[0-9]{3})?$' }, title: 'ATT&CK' },
  /** The node, in a log that names nodes. */
  node: { kind: 'text', title: 'Node' },
  /** Who it is about, when it is about a loader. */
  loader: { kind: 'object', fields: identityFields },
  /** How often it was seen. */
  count: { kind: 'ordinal', required: true, title: 'Count' },
  /** Ids of the first events that show it; none where the kernel alone says it (`--bpftool`). */
  evidence: {
    kind: 'events',
    required: true,
    limits: { maxItems: 20 },
    heading: 'events',
    title: 'Evidence',
  },
  /** Ids of the first programs concerned. */
  progIds: { kind: 'ids', required: true, limits: { maxItems: 20 }, title: 'Programs' },
  /** What the kernel said of those programs: id, type, name and tag (`--enrichment`). */
  kernel: { kind: 'texts', title: 'The kernel said', look: 'name' },
  /** Where each of those programs stands, in the same order. */
  states: { kind: 'words', values: PROGRAM_STATES, title: 'State' },
  /** When it was first seen. */
  firstTime: { kind: 'time', heading: 'first', title: 'First seen' },
  /** When it was last seen. */
  lastTime: { kind: 'time', heading: 'last', title: 'Last seen' },
  /** The first processes concerned. */
  pids: { kind: 'ids', title: 'Processes' },
  /** The command line of the first of them, the arguments separated by spaces. */
  proctitle: { kind: 'text', title: 'Command line', look: 'name' },
} as const satisfies Fields

/** Something unusual, with the events that show it. Text is latin1. */
export interface Finding extends Values<typeof findingFields> {}
