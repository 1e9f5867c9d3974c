/** The attributes of an event that criteria and reports look at. */
import type { ByteSpan } from './byte-span.ts'

/** An id that no record holds, for uid, euid, gid and egid; as an audit uid it means "no login". */
export const UNSET_ID = 4294967295
/** An audit uid or session that no record holds. */
export const NOT_RECORDED = 4294967294
/** A pid that no record holds, and a result that no record decides. */
export const UNSET = -1

/** What stands for the ELF word of an io_uring operation's machine, in {@link SearchAttributes.arch}; no machine has it. */
export const IO_URING = 11

/** What an access decision said. */
export type AvcResult = 'unset' | 'denied' | 'granted'

/** A security context pair; an AVC record adds what was decided. */
export interface ContextEntry {
  subject: ByteSpan | undefined
  object: ByteSpan | undefined
  /** The text between the braces of an AVC record. */
  permission: ByteSpan | undefined
  /** The object class (`tclass=`) of an AVC record. */
  objectClass: ByteSpan | undefined
  result: AvcResult
}

/** A file name of the event. */
export interface FileEntry {
  readonly name: ByteSpan
  /** What follows the first `type=` (`nametype=`, `objtype=`) after the name of a PATH record. */
  readonly tail: ByteSpan | undefined
  /** It is from a PATH record: a relative name stands below a directory. */
  readonly isPath: boolean
}

/**
 * One set per event, filled record by record (spec 01 §5.1). An object is made once and reset for each event.
 *
 * Spans point into record bytes: they are valid as long as the records are.
 */
export class SearchAttributes {
  pid = UNSET
  ppid = UNSET
  uid = UNSET_ID
  euid = UNSET_ID
  auid = NOT_RECORDED
  gid = UNSET_ID
  egid = UNSET_ID
  session = NOT_RECORDED
  /** 1 success, 0 failure, {@link UNSET}, or an odd number from `res=`. */
  success = UNSET
  /** The exit value of a system call; undefined when none was read. A bigint only beyond 2^53. */
  exit: number | bigint | undefined = undefined
  syscall = 0
  /** The ELF word of `arch=`; 0 when no record has one, 11, which no machine has, for an io_uring operation. */
  arch = 0
  /** The ids whose account names are compared with a user criterion given by name; not every record sets them. */
  namedUid: number | undefined = undefined
  namedEuid: number | undefined = undefined
  namedAuid: number | undefined = undefined
  host: ByteSpan | undefined = undefined
  terminal: ByteSpan | undefined = undefined
  exe: ByteSpan | undefined = undefined
  comm: ByteSpan | undefined = undefined
  cwd: ByteSpan | undefined = undefined
  vm: ByteSpan | undefined = undefined
  uuid: ByteSpan | undefined = undefined
  account: ByteSpan | undefined = undefined
  /** Undefined until a record looked for one; a list without entries means that the first look failed. */
  files: FileEntry[] | undefined = undefined
  /** As {@link files}. */
  keys: ByteSpan[] | undefined = undefined
  contexts: ContextEntry[] | undefined = undefined
  /** The type of the first record with a field that could not be read: the extraction ended there, unless it is lenient. */
  failedType: number | undefined = undefined

  /** Forgets the previous event. */
  reset(): void {
    this.pid = UNSET
    this.ppid = UNSET
    this.uid = UNSET_ID
    this.euid = UNSET_ID
    this.auid = NOT_RECORDED
    this.gid = UNSET_ID
    this.egid = UNSET_ID
    this.session = NOT_RECORDED
    this.success = UNSET
    this.exit = undefined
    this.syscall = 0
    this.arch = 0
    this.namedUid = undefined
    this.namedEuid = undefined
    this.namedAuid = undefined
    this.host = undefined
    this.terminal = undefined
    this.exe = undefined
    this.comm = undefined
    this.cwd = undefined
    this.vm = undefined
    this.uuid = undefined
    this.account = undefined
    this.files = undefined
    this.keys = undefined
    this.contexts = undefined
    this.failedType = undefined
  }

  /** Adds an entry to the context list. */
  addContext(subject: ByteSpan | undefined, object: ByteSpan | undefined): void {
    const entry: ContextEntry = {
      subject,
      object,
      permission: undefined,
      objectClass: undefined,
      result: 'unset',
    }
    this.addEntry(entry)
  }

  /** Adds a prepared entry to the context list. */
  addEntry(entry: ContextEntry): void {
    if (this.contexts === undefined) this.contexts = [entry]
    else this.contexts.push(entry)
  }
}
