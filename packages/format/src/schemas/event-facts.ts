/**
 * What an event says, for the schemas of others: who, which process, which files, addresses, programs, and what remains. Read
 * once per event; ECS, OCSF and OpenTelemetry put the same facts into different places.
 */
import type { InterpretContext } from '@ts-audit/auparse'
import { ByteSink, FieldReader } from '@ts-audit/auparse/internal'
import type { LogEvent, LogRecord } from '@ts-audit/log'
import { ocsfRecordType } from '@ts-audit/tables/event-schemas'
import * as RecordType from '@ts-audit/tables/record-type'
import { QUOTE } from '../ascii.ts'
import { textOfLatin1 } from '../json/utf8.ts'
import { ArgumentBytes } from './argument-bytes.ts'
import { decisionOf } from './decision.ts'
import { eventId, eventStamp, exactSerial } from './event-id.ts'
import { createNamedTexts, type NamedTexts } from './named-texts.ts'
import { Field, KNOWN_FIELDS, type NameFacts, nameFacts } from './roles.ts'
import { type SocketFacts, socketFacts } from './socket.ts'
import { hexBytes, isText, Texts, utf8Text, withoutNul } from './texts.ts'

/** A file of the event, from a PATH record. Texts as in the log, the name decoded. */
export interface PathFacts {
  name: string | undefined
  item: string | undefined
  inode: string | undefined
  dev: string | undefined
  mode: string | undefined
  ouid: string | undefined
  ogid: string | undefined
  owner: string | undefined
  group: string | undefined
  rdev: string | undefined
  nametype: string | undefined
}

/** One BPF record. */
export interface ProgramFacts {
  readonly progId: string | undefined
  readonly op: string | undefined
}

const FIRST_ID = Field.auid
const LAST_ID = Field.fsgid

const PATH_FIELDS: ReadonlyMap<string, keyof PathFacts> = new Map(
  (['name', 'item', 'inode', 'dev', 'mode', 'ouid', 'ogid', 'rdev', 'nametype'] as const).map((name) => [
    name,
    name,
  ]),
)

/** What is said of one event. Valid until the next one is loaded. */
export class EventFacts {
  node: string | undefined
  /** `SEC.MMM:SERIAL`. */
  stamp = ''
  /** The same after the node and a slash, if there is one. */
  id = ''
  seconds: number | bigint = 0
  milliseconds = 0
  serial: number | bigint = 0
  records: readonly LogRecord[] = []
  hasSyscall = false
  /** The type that decides what the event is: the first that is neither a SYSCALL nor what accompanies one. */
  type = 0
  /** The first type that does not accompany others. */
  firstType = 0
  keys: string[] = []
  paths: PathFacts[] = []
  programs: ProgramFacts[] = []
  socket: SocketFacts | undefined
  decision: 'granted' | 'denied' | undefined
  permissions: string[] = []
  oldAuid: string | undefined
  oldSes: string | undefined
  /** Fields that have no place, in the order of the log; of several with the same name the last. */
  other: NamedTexts = createNamedTexts()
  readonly #arguments = new ArgumentBytes()
  #argumentTexts: readonly string[] | undefined
  #call: { readonly full: string | undefined; readonly meant: string | undefined } = {
    full: undefined,
    meant: undefined,
  }
  readonly #reader: FieldReader
  readonly #texts = new Texts()
  readonly #out = new ByteSink()
  readonly #names: NameFacts[] = []
  readonly #values: (string | undefined)[] = KNOWN_FIELDS.map(() => undefined)
  readonly #accounts: (string | undefined)[] = KNOWN_FIELDS.map(() => undefined)

  constructor(context: InterpretContext) {
    this.#reader = new FieldReader({ ...context, escape: 'raw' })
  }

  /** The value of a field: decoded text, for `arch` and `syscall` the name. Undefined where it says nothing. */
  value(field: number): string | undefined {
    return this.#values[field]
  }

  /** The account behind an id, or undefined. */
  account(field: number): string | undefined {
    return this.#accounts[field]
  }

  /** A copy of {@link other} for one document, or it itself where there is only that one. */
  takeOther(): NamedTexts {
    if (this.programs.length === 0) return this.other
    const copy = createNamedTexts()
    for (const name in this.other) copy[name] = this.other[name] as string
    return copy
  }

  /** The node as text. */
  get nodeText(): string | undefined {
    return this.node === undefined ? undefined : textOfLatin1(this.node)
  }

  /** Whether it succeeded: of a system call, else of what a program says it did. */
  get success(): boolean | undefined {
    const success = this.value(Field.success)
    if (success === 'yes') return true
    if (success === 'no') return false
    return resultOf(this.value(Field.res) ?? this.value(Field.result))
  }

  /** The system call by its name; of one that stands for several (`socketcall(connect)`) the one that is meant. */
  get callName(): string | undefined {
    const name = this.#values[Field.syscall]
    if (name === this.#call.full) return this.#call.meant
    const open = name?.indexOf('(') ?? -1
    const meant =
      name === undefined || open < 0 || name.startsWith('unknown') ? name : name.slice(open + 1, -1)
    this.#call = { full: name, meant }
    return meant
  }

  /** The operation of io_uring. */
  get operation(): string | undefined {
    return this.other['uring_op']
  }

  /** The arguments of the program that was started. */
  get args(): readonly string[] {
    this.#argumentTexts ??= this.#arguments.all().map((bytes) => utf8Text(bytes, 0, bytes.length))
    return this.#argumentTexts
  }

  /** Reads another event. */
  load(event: LogEvent): void {
    this.#clear(event)
    this.#reader.beginEvent()
    for (const record of event.records) this.#read(record, event)
  }

  #clear(event: LogEvent): void {
    this.node = event.node
    this.stamp = eventStamp(event)
    this.id = eventId(event, this.stamp)
    this.seconds = event.exact?.seconds ?? event.seconds
    this.milliseconds = event.milliseconds
    this.serial = exactSerial(event)
    this.records = event.records
    this.#values.fill(undefined)
    this.#accounts.fill(undefined)
    this.keys = []
    this.paths = []
    this.programs = []
    this.socket = undefined
    this.decision = undefined
    this.permissions = []
    this.oldAuid = undefined
    this.oldSes = undefined
    this.other = createNamedTexts()
    this.#arguments.clear()
    this.#argumentTexts = undefined
    this.#takeTypes(event.records)
  }

  #takeTypes(records: readonly LogRecord[]): void {
    this.hasSyscall = false
    let special: number | undefined
    let first: number | undefined
    for (const { type } of records) {
      if (type === RecordType.EOE) continue
      if (type === RecordType.SYSCALL) {
        this.hasSyscall = true
        first ??= type
      } else if (ocsfRecordType(type) !== 0) {
        first ??= type
        special ??= type
      }
    }
    const fallback = this.hasSyscall ? RecordType.SYSCALL : (records[0]?.type ?? 0)
    this.type = special ?? fallback
    this.firstType = first ?? fallback
  }

  #read(record: LogRecord, event: LogEvent): void {
    const reader = this.#reader
    reader.begin(record, event)
    switch (record.type) {
      case RecordType.PATH:
        this.#readPath()
        break
      case RecordType.EXECVE:
        this.#readArguments()
        break
      case RecordType.SOCKADDR:
        this.#readSocket()
        break
      case RecordType.BPF:
        this.#readProgram()
        break
      case RecordType.LOGIN:
        this.#readLogin(record.type)
        break
      case RecordType.AVC:
      case RecordType.USER_AVC:
        this.#readDecision(record)
        this.#readFields(record.type)
        break
      default:
        this.#readFields(record.type)
    }
  }

  #readFields(type: number): void {
    const reader = this.#reader
    const isSyscall = type === RecordType.SYSCALL
    while (reader.next()) this.#take(this.#facts(), isSyscall)
  }

  #take(facts: NameFacts, prevails: boolean): void {
    const { known } = facts
    if (facts.text === 'key') {
      this.#takeKeys(facts)
      return
    }
    const isNamed = known === Field.arch || known === Field.syscall || facts.text === 'uring_op'
    const text = isNamed ? this.#named(facts) : this.#text(facts)
    if (text === undefined) return
    if (known < 0) this.other[facts.plain] = text
    else if (prevails || this.#values[known] === undefined) {
      this.#values[known] = text
      if (known >= FIRST_ID && known <= LAST_ID) this.#accounts[known] = this.#accountName(facts, text)
    } else if (this.#values[known] !== text) this.other[facts.plain] = text
  }

  /** A LOGIN says `auid` and `ses` twice where it is of an old kernel: first the old, then the new ones. */
  #readLogin(type: number): void {
    const reader = this.#reader
    while (reader.next()) {
      const facts = this.#facts()
      const { known, plain } = facts
      if (known === Field.auid || known === Field.ses) {
        const earlier = this.#values[known]
        if (earlier !== undefined) {
          if (known === Field.auid) this.oldAuid ??= earlier
          else this.oldSes ??= earlier
          this.#values[known] = undefined
        }
      }
      if (plain === 'old_auid') this.oldAuid = this.#text(facts)
      else if (plain === 'old_ses') this.oldSes = this.#text(facts)
      else this.#take(facts, type === RecordType.LOGIN)
    }
  }

  #readPath(): void {
    const reader = this.#reader
    const path: PathFacts = {
      name: undefined,
      item: undefined,
      inode: undefined,
      dev: undefined,
      mode: undefined,
      ouid: undefined,
      ogid: undefined,
      owner: undefined,
      group: undefined,
      rdev: undefined,
      nametype: undefined,
    }
    while (reader.next()) {
      const facts = this.#facts()
      const key = PATH_FIELDS.get(facts.text)
      if (key === undefined) continue
      path[key] = this.#text(facts)
      if (key === 'ouid') path.owner = this.#accountName(facts, path.ouid)
      else if (key === 'ogid') path.group = this.#accountName(facts, path.ogid)
    }
    this.paths.push(path)
  }

  #readArguments(): void {
    const reader = this.#reader
    while (reader.next()) {
      this.#arguments.add(reader.bytes, reader.nameStart, reader.nameEnd, reader.start, reader.end)
    }
  }

  #readSocket(): void {
    const reader = this.#reader
    while (reader.next()) {
      if (this.#facts().text !== 'saddr') continue
      const out = this.#out
      out.length = 0
      if (reader.writeText(out)) this.socket = socketFacts(utf8Text(out.bytes, 0, out.length))
    }
  }

  #readProgram(): void {
    const reader = this.#reader
    let progId: string | undefined
    let op: string | undefined
    while (reader.next()) {
      const facts = this.#facts()
      if (facts.plain === 'prog_id') progId = this.#text(facts)
      else if (facts.plain === 'op') op = this.#text(facts)
      else this.#take(facts, false)
    }
    this.programs.push({ progId, op })
  }

  #readDecision({ bytes, start, textEnd }: LogRecord): void {
    const { decision, permissions } = decisionOf(bytes, start, textEnd)
    this.decision ??= decision
    if (this.permissions.length === 0) this.permissions = permissions
  }

  #takeKeys(facts: NameFacts): void {
    const { bytes, start, end } = this.#reader
    const decoded = hexBytes(bytes, start, end)
    if (decoded !== undefined) {
      for (const key of utf8Text(decoded, 0, decoded.length).split('\x01')) if (key !== '') this.#addKey(key)
    } else {
      const text = this.#plainText(bytes, start, end, facts)
      if (text !== undefined) this.#addKey(text)
    }
  }

  #addKey(key: string): void {
    if (!this.keys.includes(key)) this.keys.push(key)
  }

  /** What is known of the current name. */
  #facts(): NameFacts {
    const { bytes, name, nameStart, nameEnd } = this.#reader
    const { number } = name
    if (number < 0) return nameFacts(bytes, nameStart, nameEnd)
    const known = this.#names[number]
    if (known !== undefined) return known
    const facts = nameFacts(bytes, nameStart, nameEnd)
    this.#names[number] = facts
    return facts
  }

  /** The current value as text; undefined for one that says nothing. */
  #text(facts: NameFacts): string | undefined {
    const { bytes, start, end } = this.#reader
    if (facts.isEncoded && bytes[start] !== QUOTE) {
      const decoded = hexBytes(bytes, start, end)
      if (decoded !== undefined) return withoutNul(utf8Text(decoded, 0, decoded.length))
    }
    return this.#plainText(bytes, start, end, facts)
  }

  #plainText(bytes: Uint8Array, from: number, to: number, facts: NameFacts): string | undefined {
    const isQuoted = to - from > 1 && bytes[from] === QUOTE && bytes[to - 1] === QUOTE
    const start = isQuoted ? from + 1 : from
    const end = isQuoted ? to - 1 : to
    if (start === end) return undefined
    let text = facts.latest
    if (!isText(text, bytes, start, end)) {
      text = this.#texts.text(bytes, start, end)
      facts.latest = text
    }
    return !isQuoted && (text === '?' || text === '(null)') ? undefined : text
  }

  /** What the current value means, as the interpretation has it. */
  #named(facts: NameFacts): string | undefined {
    const out = this.#out
    out.length = 0
    const reader = this.#reader
    if (!reader.writeText(out)) return this.#text(facts)
    return this.#texts.text(out.bytes, 0, out.length)
  }

  /** The name of the account whose id is the current value: from the enrichment, else from the context's accounts. */
  #accountName(facts: NameFacts, id: string | undefined): string | undefined {
    const reader = this.#reader
    if (reader.findEntry()) return this.#enrichedName(facts)
    if (id !== undefined && id === facts.latestId) return facts.latestAccount
    const out = this.#out
    out.length = 0
    const name = reader.writeText(out) ? accountIn(this.#texts.text(out.bytes, 0, out.length)) : undefined
    facts.latestId = id ?? ''
    facts.latestAccount = name
    return name
  }

  #enrichedName(facts: NameFacts): string | undefined {
    const { bytes, entryStart, entryEnd } = this.#reader
    const isQuoted = entryEnd - entryStart > 1 && bytes[entryStart] === QUOTE && bytes[entryEnd - 1] === QUOTE
    const start = isQuoted ? entryStart + 1 : entryStart
    const end = isQuoted ? entryEnd - 1 : entryEnd
    if (facts.latestId !== '' || !isText(facts.latestAccount ?? '', bytes, start, end)) {
      facts.latestId = ''
      facts.latestAccount = this.#texts.text(bytes, start, end)
    }
    return accountIn(facts.latestAccount ?? '')
  }
}

/** The name in an interpretation of an id, which may say that there is none. */
function accountIn(text: string): string | undefined {
  return text === '' || text === 'unset' || text.startsWith('unknown') ? undefined : text
}

function resultOf(text: string | undefined): boolean | undefined {
  switch (text) {
    case 'success':
    case 'yes':
    case '1':
      return true
    case 'failed':
    case 'fail':
    case 'no':
    case '0':
      return false
    default:
      return undefined
  }
}
