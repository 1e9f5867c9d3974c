/** What a ts-ausearch command line asks for. */
import type { AccountResolver, EscapeMode } from '@ts-audit/auparse'
import type { Expression, parseExpression } from '@ts-audit/auparse/expression'
import type { Criteria, TimeContext, UserCriterion } from '@ts-audit/ausearch'
import type { OutputFormatName } from '@ts-audit/format'
import type { MachineNumber } from '@ts-audit/tables/machines'
import type { CommandOption } from '../options/command-table.ts'
import type { InputSettings, TerminalSettings } from '../options/shared-options.ts'

export type AusearchOption = CommandOption<AusearchOptions, AusearchContext>

/** A user asked for by number or by name, still being read. */
export type UserOption = { -readonly [Part in keyof UserCriterion]: UserCriterion[Part] }

type Unrepeated = Omit<Criteria, 'nodes' | 'types' | 'uid' | 'euid' | 'auid' | 'anyUid'>

/** The criteria while the command line is read; what an option adds to is there from the beginning. */
export type CriteriaOptions = { -readonly [Name in keyof Unrepeated]: Unrepeated[Name] } & {
  readonly nodes: string[]
  readonly types: number[]
  readonly uid: UserOption
  readonly euid: UserOption
  readonly auid: UserOption
  readonly anyUid: UserOption
}

/** Which BPF programs are asked for. */
export interface BpfOptions {
  /** Programs with one of these ids; without any, all. */
  progIds: number[]
  op?: 'LOAD' | 'UNLOAD'
}

/** Everything a run of ts-ausearch needs to know from its command line. */
export interface AusearchOptions extends InputSettings, TerminalSettings {
  criteria: CriteriaOptions
  /** Seconds since 1970, both included. */
  start?: number
  end?: number
  /** `--prog-id` and `--bpf-op`. */
  bpf: BpfOptions
  /** `--expr`: all must be true for an event that matches. */
  expressions: Expression[]
  format: OutputFormatName
  escape: EscapeMode
  /** Additional csv columns. */
  extras: { keys: boolean; labels: boolean; obj2: boolean; time: boolean }
  /** What JSON output has beside the fields. */
  json: { raw: boolean; argv: boolean; normalise: boolean }
  /** `--rfc4180`: csv for programs. */
  rfc4180: boolean
  /** `--checkpoint` file, as latin1. */
  checkpoint?: string
  /** `-ts checkpoint`. */
  startAtCheckpoint: boolean
  /** `--passwd` and `--group`: the accounts of the machine that wrote the log, as latin1 paths. */
  passwdFile?: string
  groupFile?: string
  /** `--lenient`: a field that cannot be read fails its own criteria only. */
  lenient: boolean
  /** `--strict-exit`: a status for every outcome. */
  strictExit: boolean
  /** `--threads`: how many threads besides the main one may format events; undefined for as many as there is use for. */
  threads?: number
  justOne: boolean
  lineBuffered: boolean
  debug: boolean
  /** `--arch` was given (a syscall name also sets the arch criterion). */
  archGiven: boolean
}

/** What the option checks ask about the machine. */
export interface AusearchContext {
  /** Tells the ids of the users and groups that are named. */
  readonly accounts: Pick<AccountResolver, 'userId' | 'groupId'>
  readonly time: TimeContext
  /** The machine the search runs on; undefined when it is none the audit system knows. */
  readonly host: MachineNumber | undefined
  /** Reads what follows `--expr`. */
  readonly parseExpression: typeof parseExpression
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
    json: { raw: true, argv: false, normalise: false },
    rfc4180: false,
    inputLogs: false,
    startAtCheckpoint: false,
    lenient: false,
    strictExit: false,
    colour: 'never',
    progress: true,
    notes: true,
    justOne: false,
    lineBuffered: false,
    debug: false,
    archGiven: false,
  }
}
