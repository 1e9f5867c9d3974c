/** The fields of a story: what one login session, or one loader without a session, did, step by step. */
import type { Fields, Values } from './field.ts'
import { SEVERITIES } from './finding.ts'

/** What a step is. */
export const STEP_KINDS = [
  /** A session began, or somebody tried to. */
  'login',
  'logout',
  /** A command was run: execve(2), or what sudo said of itself. */
  'command',
  /** A program was loaded, or a load failed. */
  'load',
  'unload',
  'pin',
  'attach',
  'detach',
  /** Another bpf(2) command. */
  'bpf',
  /** A filter was attached to a socket, or a socket that sees packets was made. */
  'socket',
  /** Auditing was changed or stopped. */
  'audit',
  /** A signal was sent. */
  'signal',
  /** A file was made, changed or removed. */
  'file',
  /** A kernel module was loaded or removed. */
  'module',
  /** A process ended. */
  'exit',
] as const
export type StepKind = (typeof STEP_KINDS)[number]

/** A step of a story. */
const stepFields = {
  /** When it was; absent when the record carries no time. */
  time: { kind: 'time', title: 'Time' },
  /** Its event. */
  event: { kind: 'event', required: true, title: 'Event' },
  /** What it is. */
  kind: { kind: 'word', required: true, values: STEP_KINDS, heading: 'step', title: 'Step' },
  /** What was done, in words: the command line, the path, the programs. */
  what: { kind: 'text', required: true, heading: 'what', title: 'What was done', look: 'name' },
  /** Whether it succeeded, where the log says so. */
  success: { kind: 'flag' },
  /** How many equal steps in a row this one stands for; absent for one. */
  count: { kind: 'ordinal', title: 'Count', look: 'rare' },
  /** The process. */
  pid: { kind: 'count', title: 'Process' },
  /** Its executable. */
  exe: { kind: 'text', title: 'Executable', look: 'name' },
  /** The programs concerned, the first of them. */
  progIds: { kind: 'ids', limits: { maxItems: 20 }, title: 'Programs' },
} as const satisfies Fields

/** A story. */
export const storyFields = {
  /** The node, in a log that names nodes. */
  node: { kind: 'text', title: 'Node' },
  /** The login session; absent for what belongs to none. */
  session: { kind: 'count', title: 'Session' },
  /** The login user; absent where it is unset. */
  auid: { kind: 'user', title: 'Login user' },
  /** The name of the login user, from an ENRICHED log or a login record. */
  user: { kind: 'text', title: 'User' },
  /** The executable, for what belongs to no session. */
  exe: { kind: 'text', title: 'Executable', look: 'name' },
  /** When it begins. */
  from: { kind: 'time' },
  /** When it ends. */
  to: { kind: 'time' },
  /** How bad the worst of its findings would be. */
  severity: { kind: 'word', values: SEVERITIES, title: 'Severity' },
  /** Names of the findings about its programs and its calls. */
  findings: { kind: 'words', required: true, title: 'Findings' },
  /** The steps in their order. */
  steps: { kind: 'objects', required: true, fields: stepFields },
  /** How many steps between the first and the last ones are left out, of very many. */
  leftOut: { kind: 'count', required: true },
  /** The programs of it that are still loaded, the first of them. */
  remaining: { kind: 'ids', required: true, limits: { maxItems: 100 } },
  /** How many that are. */
  remainingCount: { kind: 'count', required: true },
  /** How many more may be loaded: their ids are not known, or which of the UNLOADs are theirs. */
  uncertainCount: { kind: 'ordinal' },
  /** The paths it pinned objects at, the first of them; those that were seen to be removed are left out. */
  pins: { kind: 'texts', required: true },
} as const satisfies Fields

/** A step of a story. Text is latin1. */
export interface StoryStep extends Values<typeof stepFields> {}

/** What one session or loader did. Text is latin1. */
export interface Story extends Values<typeof storyFields> {}

/** A step as a row of a table: with whose it is. */
export const storyRowFields = {
  node: storyFields.node,
  session: storyFields.session,
  auid: storyFields.auid,
  user: storyFields.user,
  ...stepFields,
} as const satisfies Fields
