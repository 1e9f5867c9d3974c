/** Events as rows of the table `events`. */
import { createInterpretContext, interpretField, socketPart, splitRecord } from '@ts-audit/auparse'
import { createEventViewer, createNormaliser } from '@ts-audit/auparse/internal'
import type { LogEvent, LogRecord } from '@ts-audit/log'
import { enrichmentText, recordText } from '@ts-audit/log'
import { errnoName } from '@ts-audit/tables/errno'
import { type MachineNumber, machineFromElf, machineName } from '@ts-audit/tables/machines'
import * as RecordType from '@ts-audit/tables/record-type'
import { formatRecordType } from '@ts-audit/tables/record-types'
import { syscallName } from '@ts-audit/tables/syscalls'
import { eventsTable } from '../schema/events-table.ts'
import { fromHex, unicode, ValueTexts } from './text.ts'
import { walkFields } from './walk-fields.ts'

/** The number of a column in a row. */
const AT: ReadonlyMap<string, number> = new Map(
  eventsTable.columns.map(({ name }, index) => [name, index] as const),
)
function columnOf(name: string): number {
  const index = AT.get(name)
  if (index === undefined) throw new Error(`events has no column ${name}`)
  return index
}

const EVENT_ID = columnOf('event_id')
const NODE = columnOf('node')
const BOOT_ID = columnOf('boot_id')
const TS = columnOf('ts')
const SERIAL = columnOf('serial')
const KIND = columnOf('kind')
const ACTION = columnOf('action')
const TYPES = columnOf('types')
const MAIN_TYPE = columnOf('main_type')
const RESULT = columnOf('result')
const HAS_SYSCALL = columnOf('has_syscall')
const ARCH = columnOf('arch')
const SYSCALL = columnOf('syscall')
const EXIT = columnOf('exit')
const ERRNO = columnOf('errno')
const CWD = columnOf('cwd')
const PROCTITLE = columnOf('proctitle')
const ARGV = columnOf('argv')
const KEYS = columnOf('keys')
const PATHS = columnOf('paths')
const ADDR = columnOf('addr')
const PORT = columnOf('port')
const FAMILY = columnOf('family')
const DIRECTION = columnOf('direction')
const MSG_RES = columnOf('msg_res')
const BPF = columnOf('bpf')
const SOURCE = columnOf('source')
const SOURCE_EVENT = columnOf('source_event')

const ids = ['auid', 'uid', 'euid', 'suid', 'fsuid', 'gid', 'egid', 'sgid', 'fsgid', 'ses']
const numbers = ['pid', 'ppid']
const words = ['a0', 'a1', 'a2', 'a3']
/** Texts that the kernel writes in quotes or as hexadecimal digits. */
const encoded = ['comm', 'exe', 'acct', 'cmd']
/** Texts that are written as they are. */
const plain = ['tty', 'subj', 'op', 'unit', 'terminal', 'hostname']

/** Where a field of a SYSCALL or user record goes, and how it is read. */
type Reading = 'id' | 'number' | 'word' | 'encoded' | 'plain'
const fieldsRead: readonly (readonly [readonly string[], Reading])[] = [
  [ids, 'id'],
  [numbers, 'number'],
  [words, 'word'],
  [encoded, 'encoded'],
  [plain, 'plain'],
]
const readings: ReadonlyMap<string, readonly [number, Reading]> = new Map(
  fieldsRead.flatMap(([columns, reading]) =>
    columns.map((name): [string, [number, Reading]] => [name, [columnOf(name), reading]]),
  ),
)

/** Names that auditd's ENRICHED format adds. */
const names: readonly (readonly [string, number])[] = [
  [' AUID="', columnOf('auid_name')],
  [' UID="', columnOf('uid_name')],
  [' EUID="', columnOf('euid_name')],
]

/** Records that only say more about the record before them. */
const auxiliary: ReadonlySet<number> = new Set([
  RecordType.PATH,
  RecordType.CWD,
  RecordType.EXECVE,
  RecordType.SOCKADDR,
  RecordType.PROCTITLE,
  RecordType.EOE,
  RecordType.IPC,
  RecordType.IPC_SET_PERM,
  RecordType.SOCKETCALL,
  RecordType.OBJ_PID,
  RecordType.FD_PAIR,
  RecordType.MMAP,
  RecordType.CAPSET,
  RecordType.BPRM_FCAPS,
  RecordType.OPENAT2,
])

const INCOMING = /^(?:accept4?|recv(?:from|msg|mmsg)?)$/
const OUTGOING = /^(?:connect|send(?:to|msg|mmsg)?)$/
const UNSET = 4294967295
const MOST_INT32 = 0x7fffffff
const MOST_ARGUMENTS = 10_000
const MOST_KNOWN = 20_000

type Row = unknown[]

/** Where an event belongs. */
export interface EventPlace {
  readonly node: string
  readonly bootId: string | undefined
  readonly source: string
  readonly sourceEvent: number
}

/** Makes the rows of a run. */
export class EventRows {
  readonly #texts = new ValueTexts()
  readonly #types = new Map<number, string>()
  readonly #machines = new Map<
    string,
    { readonly name: string; readonly machine: MachineNumber | undefined }
  >()
  readonly #syscalls = new Map<string, string>()
  readonly #addresses = new Map<string, readonly [string | null, number | null, string | null]>()
  readonly #keyLists = new Map<string, readonly string[]>()
  readonly #context = createInterpretContext()
  readonly #view = createEventViewer(this.#context)
  readonly #normalise = createNormaliser(false)

  /** The row of an event, with a value for each column of the table. */
  row(event: LogEvent, place: EventPlace): Row {
    const row: Row = new Array(eventsTable.columns.length).fill(null)
    row[EVENT_ID] = eventIdOf(event)
    row[NODE] = place.node
    row[BOOT_ID] = place.bootId ?? null
    row[TS] = timeOf(event)
    row[SERIAL] = event.exact === undefined ? event.serial : BigInt.asIntN(64, event.exact.serial)
    row[SOURCE] = place.source
    row[SOURCE_EVENT] = place.sourceEvent
    row[HAS_SYSCALL] = false
    row[ARGV] = NONE
    row[KEYS] = NONE
    row[PATHS] = NONE
    row[BPF] = NONE
    const types: string[] = []
    let main: string | undefined
    for (const record of event.records) {
      const type = this.#typeName(record)
      types.push(type)
      if (main === undefined && !auxiliary.has(record.type)) main = type
      this.#take(record, row)
    }
    row[TYPES] = types
    row[MAIN_TYPE] = main ?? types[0]
    this.#settleDirection(row)
    this.#name(event, row)
    return row
  }

  /** Whether a row tells of BPF being used on its host. */
  usesBpf(row: readonly unknown[]): boolean {
    return row[BPF] !== NONE || row[SYSCALL] === 'bpf'
  }

  #name(event: LogEvent, row: Row): void {
    this.#view(event, (view) => {
      if (row[KIND] !== null) return
      const slots = this.#normalise(view)
      row[KIND] = slots?.kind ?? null
      row[ACTION] = slots?.action ?? null
    })
  }

  #typeName(record: LogRecord): string {
    const { type } = record
    if (type < 0) return typeInLine(record)
    const known = this.#types.get(type)
    if (known !== undefined) return known
    const name = formatRecordType(type)
    this.#types.set(type, name)
    return name
  }

  #take(record: LogRecord, row: Row): void {
    const { type } = record
    if (type === RecordType.EOE) return
    const text = recordText(record)
    const start = record.body < 0 ? text.indexOf(')') + 1 : record.body - record.start
    switch (type) {
      case RecordType.PATH:
        this.#takePath(text, start, row)
        return
      case RecordType.CWD:
        walkFields(text, start, (name, value, isQuoted) => {
          if (name === 'cwd') row[CWD] = this.#decoded(value, isQuoted)
        })
        return
      case RecordType.PROCTITLE:
        walkFields(text, start, (name, value, isQuoted) => {
          if (name === 'proctitle') row[PROCTITLE] = titleText(value, isQuoted)
        })
        return
      case RecordType.EXECVE:
        this.#takeArguments(text, start, row)
        return
      case RecordType.SOCKADDR:
        this.#takeAddress(text, start, row)
        return
      case RecordType.BPF:
        this.#takeBpf(text, start, row)
        return
      default:
        if (auxiliary.has(type)) return
        this.#takeFields(text, start, type === RecordType.SYSCALL, row)
        this.#takeNames(record, row)
    }
  }

  /** A SYSCALL record says who did it, whatever stands before it; of the others the first that says something counts. */
  #takeFields(text: string, start: number, isSyscall: boolean, row: Row): void {
    let arch = ''
    let number = ''
    walkFields(text, start, (name, value, isQuoted) => {
      switch (name) {
        case 'arch':
          if (isSyscall) arch = value
          return
        case 'syscall':
          if (isSyscall) number = value
          return
        case 'success':
          if (isSyscall) row[RESULT] = value === 'yes' ? true : value === 'no' ? false : null
          return
        case 'res':
        case 'result':
          row[MSG_RES] ??= unicode(value)
          row[RESULT] ??= resultOf(value)
          return
        case 'exit':
          if (isSyscall) this.#takeExit(value, row)
          return
        case 'key':
          this.#takeKeys(value, isQuoted, row)
          return
        case 'addr':
          if (value !== '?' && value !== '') row[ADDR] ??= unicode(value)
          return
      }
      const reading = readings.get(name)
      if (reading === undefined) return
      const [column, kind] = reading
      if (!isSyscall && (kind === 'word' || row[column] !== null)) return
      row[column] = this.#read(kind, value, isQuoted)
    })
    if (!isSyscall) return
    row[HAS_SYSCALL] = true
    const { name, machine } = this.#machine(arch)
    row[ARCH] = arch === '' ? null : name
    row[SYSCALL] = number === '' ? null : this.#syscall(machine, arch, number)
  }

  #read(kind: Reading, value: string, isQuoted: boolean): unknown {
    switch (kind) {
      case 'id': {
        const id = Number(value)
        return value === '' || !Number.isInteger(id) || id < 0 || id >= UNSET ? null : id
      }
      case 'number': {
        const number = Number(value)
        return value === '' || !Number.isInteger(number) || Math.abs(number) > MOST_INT32 ? null : number
      }
      case 'word':
        return HEX_WORD.test(value) ? BigInt(`0x${value}`) : null
      case 'encoded':
        return value === '?' && !isQuoted ? null : this.#decoded(value, isQuoted)
      case 'plain':
        return value === '?' || value === '' ? null : unicode(value)
    }
  }

  #decoded(value: string, isQuoted: boolean): string | null {
    if (isQuoted) return unicode(value)
    return value === '(null)' ? null : this.#texts.unquoted(value)
  }

  #takeExit(value: string, row: Row): void {
    if (!DECIMAL.test(value)) return
    const number = Number(value)
    row[EXIT] = Number.isSafeInteger(number) ? number : BigInt.asIntN(64, BigInt(value))
    if (number < 0 && number > -4096) row[ERRNO] = errnoName(-number) ?? null
  }

  #takeKeys(value: string, isQuoted: boolean, row: Row): void {
    if (!isQuoted && value === '(null)') return
    const mark = isQuoted ? `"${value}` : value
    let keys = this.#keyLists.get(mark)
    if (keys === undefined) {
      const text = isQuoted ? unicode(value) : this.#texts.unquoted(value)
      keys = text.split('\x01').filter((key) => key !== '')
      if (this.#keyLists.size >= MOST_KNOWN) this.#keyLists.clear()
      this.#keyLists.set(mark, keys)
    }
    row[KEYS] = row[KEYS] === NONE ? keys : [...(row[KEYS] as readonly string[]), ...keys]
  }

  #takeNames(record: LogRecord, row: Row): void {
    const enrichment = enrichmentText(record)
    if (enrichment === undefined) return
    const text = ` ${enrichment}`
    for (const [label, column] of names) {
      if (row[column] !== null) continue
      const at = text.indexOf(label)
      if (at < 0) continue
      const end = text.indexOf('"', at + label.length)
      const name = text.slice(at + label.length, end < 0 ? text.length : end)
      if (name !== 'unset' && name !== '') row[column] = unicode(name)
    }
  }

  #takePath(text: string, start: number, row: Row): void {
    const path: unknown[] = [null, null, null, null, null, null, null, null]
    walkFields(text, start, (name, value, isQuoted) => {
      switch (name) {
        case 'item':
          path[0] = this.#read('number', value, false)
          return
        case 'name':
          path[1] = this.#decoded(value, isQuoted)
          return
        case 'nametype':
        case 'objtype':
          path[2] = unicode(value)
          return
        case 'inode':
          path[3] = UNSIGNED.test(value) ? BigInt.asUintN(64, BigInt(value)) : null
          return
        case 'dev':
          path[4] = unicode(value)
          return
        case 'mode':
          path[5] = OCTAL.test(value) ? Number.parseInt(value, 8) : null
          return
        case 'ouid':
          path[6] = this.#read('id', value, false)
          return
        case 'ogid':
          path[7] = this.#read('id', value, false)
      }
    })
    if (row[PATHS] === NONE) row[PATHS] = [path]
    else (row[PATHS] as unknown[]).push(path)
  }

  /** Arguments stand in order; long ones come in pieces, `a1[0]`, `a1[1]`, also over several records. */
  #takeArguments(text: string, start: number, row: Row): void {
    const given: string[] = row[ARGV] === NONE ? [] : (row[ARGV] as string[])
    let pieces = ''
    let pieceOf = -1
    const endPieces = (): void => {
      if (pieceOf < 0) return
      given[pieceOf] = (given[pieceOf] ?? '') + unicode(fromHex(pieces) ?? pieces)
      pieces = ''
      pieceOf = -1
    }
    walkFields(text, start, (name, value, isQuoted) => {
      const index = ARGUMENT.exec(name)
      if (index === null) return
      const number = Number(index[1])
      if (number >= MOST_ARGUMENTS) return
      if (index[2] === undefined) {
        endPieces()
        given[number] = this.#decoded(value, isQuoted) ?? value
        return
      }
      if (number !== pieceOf) endPieces()
      pieceOf = number
      if (isQuoted) given[number] = (given[number] ?? '') + unicode(value)
      else pieces += value
    })
    endPieces()
    for (let index = 0; index < given.length; index++) given[index] ??= ''
    row[ARGV] = given
  }

  #takeAddress(text: string, start: number, row: Row): void {
    walkFields(text, start, (name, value) => {
      if (name !== 'saddr') return
      let known = this.#addresses.get(value)
      if (known === undefined) {
        known = this.#address(text)
        if (this.#addresses.size >= MOST_KNOWN) this.#addresses.clear()
        this.#addresses.set(value, known)
      }
      const [address, port, family] = known
      row[ADDR] = address
      row[PORT] = port
      row[FAMILY] = family
    })
  }

  #address(text: string): readonly [string | null, number | null, string | null] {
    const shown = interpretField(splitRecord(text), 'saddr', this.#context)
    if (shown === undefined) return [null, null, null]
    const family = socketPart(shown, 'family') ?? null
    const address = socketPart(shown, 'address') ?? pathIn(shown)
    const port = Number(socketPart(shown, 'port') ?? Number.NaN)
    return [address === undefined ? null : unicode(address), Number.isInteger(port) ? port : null, family]
  }

  #takeBpf(text: string, start: number, row: Row): void {
    let id: number | null = null
    let operation: string | null = null
    walkFields(text, start, (name, value) => {
      if (name === 'prog-id') id = this.#read('id', value, false) as number | null
      else if (name === 'op') operation = unicode(value)
    })
    const program = [id, operation]
    if (row[BPF] === NONE) row[BPF] = [program]
    else (row[BPF] as unknown[]).push(program)
  }

  #settleDirection(row: Row): void {
    const call = row[SYSCALL]
    if (row[FAMILY] === null || typeof call !== 'string') return
    row[DIRECTION] = INCOMING.test(call) ? 'ingress' : OUTGOING.test(call) ? 'egress' : null
  }

  #machine(arch: string): { readonly name: string; readonly machine: MachineNumber | undefined } {
    const known = this.#machines.get(arch)
    if (known !== undefined) return known
    const machine = HEX_WORD.test(arch) ? machineFromElf(Number.parseInt(arch, 16)) : undefined
    const name = machine === undefined ? undefined : machineName(machine)
    const found = { name: name ?? unicode(arch), machine }
    if (this.#machines.size >= MOST_KNOWN) this.#machines.clear()
    this.#machines.set(arch, found)
    return found
  }

  #syscall(machine: MachineNumber | undefined, arch: string, number: string): string {
    const mark = `${arch} ${number}`
    const known = this.#syscalls.get(mark)
    if (known !== undefined) return known
    const name =
      (machine === undefined || !DECIMAL.test(number) ? undefined : syscallName(machine, Number(number))) ??
      unicode(number)
    if (this.#syscalls.size >= MOST_KNOWN) this.#syscalls.clear()
    this.#syscalls.set(mark, name)
    return name
  }
}

/** What a list holds that is empty; the same array, so that it need not be made for every event. */
const NONE: readonly never[] = []
const HEX_WORD = /^[0-9a-f]{1,16}$/i
const DECIMAL = /^-?\d{1,20}$/
const UNSIGNED = /^\d{1,20}$/
const OCTAL = /^[0-7]{1,10}$/
const ARGUMENT = /^a(\d{1,6})(\[\d+\])?$/

/** The last moment of a JavaScript date, in milliseconds; no database goes further. */
const LAST_MOMENT = 8.64e15

/** Milliseconds since 1970-01-01 UTC. */
export function timeOf({ seconds, milliseconds }: LogEvent): number {
  const time = seconds * 1000 + milliseconds
  return Math.max(-LAST_MOMENT, Math.min(LAST_MOMENT, time))
}

/** The path of a local socket, which may hold anything. */
function pathIn(shown: string): string | undefined {
  const at = shown.indexOf('path=')
  const end = shown.lastIndexOf(' }')
  return at < 0 || end < at ? undefined : shown.slice(at + 5, end)
}

/** `[node/]SECONDS.MMM:SERIAL`, as it stands in the log. */
function eventIdOf({ node, seconds, milliseconds, serial, exact }: LogEvent): string {
  const stamp = `${exact?.seconds ?? seconds}.${String(milliseconds).padStart(3, '0')}:${exact?.serial ?? serial}`
  return node === undefined ? stamp : `${unicode(node)}/${stamp}`
}

function resultOf(value: string): boolean | null {
  if (value === 'success' || value === '1' || value === 'yes') return true
  if (value === 'failed' || value === '0' || value === 'no' || value === 'fail') return false
  return null
}

/** The arguments of a command line, separated by NUL bytes in the log, by spaces here. */
function titleText(value: string, isQuoted: boolean): string | null {
  if (isQuoted) return unicode(value)
  if (value === '(null)') return null
  const text = fromHex(value)
  return unicode(text === undefined ? value : text.replace(/\0+$/, '').replaceAll('\0', ' '))
}

/** The type as it stands in the line. */
export function typeInLine(record: LogRecord): string {
  const text = recordText(record)
  const start = text.indexOf('type=') + 5
  const end = text.indexOf(' ', start)
  return unicode(text.slice(start, end < 0 ? text.length : end))
}
