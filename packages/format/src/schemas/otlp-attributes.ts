/** The attributes of a log record: names of OpenTelemetry's conventions where there are some, else `linux.audit.*`. */
import { formatRecordType } from '@ts-audit/tables/record-types'
import { socketDirection } from './ecs-endpoints.ts'
import { accountChange, isUserRecord } from './ecs-users.ts'
import type { EventFacts } from './event-facts.ts'
import { fullPath, objectPath, permissionDigits } from './files.ts'
import { Field } from './roles.ts'

/** A value of an attribute. */
export type OtlpValue =
  | { readonly stringValue: string }
  | { readonly intValue: string }
  | { readonly boolValue: boolean }
  | { readonly arrayValue: { readonly values: readonly { readonly stringValue: string }[] } }

/** An attribute; its key occurs once in a record. */
export interface OtlpAttribute {
  readonly key: string
  readonly value: OtlpValue
}

const TASK_FIELDS: readonly (readonly [field: number, key: string])[] = [
  [Field.uid, 'process.real_user.id'],
  [Field.euid, 'process.user.id'],
  [Field.suid, 'process.saved_user.id'],
]

/** The attributes of an event. */
export function otlpAttributes(facts: EventFacts): OtlpAttribute[] {
  const attributes = new Attributes()
  const { records, programs } = facts
  attributes.text('linux.audit.id', facts.stamp)
  attributes.integer('linux.audit.serial', `${facts.serial}`)
  attributes.list(
    'linux.audit.types',
    records.map(({ type }) => formatRecordType(type)),
  )
  attributes.text('log.record.uid', facts.id)
  attributes.text('linux.audit.syscall', facts.value(Field.syscall))
  if (facts.success !== undefined) attributes.flag('linux.audit.success', facts.success)
  attributes.integer('linux.audit.exit', facts.value(Field.exit))
  attributes.text('linux.audit.auid', facts.value(Field.auid))
  attributes.text('linux.audit.old_auid', facts.oldAuid)
  attributes.text('linux.audit.ses', facts.value(Field.ses))
  attributes.text('linux.audit.result', facts.value(Field.res) ?? facts.value(Field.result))
  takeProcess(facts, attributes)
  takeUser(facts, attributes)
  if (facts.keys.length > 0) attributes.list('linux.audit.key', facts.keys)
  takeFile(facts, attributes)
  takeEndpoints(facts, attributes)
  if (programs.length > 0) {
    attributes.list(
      'linux.audit.bpf.prog_id',
      programs.map(({ progId }) => progId ?? ''),
    )
    attributes.list(
      'linux.audit.bpf.op',
      programs.map(({ op }) => op ?? ''),
    )
  }
  return attributes.all
}

/** Gathers attributes; what is undefined is none. */
class Attributes {
  readonly all: OtlpAttribute[] = []

  text(key: string, text: string | undefined): void {
    if (text !== undefined) this.all.push({ key, value: { stringValue: text } })
  }

  /** An integer of 64 bits; what is none stays text. */
  integer(key: string, text: string | undefined): void {
    if (text === undefined) return
    this.all.push({ key, value: isInteger(text) ? { intValue: text } : { stringValue: text } })
  }

  flag(key: string, flag: boolean): void {
    this.all.push({ key, value: { boolValue: flag } })
  }

  list(key: string, texts: readonly string[]): void {
    this.all.push({ key, value: { arrayValue: { values: texts.map((text) => ({ stringValue: text })) } } })
  }
}

/** Eighteen digits fit 64 bits with their sign. */
const INTEGER = /^-?(?:0|[1-9]\d{0,17})$/

function isInteger(text: string): boolean {
  return INTEGER.test(text)
}

function takeProcess(facts: EventFacts, attributes: Attributes): void {
  attributes.integer('process.pid', facts.value(Field.pid))
  attributes.integer('process.parent_pid', facts.value(Field.ppid))
  attributes.text('process.executable.name', facts.value(Field.comm))
  attributes.text('process.executable.path', facts.value(Field.exe))
  attributes.text('process.title', facts.value(Field.proctitle))
  attributes.text('process.working_directory', facts.value(Field.cwd))
  const { args } = facts
  if (args.length > 0) attributes.list('process.command_args', args)
}

/** Of a record that a program sends the user is whom it is about. */
function takeUser(facts: EventFacts, attributes: Attributes): void {
  if (isUserRecord(facts.type) && !facts.hasSyscall) {
    attributes.text('process.real_user.id', facts.value(Field.uid))
    attributes.text('user.name', facts.value(Field.acct))
    if (accountChange(facts.type) === 'user') attributes.text('user.id', facts.value(Field.id))
    return
  }
  for (const [field, key] of TASK_FIELDS) attributes.text(key, facts.value(field))
  attributes.text('user.id', facts.value(Field.uid))
  attributes.text('user.name', facts.account(Field.uid))
}

function takeFile(facts: EventFacts, attributes: Attributes): void {
  const object = objectPath(facts)
  if (object === undefined) return
  if (object.name !== undefined) attributes.text('file.path', fullPath(object.name, facts.value(Field.cwd)))
  attributes.text('file.inode', object.inode)
  attributes.text('file.mode', permissionDigits(object.mode))
  attributes.text('file.owner.id', object.ouid)
  attributes.text('file.group.id', object.ogid)
}

const TRANSPORTS: ReadonlyMap<string, string> = new Map([['local', 'unix']])

function takeEndpoints(facts: EventFacts, attributes: Attributes): void {
  const { socket } = facts
  if (socket !== undefined) {
    const side = socketDirection(facts) === 'ingress' ? 'source' : 'destination'
    attributes.text(`${side}.address`, socket.address ?? socket.path)
    if (socket.port !== undefined) attributes.integer(`${side}.port`, `${socket.port}`)
    attributes.text('network.transport', TRANSPORTS.get(socket.family ?? ''))
    if (side === 'source') return
  }
  attributes.text('source.address', facts.value(Field.addr))
}
