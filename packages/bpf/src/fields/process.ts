/** The fields of a process: who loads programs, makes bpf(2) calls, or drops the last reference. */
import { type Fields, pick, type SimpleField, type Values } from './field.ts'

/** A field of a process, and how its records write it. */
export interface ProcessField extends SimpleField {
  readonly kind: 'text' | 'count' | 'user' | 'session'
  /** Whether it belongs to one process; all other fields are kept once for the processes that share them. */
  readonly own?: true
  /**
   * How the SYSCALL record writes a text under the name of the field: in quotes or in hex unless it is plain, or as
   * several keys. A number is always decimal.
   */
  readonly written?: 'plain' | 'keys'
}

/** A process, as the SYSCALL and PROCTITLE records of one event describe it; what they do not say is absent. */
export const processFields = {
  /** Its number. */
  pid: { kind: 'count', own: true, title: 'Process' },
  /** The number of its parent. */
  ppid: { kind: 'count', own: true },
  /** The user it runs as. */
  uid: { kind: 'user', title: 'User' },
  /** The user whose rights it has. */
  euid: { kind: 'user' },
  /** Its login user; 4294967295 is the kernel's "unset". */
  auid: { kind: 'user', title: 'Login user' },
  /** Its login session; 4294967295 is the kernel's "unset". */
  ses: { kind: 'session', title: 'Session' },
  /** Its terminal. */
  tty: { kind: 'text', written: 'plain', title: 'Terminal' },
  /** The name it goes by. */
  comm: { kind: 'text', title: 'Command' },
  /** Its executable. */
  exe: { kind: 'text', title: 'Executable', look: 'name' },
  /** Its command line, the arguments separated by spaces. */
  proctitle: { kind: 'text', own: true, title: 'Command line', look: 'name' },
  /** The keys of the audit rules that logged the call, separated by commas. */
  key: { kind: 'text', written: 'keys', title: 'Key' },
  /** Its security context. */
  subj: { kind: 'text', written: 'plain', title: 'Subject' },
} as const satisfies Readonly<Record<string, ProcessField>>

const told = /* @__PURE__ */ pick(processFields, ['exe', 'comm', 'auid', 'uid', 'key', 'subj', 'tty', 'ses'])

/** What loaders can be told apart by, the words of `--by`. */
export const identityFields = {
  ...told,
  /** Its systemd unit, known of login sessions and of systemd itself. */
  unit: { kind: 'text', title: 'Unit' },
} as const satisfies Fields

/** The account names that auditd's ENRICHED format adds to a SYSCALL record, there in capitals. */
export const enrichmentFields = {
  /** The name of the login user. */
  auid: { kind: 'text' },
  /** The name of the user. */
  uid: { kind: 'text' },
  /** The name of the user whose rights it has. */
  euid: { kind: 'text' },
} as const satisfies Fields

type ProcessName = keyof typeof processFields
/** What belongs to one process. */
export type OwnName = {
  [Name in ProcessName]: (typeof processFields)[Name] extends { readonly own: true } ? Name : never
}[ProcessName]

/** What the processes of one kind share. */
export type SharedName = Exclude<ProcessName, OwnName>

/** Those of them that are texts. */
export type TextName = {
  [Name in SharedName]: (typeof processFields)[Name] extends { readonly kind: 'text' } ? Name : never
}[SharedName]

/** Those of them that are numbers. */
export type NumberName = Exclude<SharedName, TextName>

/** The names of the numbers, and of the texts, that the processes of one kind share. */
export const NUMBER_NAMES = /* @__PURE__ */ sharedNames((kind) => kind !== 'text') as readonly NumberName[]
export const TEXT_NAMES = /* @__PURE__ */ sharedNames((kind) => kind === 'text') as readonly TextName[]

function sharedNames(isWanted: (kind: ProcessField['kind']) => boolean): readonly string[] {
  const rows: readonly (readonly [string, ProcessField])[] = Object.entries(processFields)
  return rows.filter(([, { own, kind }]) => own !== true && isWanted(kind)).map(([name]) => name)
}

/** The names of {@link enrichmentFields}. */
export const ENRICHED = /* @__PURE__ */ Object.keys(
  enrichmentFields,
) as readonly (keyof typeof enrichmentFields)[]

/** What a loader of programs is told by: a process; what the log does not say is absent. Text is latin1. */
export interface Loader extends Values<typeof processFields> {}

/** The values that tell a loader from others; a field the log does not give is absent. Text is latin1. */
export interface LoaderIdentity extends Values<typeof identityFields> {}

/** Account names of a loader. */
export interface Enrichment extends Values<typeof enrichmentFields> {}

/** What loaders can be told apart by. */
export type LoaderField = keyof typeof identityFields

/** All of them, in the order in which reports have them. */
export const LOADER_FIELDS = /* @__PURE__ */ Object.keys(identityFields) as readonly LoaderField[]

/** The default: an executable, under the name it goes by, used by one login user. */
export const DEFAULT_LOADER_FIELDS: readonly LoaderField[] = ['exe', 'comm', 'auid']
