/** A form in which audit records travel: how it is recognised, and how it becomes the lines of an audit log. */
import type { JsonObject } from './json/json-object.ts'
import type { Loss, UnreadReason } from './loss.ts'
import type { SyslogTag } from './text/syslog-tag.ts'

/**
 * Where a form puts what it finds. Bytes are looked at during the call and never kept. Everything is counted for the form
 * that it was opened for, and placed at the line that is being read.
 */
export interface FormOutput {
  /** A record as it stands in an audit log: bytes `start` to `end`, without newline. A line feed in it becomes a blank. */
  record(bytes: Uint8Array, start: number, end: number): void
  /**
   * A record by its parts. `type` is a number, or a name that is kept as written; `stamp` is `SECONDS.MMM:SERIAL`; the
   * body is netlink text: line feeds become blanks, and one trailing blank is cut, as auditd does.
   */
  compose(type: number | string, stamp: string, body: Uint8Array, start: number, end: number): void
  /**
   * A text that the form wraps, which counts only if it is a record, a kernel message or a syslog frame from its first
   * byte. Gives whether it is.
   */
  text(bytes: Uint8Array, start: number, end: number): boolean
  /**
   * A JSON object that the form wraps: bytes `start` to `end`, braces included, and parsed where that is done already.
   * Gives whether some form knows it.
   */
  object(bytes: Uint8Array, start: number, end: number, parsed?: JsonObject): boolean
  /** Something of the form was not read. */
  unread(reason: UnreadReason, count?: number): void
  /** Records from here have lost something that the form does not always lose. */
  loss(word: Loss): void
  /** The input says that so many messages are missing here. */
  missing(count: number): void
  /** The boot of the records that follow, by an id that is certain; undefined where it is not known. */
  boot(id: string | undefined): void
  /** Whether {@link host} is of use. */
  readonly takesHost: boolean
  /** The host of the records in the line or part that is being read, by its name: their node, if that is asked for. */
  host(bytes: Uint8Array, start: number, end: number): void
  /** Who has written a line of syslog, by its tag. */
  tagOf(bytes: Uint8Array, start: number, end: number): SyslogTag
  /** Of blocks: what follows is told by a part that begins here, a position in the bytes that are being pushed. */
  place(at: number): void
}

/** What is said of every form. */
interface FormFacts {
  /** As `--input-format` names it. */
  readonly name: string
  /** As notes name it: `syslog`, `JSON of journalctl`. */
  readonly title: string
  /** The same where another form wraps it. */
  readonly titleWithin?: string
  /** What it always loses. */
  readonly losses: readonly Loss[]
  /** What to give instead where its records cannot be read. */
  readonly remedy?: string
  /** Only says what it is: nothing of it can be read. */
  readonly readsNothing?: true
  /** Never recognised by itself, since it could be mistaken for another. */
  readonly onlyByName?: true
  /** Only whole lines of an input: never a text that another form wraps. */
  readonly neverWrapped?: true
}

/** A form of which every line stands for itself. */
export interface LineForm extends FormFacts {
  readonly kind: 'line'
  readonly open: (out: FormOutput) => LineReader
}

/** Reads the lines of one input. */
export interface LineReader {
  /** Takes a line, without its newline; gives whether it is of the form, record or not. */
  line(bytes: Uint8Array, start: number, end: number): boolean
  /** Whether a line that begins with a blank goes on with the one before: then it begins no block, whatever it looks like. */
  continues?(bytes: Uint8Array, start: number, end: number): boolean
  /** The end of the input. */
  end?(): void
}

/** A form that is an object of JSON, in whatever way the objects are written one after the other. */
export interface ObjectForm extends FormFacts {
  readonly kind: 'object'
  readonly open: (out: FormOutput) => ObjectReader
}

/** Reads the objects of one input. */
export interface ObjectReader {
  /** Takes an object; gives whether it is of the form, by its keys. */
  object(object: JsonObject): boolean
  /** The end of the input. */
  end?(): void
}

/** A form whose pieces are longer than lines, and may hold any byte. */
export interface BlockForm extends FormFacts {
  readonly kind: 'block'
  /** Whether a block begins with this line, of which at least 256 bytes are there when it has as many. */
  readonly begins: (bytes: Uint8Array, start: number, end: number) => boolean
  readonly open: (out: FormOutput) => BlockReader
}

/** Reads the blocks of one input, one after the other. */
export interface BlockReader {
  /**
   * Takes the bytes that follow. Gives how many of them belong to the block: all of them until it has ended, which
   * {@link active} says.
   */
  push(bytes: Uint8Array, start: number, end: number): number
  /** Whether the block goes on. */
  readonly active: boolean
  /** The end of the input, maybe within a block. */
  end(): void
  /** What a broken block took beyond its first line: it is read again, line by line. Given once. */
  takeAgain?(): Uint8Array | undefined
}

export type InputForm = LineForm | ObjectForm | BlockForm
