/** The kind and the action of an event, most of them from memory: both follow from little of it. */
import { createInterpretContext } from '@ts-audit/auparse'
import { createEventViewer, createNormaliser } from '@ts-audit/auparse/internal'
import type { LogEvent, LogRecord } from '@ts-audit/log'
import * as RecordType from '@ts-audit/tables/record-type'
import type { EventColumns } from './event-columns.ts'

/** Types of a lone record by which alone both are known. */
const namedByType: ReadonlySet<number> = new Set([
  RecordType.USER_AUTH,
  RecordType.USER_ACCT,
  RecordType.CRED_ACQ,
  RecordType.CRED_DISP,
  RecordType.CRED_REFR,
  RecordType.USER_START,
  RecordType.USER_END,
  RecordType.USER_LOGIN,
  RecordType.USER_LOGOUT,
  RecordType.USER_CMD,
  RecordType.SERVICE_START,
  RecordType.SERVICE_STOP,
])

/** Types that stand beside a SYSCALL record and say nothing about what was done. */
const silent: ReadonlySet<number> = new Set([
  RecordType.CWD,
  RecordType.PATH,
  RecordType.EXECVE,
  RecordType.PROCTITLE,
  RecordType.SOCKADDR,
  RecordType.EOE,
])

/** Actions that follow from more than the system call and whether the rule has a key. */
const MORE_IS_ASKED = /^(?:made-|make-|allocated-memory|killed-)/

/** Those of a hostile log are without end. */
const MOST_KNOWN = 5000
/** Records of more bytes may be read in another way. */
const MOST_BYTES = 4096
const TWO_32 = 4294967296

/** Their numbers in the columns; 0 for none. */
interface Names {
  readonly kind: number
  readonly action: number
}

const NAMELESS: Names = { kind: 0, action: 0 }

/** What was read of the SYSCALL record. */
export interface CallRead {
  /** Whether `arch`, `syscall` and `key` stand in it once each. */
  readonly isUsual: boolean
  readonly isKeyNull: boolean
  /** How an enriched log calls the system call; empty in others, undefined where it is not sure. */
  readonly enriched: string | undefined
}

/** Of the events of a run, batch by batch. */
export class EventNames {
  readonly #view = createEventViewer(createInterpretContext())
  readonly #normalise = createNormaliser(false)
  /** By how an enriched log calls the system call, then by its mark. */
  readonly #ofCalls = new Map<string, Map<number, Names>>()
  readonly #ofTypes = new Map<number, Names>()
  #known = 0

  /** The columns are empty again, or others. */
  reset(): void {
    this.#ofCalls.clear()
    this.#ofTypes.clear()
    this.#known = 0
  }

  put(event: LogEvent, call: CallRead, columns: EventColumns, row: number): void {
    const { kind, action } = this.#names(event, call, columns, row)
    columns.kind.numbers[row] = kind
    columns.action.numbers[row] = action
  }

  #names(event: LogEvent, call: CallRead, columns: EventColumns, row: number): Names {
    if (event.seconds === 0) return this.#ask(event, columns)
    if (event.records.length === 1 && namedByType.has(event.type) && isUsual(event.records[0])) {
      const known = this.#ofTypes.get(event.type) ?? this.#ask(event, columns)
      this.#ofTypes.set(event.type, known)
      return known
    }
    return isNamedByCall(event, call) ? this.#ofCall(event, call, columns, row) : this.#ask(event, columns)
  }

  #ofCall(event: LogEvent, call: CallRead, columns: EventColumns, row: number): Names {
    const enriched = call.enriched ?? ''
    let ofEnriched = this.#ofCalls.get(enriched)
    if (ofEnriched === undefined) {
      ofEnriched = new Map()
      this.#ofCalls.set(enriched, ofEnriched)
    }
    const arch = columns.arch.numbers[row] as number
    const mark = 2 * (arch * TWO_32 + (columns.syscall.numbers[row] as number)) + (call.isKeyNull ? 0 : 1)
    const known = ofEnriched.get(mark)
    if (known !== undefined) return known
    const names = this.#ask(event, columns)
    if (MORE_IS_ASKED.test(columns.action.texts[names.action] ?? '')) return names
    if (this.#known++ >= MOST_KNOWN) this.reset()
    ofEnriched.set(mark, names)
    return names
  }

  #ask(event: LogEvent, { kind, action }: EventColumns): Names {
    let names = NAMELESS
    this.#view(event, (view) => {
      if (names.kind !== 0) return
      const slots = this.#normalise(view)
      names = {
        kind: slots?.kind === undefined ? 0 : kind.numberOf(slots.kind),
        action: slots?.action === undefined ? 0 : action.numberOf(slots.action),
      }
    })
    return names
  }
}

/**
 * Whether an event begins with its only SYSCALL record, beside which nothing says what was done: then the system call, how an
 * enriched log calls it, and whether the rule has a key name it. Not where a record is written in an unusual way.
 */
function isNamedByCall({ type, records }: LogEvent, call: CallRead): boolean {
  if (type !== RecordType.SYSCALL || !call.isUsual || call.enriched === undefined) return false
  for (let index = 0; index < records.length; index++) {
    const record = records[index]
    if (!isUsual(record) || (index > 0 && !silent.has(record.type))) return false
  }
  return true
}

/** `type=NAME msg=audit(…):`, with or without a host before it, and not long. */
function isUsual(record: LogRecord | undefined): record is LogRecord {
  return record !== undefined && record.body >= 0 && record.type > 0 && record.end - record.start < MOST_BYTES
}
