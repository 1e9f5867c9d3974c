/**
 * What an event says, for the schemas of others: who, which process, which files, addresses, programs, and what remains. Read
 * once per event; ECS, OCSF and OpenTelemetry put the same facts into different places.
 */
import type { InterpretContext } from '@ts-audit/auparse'
import type { LogEvent, LogRecord } from '@ts-audit/log'
import { ocsfRecordType } from '@ts-audit/tables/event-schemas'
import * as RecordType from '@ts-audit/tables/record-type'
import { textOfLatin1 } from '../json/utf8.ts'
import { ArgumentBytes } from './argument-bytes.ts'
import { decisionOf } from './decision.ts'
import { eventId, eventStamp, exactSerial } from './event-id.ts'
import { FieldCursor } from './field-cursor.ts'
import type { LineWriter } from './json-writer.ts'
import { createNamedTexts, type NamedTexts } from './named-texts.ts'
import { Field, KNOWN_FIELDS, type NameFacts } from './roles.ts'
import { type SocketFacts, socketFacts } from './socket.ts'
import { utf8Text } from './texts.ts'

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
  readonly #addArgument = this.#arguments.add.bind(this.#arguments)
  #argumentTexts: readonly string[] | undefined
  #call: { readonly full: string | undefined; readonly meant: string | undefined } = {
    full: undefined,
    meant: undefined,
  }
  readonly #fields: FieldCursor
  readonly #values: (string | undefined)[] = KNOWN_FIELDS.map(() => undefined)
  readonly #accounts: (string | undefined)[] = KNOWN_FIELDS.map(() => undefined)

  constructor(context: InterpretContext) {
    this.#fields = new FieldCursor(context)
  }

  /** Writes lines of the log: see {@link LineWriter}. */
  get writeLines(): LineWriter {
    return this.#fields.writeLines
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
    this.#fields.beginEvent(event)
    for (const record of event.records) this.#read(record)
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

  #read(record: LogRecord): void {
    this.#fields.begin(record)
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
    const fields = this.#fields
    const isSyscall = type === RecordType.SYSCALL
    while (fields.next()) this.#take(fields.facts, isSyscall)
  }

  #take(facts: NameFacts, prevails: boolean): void {
    const fields = this.#fields
    const { known } = facts
    if (facts.text === 'key') {
      fields.addKeys(this.keys)
      return
    }
    const text = facts.isNamed ? fields.meaning() : fields.text()
    if (text === undefined) return
    if (known < 0) this.other[facts.plain] = text
    else if (prevails || this.#values[known] === undefined) {
      this.#values[known] = text
      if (known >= FIRST_ID && known <= LAST_ID) this.#accounts[known] = fields.account()
    } else if (this.#values[known] !== text) this.other[facts.plain] = text
  }

  /** A LOGIN says `auid` and `ses` twice where it is of an old kernel: first the old, then the new ones. */
  #readLogin(type: number): void {
    const fields = this.#fields
    while (fields.next()) {
      const { facts } = fields
      const { known, plain } = facts
      if (known === Field.auid || known === Field.ses) {
        const earlier = this.#values[known]
        if (earlier !== undefined) {
          if (known === Field.auid) this.oldAuid ??= earlier
          else this.oldSes ??= earlier
          this.#values[known] = undefined
        }
      }
      if (plain === 'old_auid') this.oldAuid = fields.text()
      else if (plain === 'old_ses') this.oldSes = fields.text()
      else this.#take(facts, type === RecordType.LOGIN)
    }
  }

  #readPath(): void {
    const fields = this.#fields
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
    while (fields.next()) {
      const key = fields.facts.path
      if (key === undefined) continue
      path[key] = fields.text()
      if (key === 'ouid') path.owner = fields.account()
      else if (key === 'ogid') path.group = fields.account()
    }
    this.paths.push(path)
  }

  #readArguments(): void {
    const fields = this.#fields
    while (fields.next()) fields.show(this.#addArgument)
  }

  #readSocket(): void {
    const fields = this.#fields
    while (fields.next()) {
      if (fields.facts.text !== 'saddr') continue
      const text = fields.interpretation()
      if (text !== undefined) this.socket = socketFacts(text)
    }
  }

  #readProgram(): void {
    const fields = this.#fields
    let progId: string | undefined
    let op: string | undefined
    while (fields.next()) {
      const { facts } = fields
      if (facts.plain === 'prog_id') progId = fields.text()
      else if (facts.plain === 'op') op = fields.text()
      else this.#take(facts, false)
    }
    this.programs.push({ progId, op })
  }

  #readDecision({ bytes, start, textEnd }: LogRecord): void {
    const { decision, permissions } = decisionOf(bytes, start, textEnd)
    this.decision ??= decision
    if (this.permissions.length === 0) this.permissions = permissions
  }
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
