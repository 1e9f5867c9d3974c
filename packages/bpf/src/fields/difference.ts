/** The fields of a difference between two reports. */
import type { Fields, Values } from './field.ts'

/** What a difference is about. */
export const DIFFERENCE_SUBJECTS = ['loader', 'path', 'pin', 'command', 'finding'] as const
export const CHANGES = ['new', 'changed', 'gone'] as const

/** One difference. */
export const differenceFields = {
  /** `new` is only in the second report, `gone` only in the first, `changed` in both with other counts. */
  change: { kind: 'word', required: true, values: CHANGES },
  /** A loader, an executable, the path of a pin, a bpf() command, or a finding. */
  about: { kind: 'word', required: true, values: DIFFERENCE_SUBJECTS },
  /** The node, in a log that names nodes. */
  node: { kind: 'text' },
  /** The loader's executable, or the path that is new or gone. */
  exe: { kind: 'text' },
  /** The loader's name. */
  comm: { kind: 'text' },
  /** The loader's login user. */
  auid: { kind: 'user' },
  /** What was counted: `loads`, `failed loads`, `still loaded`, the command, the finding. */
  what: { kind: 'word', required: true },
  /** The count in the first report. */
  before: { kind: 'count', required: true },
  /** The count in the second one. */
  after: { kind: 'count', required: true },
} as const satisfies Fields

/** One difference between two reports. Text is latin1. */
export interface Difference extends Values<typeof differenceFields> {}
