/** Reads audit records in any form that is understood, pushed in chunks of any size. */
import {
  type ChunkReader,
  type LogCounters,
  type LogEvent,
  LogReader,
  type LogReaderOptions,
  type LogRecord,
} from '@ts-audit/log'
import { NEWLINE, RETURN } from './ascii.ts'
import { Aside } from './aside.ts'
import { BrokenRecords } from './broken-records.ts'
import { joined } from './bytes.ts'
import { transcoder, wideCharset } from './charset.ts'
import { HEAD_BYTES, holdsRecord, LOOK_BYTES } from './holds-record.ts'
import type { InputChoice } from './input-choice.ts'
import type { InputForm } from './input-form.ts'
import { automaticForms } from './input-forms.ts'
import type { InputReport } from './input-report.ts'
import type { Loss } from './loss.ts'
import { Places } from './places.ts'
import { beginsAsAuditLine } from './record-heads.ts'
import { plainRefusal, refusalOf } from './refusal.ts'
import { sampleOf } from './sample.ts'
import { auditLog } from './text/audit-log.ts'
import { Unwrapper } from './unwrapper.ts'

/** After so many lines of auditd's log in a row the rest is taken for such, as long as no line tells otherwise. */
const PLAIN_RUN = 32
const NOTHING = new Uint8Array(0)
const NO_LOSSES: ReadonlySet<Loss> = new Set()

/** What is read, and whom a reader tells. */
export interface InputReaderOptions extends LogReaderOptions {
  /** Default `any`. */
  readonly choice?: InputChoice | undefined
  /** The forms that are recognised; by default all but those that are taken only when asked for. */
  readonly forms?: readonly InputForm[] | undefined
  /** Whether {@link InputReader.sourceOf} knows of lines of auditd's log, too: that costs a part of the time. */
  readonly keepsPlaces?: boolean | undefined
  /** Told about messages that an input says are missing, with the id of a record beside them: `SECONDS.MMM:SERIAL`. */
  readonly onMissing?: ((count: number, event: string) => void) | undefined
  /**
   * Told about lines that are no record: the input and the number of the line, as in {@link RecordSource}, and the line's
   * beginning in printable characters. The number is 0 unless places are kept.
   */
  readonly onMalformed?: ((input: number, line: number, text: string) => void) | undefined
  /** Names of programs that write audit records to syslog or the journal, beside those that are known by themselves. */
  readonly syslogTags?: readonly string[] | undefined
  /**
   * Whether records without a node get the host that their input names, as syslog, the journal and Elastic's documents do.
   * By default they have none: it is a part of an event's id. What is read as auditd's log stays as it is.
   */
  readonly hostAsNode?: boolean | undefined
  /** A log of auditd's that was begun without this reader, which goes on in its middle: see {@link InputReader.takeOver}. */
  readonly started?: StartedLog | undefined
}

/** A log of auditd's that somebody reads with a `LogReader` alone, until a line is no record. */
export interface StartedLog {
  /** Whom the reader tells from now on. */
  handOver(told: Pick<LogReaderOptions, 'sink' | 'stopsAt' | 'tracking'>): LogReader
}

/** Where a record came from. */
export interface RecordSource {
  readonly form: InputForm
  /** The index of the input: counted from 0, in the order of reading. */
  readonly input: number
  /** Of the first byte of its line or document, in the bytes of the input after decompression; 0 is the first. */
  readonly offset: number
  /** The number of that line; 1 is the first. */
  readonly line: number
  /** The boot that the record belongs to, where the input tells: journald's `_BOOT_ID`. */
  readonly boot: string | undefined
  /** What the form has lost of records so far. */
  readonly losses: ReadonlySet<Loss>
}

/**
 * A push reader like `LogReader`. What auditd has written passes through to one untouched, up to the first line that is
 * no record; from there on each line goes to the form that knows it.
 */
export class InputReader implements ChunkReader {
  readonly #log: LogReader
  readonly #unwrapper: Unwrapper
  /** Looks at what `auto` leaves out. */
  readonly #aside: Aside | undefined
  #choice: InputChoice
  readonly #keepsPlaces: boolean
  /** Whether lines of auditd's log are among what is read. */
  readonly #readsAudit: boolean
  #mode: 'begin' | 'plain' | 'unwrap' | 'refused' = 'begin'
  /** What has come of an input while its beginning is not decided. */
  #held: Uint8Array = NOTHING
  #decoder: ReturnType<typeof transcoder> | undefined
  #input = 0
  #bytesRead = 0
  #refusals: string[] = []
  readonly #broken = new BrokenRecords()
  /** Of plain bytes: where the next one is, and the lines before. */
  #offset = 0
  #lineBase = 0
  readonly #places = new Places()
  /** Of records that were copied: by the bytes they are in now, and where they begin there. */
  readonly #moved = new WeakMap<Uint8Array, Map<number, RecordSource>>()
  readonly #onMalformed: InputReaderOptions['onMalformed']

  constructor(options: InputReaderOptions) {
    const { choice = 'any', forms = automaticForms, keepsPlaces = false, onMissing, onMalformed } = options
    const { syslogTags, hostAsNode } = options
    this.#onMalformed = onMalformed
    this.#keepsPlaces = keepsPlaces
    this.#choice = choice
    this.#readsAudit = forms.includes(auditLog)
    this.#unwrapper = new Unwrapper({
      forms,
      syslogTags,
      hostAsNode,
      onMissing,
      onUnknown: onMalformed && ((line, text) => onMalformed(this.#input, line, text)),
    })
    this.#aside = choice === 'auto' || choice === 'compatible' ? new Aside(syslogTags, forms) : undefined
    const told: LogReaderOptions = {
      ...options,
      stopsAt: (bytes, start, end) => this.#isOther(bytes, start, end),
      tracking: {
        joined: (line, carried) => {
          if (!this.#keepsPlaces) return
          const position = { input: this.#input, offset: this.#offset - carried, line: this.#lineBase }
          this.#places.add(line, { kind: 'plain', ...position })
        },
        moved: (record, copy) => {
          const source = this.sourceOf(record)
          if (source === undefined) return
          const moved = this.#moved.get(copy.bytes) ?? new Map<number, RecordSource>()
          this.#moved.set(copy.bytes, moved.set(copy.start, source))
        },
      },
    }
    this.#log = options.started?.handOver(told) ?? new LogReader(told)
  }

  /** Goes on with a {@link StartedLog} that has stopped at a line, or has ended. Returns false when the sink has said stop. */
  takeOver(): boolean {
    const { lines, cutLines } = this.#log.counters
    this.#mode = 'plain'
    this.#offset = this.#log.bytesRead
    this.#lineBase = lines - cutLines
    return this.#leavePlain()
  }

  /** Reads one chunk. Returns false when the sink has said stop. */
  push(chunk: Uint8Array): boolean {
    this.#bytesRead += chunk.length
    return this.#pushDecoded(this.#decoder?.push(chunk) ?? chunk)
  }

  /** Whether so little has come of an input that {@link settle} may tell more. */
  get isUndecided(): boolean {
    return this.#mode === 'begin'
  }

  /** A feed has fallen silent: what has come is looked at, though it may be too little to tell much. */
  settle(): boolean {
    return this.#mode !== 'begin' || this.#held.length === 0 || this.#begin(true)
  }

  /** End of one file of a set: the next one is looked at anew; events in flight go on into it. */
  endFile(): boolean {
    return this.#endInput() && this.#log.endFile()
  }

  /** End of the last input: delivers all events in flight. */
  end(): boolean {
    return this.#endInput() && this.#log.end()
  }

  /** End of the last input with a checkpoint in force: delivers the complete events and drops the others. */
  endAtCheckpoint(): boolean {
    return this.#endInput() && this.#log.endAtCheckpoint()
  }

  /** Delivers the events that are complete at a time, in seconds since 1970-01-01 UTC. */
  age(now: number): boolean {
    return this.#log.age(now)
  }

  flushIdle(keepIncomplete: boolean): boolean {
    return this.settle() && this.#log.flushIdle(keepIncomplete)
  }

  buffersInFlight(): Set<Uint8Array> {
    return this.#log.buffersInFlight()
  }

  /** Bytes pushed so far. */
  get bytesRead(): number {
    return this.#bytesRead
  }

  get eventsInFlight(): number {
    return this.#log.eventsInFlight
  }

  /** The memory outside the heap that the events in flight take. */
  get tableBytes(): number {
    return this.#log.tableBytes
  }

  /** What has been counted so far, of the audit lines that the inputs gave. */
  get counters(): LogCounters {
    return this.#log.counters
  }

  /** What was read of which form, and what was not. */
  get report(): InputReport {
    return {
      ...this.#unwrapper.report,
      refusals: this.#refusals,
      aside: this.#aside?.report,
      brokenRecords: this.#broken.count,
      brokenSample: this.#broken.sample,
    }
  }

  /** What the options have come to: `auto` until the first input has been looked at. */
  get choice(): InputChoice {
    return this.#choice
  }

  /** Whether any input so far has told the boots of its records: only then is it worth asking. */
  get namesBoots(): boolean {
    return this.#unwrapper.namesBoots
  }

  /** Where an event came from: the source of its first record. */
  sourceOfEvent(event: LogEvent): RecordSource | undefined {
    const [record] = event.records
    return record === undefined ? undefined : this.sourceOf(record)
  }

  /**
   * Where a record came from. To be asked while the sink has its event. Undefined for a record of auditd's log unless
   * places are kept.
   */
  sourceOf(record: LogRecord): RecordSource | undefined {
    const moved = this.#moved.get(record.bytes)?.get(record.start)
    if (moved !== undefined) return moved
    return this.#placeAt(record.bytes, record.start)
  }

  #placeAt(bytes: Uint8Array, start: number): RecordSource | undefined {
    const position = bytes.byteOffset + start
    const place = this.#places.at(bytes.buffer, position)
    if (place === undefined) return undefined
    const { origin, from } = place
    if (origin.kind === 'plain') {
      const { input, offset, line } = origin
      place.count(bytes.buffer, position)
      return {
        form: auditLog,
        input,
        offset: offset + position - from,
        line: line + place.lines + 1,
        boot: undefined,
        losses: NO_LOSSES,
      }
    }
    const found = origin.table.at(position)
    if (found === undefined) return undefined
    const source = this.#unwrapper.source(found.source)
    if (source === undefined) return undefined
    const { form, input, losses } = source
    return { form, input, offset: found.offset, line: found.line, boot: found.boot, losses }
  }

  /** Whether a line that is no record is to be looked at by the other forms. */
  #isOther(bytes: Uint8Array, start: number, end: number): boolean {
    // What the forms have given as a line of auditd's log is looked at once.
    if (this.#readsForms && this.#mode === 'plain') return true
    this.#broken.note(bytes, start, end)
    this.#tellMalformed(bytes, start, end)
    if (!this.#readsForms) this.#aside?.line(bytes.subarray(start, end))
    return false
  }

  #tellMalformed(bytes: Uint8Array, start: number, end: number): void {
    if (this.#onMalformed === undefined) return
    const place = this.#placeAt(bytes, start)
    this.#onMalformed(place?.input ?? this.#input, place?.line ?? 0, sampleOf(bytes, start, end))
  }

  /** Whether a line that is no record of auditd's log goes to the forms. */
  get #readsForms(): boolean {
    return this.#choice !== 'audit' && this.#choice !== 'compatible'
  }

  #pushDecoded(bytes: Uint8Array): boolean {
    if (this.#mode === 'plain') return this.#pushPlain(bytes)
    if (this.#mode === 'unwrap') return this.#pushWrapped(bytes)
    if (this.#mode === 'refused') return true
    // A chunk may be written over once it is pushed.
    const isWhole = this.#held.length === 0
    this.#held = isWhole ? bytes : joined(this.#held, bytes)
    const more = this.#begin(false)
    if (isWhole && this.#held === bytes) this.#held = new Uint8Array(bytes)
    return more
  }

  /** Decides how an input is read, once enough of it has come. */
  #begin(isAll: boolean): boolean {
    const held = this.#held
    if (this.#choice === 'audit') return this.#startPlain(held)
    if (!isAll && held.length < HEAD_BYTES && !held.includes(NEWLINE)) return true
    if (this.#choice === 'compatible') {
      const refusal = plainRefusal(held)
      if (refusal !== undefined) this.#refusals.push(refusal)
      return this.#startPlain(held)
    }
    if (this.#decoder === undefined) {
      const charset = wideCharset(held)
      if (charset !== undefined) {
        this.#decoder = transcoder(charset)
        this.#held = NOTHING
        return this.#pushDecoded(this.#decoder.push(held))
      }
    }
    const refusal = refusalOf(held)
    if (refusal !== undefined) {
      this.#refusals.push(refusal)
      this.#mode = 'refused'
      this.#held = NOTHING
      return true
    }
    if (this.#choice === 'auto') {
      const isAudit = holdsRecord(held)
      if (!isAudit && !isAll && held.length < LOOK_BYTES) return true
      this.#choice = isAudit ? 'compatible' : 'any'
      if (isAudit) return this.#startPlain(held)
    }
    if (this.#readsAudit && beginsPlain(held)) return this.#startPlain(held)
    this.#held = NOTHING
    this.#mode = 'unwrap'
    this.#unwrapper.begin(this.#input)
    return this.#pushWrapped(held)
  }

  #startPlain(bytes: Uint8Array): boolean {
    this.#held = NOTHING
    this.#mode = 'plain'
    return this.#pushPlain(bytes)
  }

  #pushPlain(bytes: Uint8Array): boolean {
    // Then nobody asks where in the input a line was.
    if (!this.#keepsPlaces && !this.#readsForms) return this.#log.push(bytes)
    if (this.#keepsPlaces) {
      const place = { input: this.#input, offset: this.#offset, line: this.#lineBase }
      this.#places.add(bytes, { kind: 'plain', ...place })
    }
    const { lines, cutLines } = this.#log.lineCounters
    const more = this.#log.push(bytes)
    const after = this.#log.lineCounters
    this.#lineBase += after.lines - lines - (after.cutLines - cutLines)
    this.#offset += bytes.length
    return more || this.#leavePlain()
  }

  /** A line that is no record: from it on every line is looked at, unless the sink has said stop. */
  #leavePlain(): boolean {
    const rest = this.#log.takeRest()
    if (rest === undefined) return false
    this.#offset -= rest.length
    this.#lineBase = Math.max(0, this.#lineBase - 1)
    this.#mode = 'unwrap'
    this.#unwrapper.begin(this.#input, this.#offset, this.#lineBase)
    return this.#pushWrapped(rest)
  }

  #pushWrapped(bytes: Uint8Array): boolean {
    const unwrapper = this.#unwrapper
    unwrapper.push(bytes)
    if (!this.#passLines()) return false
    // Once another form has told records, those of auditd's log are compared with them.
    const isPlain =
      unwrapper.plainRun >= PLAIN_RUN && unwrapper.otherRecords === 0 && unwrapper.isBetweenLines
    if (!isPlain) return true
    this.#mode = 'plain'
    const { offset, line } = unwrapper.position
    this.#offset = offset
    this.#lineBase = line
    const carry = unwrapper.takeCarry()
    return carry.length === 0 || this.#pushPlain(carry)
  }

  #passLines(): boolean {
    const { lines } = this.#unwrapper
    if (lines.length === 0) return true
    const { bytes, origins } = lines.take()
    this.#places.add(bytes, { kind: 'unwrapped', table: origins })
    return this.#log.push(bytes)
  }

  #endInput(): boolean {
    if (this.#decoder !== undefined && !this.#pushDecoded(this.#decoder.end())) return false
    this.#decoder = undefined
    let more = this.settle()
    // What has no newline at its end may be no record, too.
    if (more && this.#mode === 'plain' && this.#readsForms) {
      more = this.#log.endFile() || this.#leavePlain()
    }
    if (more && this.#mode === 'unwrap') {
      this.#unwrapper.end()
      more = this.#passLines()
    }
    this.#aside?.endInput()
    this.#mode = 'begin'
    this.#held = NOTHING
    this.#offset = 0
    this.#lineBase = 0
    this.#input++
    return more
  }
}

/** Whether an input begins as auditd's log does; with carriage returns, which a LogReader would keep, it does not. */
function beginsPlain(bytes: Uint8Array): boolean {
  return beginsAsAuditLine(bytes, 0, bytes.length) && bytes[bytes.indexOf(NEWLINE) - 1] !== RETURN
}
