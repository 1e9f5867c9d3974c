/** What a ts-ausearch command line asks for. */
import type { Expression } from '@ts-audit/auparse'
import type { TimeContext } from '@ts-audit/ausearch'
import type { MachineNumber } from '@ts-audit/tables/machines'
import type { ColourChoice } from '../output/colour.ts'

export type AusearchFormat = 'default' | 'raw' | 'interpret' | 'csv' | 'text'
export type EscapeWord = 'raw' | 'tty' | 'shell' | 'shell_quote'

/** A user asked for by number or by name; a name stays when the option is repeated with a number (spec 01 §6.4). */
export interface UserOption {
  id?: number
  name?: string
}

/** The criteria as typed: strings are latin1, numbers that mean "not set" are left out. */
export interface CriteriaOptions {
  serial?: number
  nodes: string[]
  types: number[]
  uid: UserOption
  euid: UserOption
  auid: UserOption
  /** `-ua`: uid, euid or auid. */
  anyUid: UserOption
  gid?: number
  egid?: number
  /** `-ga`: gid or egid. */
  anyGid?: number
  pid?: number
  ppid?: number
  /** 4294967295 is "no session". */
  session?: number
  arch?: MachineNumber
  syscall?: number
  exit?: bigint
  success?: boolean
  file?: string
  host?: string
  terminal?: string
  comm?: string
  executable?: string
  key?: string
  vmName?: string
  uuid?: string
  subject?: string
  object?: string
  /** `-se` was given: subject or object may match. */
  eitherContext: boolean
  /** `-w`: strings must be equal, not contained. */
  wholeWord: boolean
  /** Seconds since 1970, both included. */
  start?: number
  end?: number
}

/** Which BPF programs are asked for. */
export interface BpfOptions {
  /** Programs with one of these ids; without any, all. */
  progIds: number[]
  op?: 'LOAD' | 'UNLOAD'
}

/** Everything a run of ts-ausearch needs to know from its command line. */
export interface AusearchOptions {
  criteria: CriteriaOptions
  /** `--prog-id` and `--bpf-op`. */
  bpf: BpfOptions
  /** `--expr`: all must be true for an event that matches. */
  expressions: Expression[]
  format: AusearchFormat
  escape: EscapeWord
  /** Additional csv columns. */
  extras: { keys: boolean; labels: boolean; obj2: boolean; time: boolean }
  /** `-if`, as latin1. */
  inputPath?: string
  /** `--input-logs`: do not read stdin even if it is a pipe. */
  inputLogs: boolean
  /** `--eoe-timeout`, in seconds. */
  eoeTimeout?: bigint
  /** `--checkpoint` file, as latin1. */
  checkpoint?: string
  /** `-ts checkpoint`. */
  startAtCheckpoint: boolean
  /** `--passwd` and `--group`: the accounts of the machine that wrote the log, as latin1 paths. */
  passwdFile?: string
  groupFile?: string
  /** `--strict-exit`: a status for every outcome. */
  strictExit: boolean
  /** `--color`. */
  colour: ColourChoice
  /** Progress on a terminal; `--no-progress` turns it off. */
  progress: boolean
  /** `--threads`: how many threads besides the main one may format events; undefined for as many as there is use for. */
  threads?: number
  justOne: boolean
  lineBuffered: boolean
  debug: boolean
  /** `--arch` was given (a syscall name also sets the arch criterion). */
  archGiven: boolean
}

/** Names of users and groups → numbers, as getpwnam() and getgrnam() give them. */
export interface AccountResolver {
  userId(name: string): number | undefined
  groupId(name: string): number | undefined
}

/** What the option checks ask about the machine. */
export interface AusearchContext {
  readonly accounts: AccountResolver
  readonly time: TimeContext
  /** The machine the search runs on; undefined when it is none the audit system knows. */
  readonly host: MachineNumber | undefined
}

export function initialAusearchOptions(): AusearchOptions {
  return {
    criteria: {
      nodes: [],
      types: [],
      uid: {},
      euid: {},
      auid: {},
      anyUid: {},
      eitherContext: false,
      wholeWord: false,
    },
    bpf: { progIds: [] },
    expressions: [],
    format: 'default',
    escape: 'tty',
    extras: { keys: false, labels: false, obj2: false, time: false },
    inputLogs: false,
    startAtCheckpoint: false,
    strictExit: false,
    colour: 'never',
    progress: true,
    justOne: false,
    lineBuffered: false,
    debug: false,
    archGiven: false,
  }
}
