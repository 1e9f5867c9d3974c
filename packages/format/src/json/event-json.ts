/** The native schema `ts-audit-event/1`: an event as data, from which its lines can be had again byte for byte. */

/** The name of the schema. Additions keep the number; a change of meaning raises it. */
export const EVENT_SCHEMA = 'ts-audit-event/1'

/** One event. All values of fields are strings, as they stand in the log; only numbers of the header are numbers. */
export interface EventJson {
  readonly schema: typeof EVENT_SCHEMA
  /** `[NODE/]SECONDS.MMM:SERIAL`. */
  readonly id: string
  /** The node that the lines name. */
  readonly node?: string
  /** ISO 8601 in UTC with milliseconds; null after the year 9999. */
  readonly time: string | null
  /** Seconds since 1970; null beyond 2^53 - 1, which {@link id} still has. */
  readonly sec: number | null
  /** 0 to 999. */
  readonly ms: number
  /** Null beyond 2^53 - 1. */
  readonly serial: number | null
  /** The types of the records, in order, repeated where they repeat. */
  readonly types: readonly string[]
  /** In the order in which they arrived. */
  readonly records: readonly RecordJson[]
  /** The arguments of EXECVE, joined where a long one was logged in pieces; with `argv` only. */
  readonly argv?: readonly string[]
  /** Instead of `argv`, each in base64, where an argument is not UTF-8. */
  readonly argvBase64?: readonly string[]
  /** Who did what to what; with `normalise` only, and where the event could be put into words. */
  readonly normalised?: NormalisedJson
  /** Where the first record came from. */
  readonly source?: SourceJson
  /** What the input, or this output, leaves out or changes, in fixed words. */
  readonly loss?: readonly string[]
}

/** One record: a line of the log. */
export interface RecordJson {
  /** As the line has it. */
  readonly type: string
  /** Its number; absent for a name that no table has. */
  readonly code?: number
  /** The whole line without its line feed. */
  readonly raw?: string
  /** The same in base64, instead of `raw`, where the line is not UTF-8. */
  readonly rawBase64?: string
  /** Every `name=value` of the record, in order, duplicates kept. */
  readonly fields: readonly FieldJson[]
  /** What auditd added after byte 0x1D, in the same form. Absent where the line has no such byte. */
  readonly enriched?: readonly FieldJson[]
  /** Of a PATH record: its name joined to the directory of the CWD record, without `.` and `..`. */
  readonly path?: string
  /** The same in base64, instead of `path`, where it is not UTF-8. */
  readonly pathBase64?: string
}

/** One `name=value`. */
export interface FieldJson {
  readonly name: string
  /** As it stands in the log, quotes included. */
  readonly raw?: string
  /** The same in base64, instead of `raw`, where it is not UTF-8. */
  readonly rawBase64?: string
  /** The interpretation, where it differs from `raw`: the enrichment of the record first, then tables. */
  readonly text?: string
  /** The same in base64, instead of `text`, where the decoded bytes are not UTF-8. */
  readonly textBase64?: string
  /** The field stands inside `msg='…'`. */
  readonly in?: 'msg'
}

/** The words of the csv output. */
export interface NormalisedJson {
  readonly kind?: string
  readonly session?: string
  readonly subject?: ActorJson
  readonly action?: string
  readonly result?: 'success' | 'failed'
  readonly object?: ActorJson
  /** The second object, such as the new name of a rename. */
  readonly object2?: string
  readonly how?: string
  readonly key?: string
}

/** A subject or an object. */
export interface ActorJson {
  readonly primary?: string
  readonly secondary?: string
  readonly kind?: string
}

/** Where an event came from. */
export interface SourceJson {
  /** The form of the input: `audit-log`, `journald-json`, `syslog`, … */
  readonly input: string
  readonly file?: string
  /** Of the first byte of the line or document, after decompression; 0 is the first. */
  readonly offset?: number
  /** The number of that line; 1 is the first. */
  readonly line?: number
  /** The boot, where the input tells. */
  readonly boot?: string
}

/** What is known of an event beside its records. */
export interface EventOrigin extends SourceJson {
  /** What the input leaves out or changes. */
  readonly loss?: readonly string[]
}
