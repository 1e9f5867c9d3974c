/** Events as documents of the Elastic Common Schema 9.4: one per event, and one for each BPF record. */
import type { InterpretContext } from '@ts-audit/auparse'
import type { LogEvent } from '@ts-audit/log'
import type { EcsClass } from '@ts-audit/tables/event-schemas'
import { recordTypeName } from '@ts-audit/tables/record-types'
import { documentParts, type Part } from './document-parts.ts'
import { ecsClassOf, ecsProgramClass, syscallClass } from './ecs-class.ts'
import type { EcsDocument } from './ecs-document.ts'
import { EcsEndpoints } from './ecs-endpoints.ts'
import { EcsUsers, type Whose, whoseIds } from './ecs-users.ts'
import { errnoText } from './errno-text.ts'
import { EventFacts, type PathFacts, type ProgramFacts } from './event-facts.ts'
import { createIsoTime } from './event-id.ts'
import { fullPath, objectPath, permissionDigits } from './files.ts'
import { type JsonWriter, jsonKeys, jsonMembers, objectsOf } from './json-writer.ts'
import { createNamedTexts, isEmpty, type NamedTexts } from './named-texts.ts'
import { isUnset } from './numbers.ts'
import { Field } from './roles.ts'

/** How ECS documents are made. */
export interface EcsOptions {
  /** Adds the lines as `event.original`, joined with line feeds; bytes that are no UTF-8 become U+FFFD. */
  readonly original?: boolean | undefined
}

/** Gives the documents of one event after the other; make one for a log. */
export function createEcs(
  context: InterpretContext,
  options: EcsOptions = {},
): (event: LogEvent) => EcsDocument[] {
  const writer = new EcsWriter(context, options)
  return objectsOf<LogEvent, EcsDocument>(
    (event, json) => writer.write(event, json),
    ({ auditd: { data } }) => {
      if (data !== undefined) Object.setPrototypeOf(data, null)
    },
  )
}

/** Writes documents. One serves one run. */
export class EcsWriter {
  readonly #facts: EventFacts
  readonly #hasOriginal: boolean
  readonly #isoTime = createIsoTime()
  readonly #users = new EcsUsers()
  readonly #endpoints = new EcsEndpoints()
  readonly #version = jsonMembers({ ecs: { version: '9.4.0' } })
  readonly #module = jsonMembers({ module: 'auditd', dataset: 'auditd.log' })
  readonly #keys = jsonKeys([
    ...(['@timestamp', 'event', 'kind', 'category', 'type', 'id', 'sequence', 'action', 'outcome'] as const),
    ...(['original', 'auditd', 'message_type', 'result', 'data', 'paths', 'host', 'name'] as const),
    ...(['architecture', 'process', 'pid', 'parent', 'executable', 'args', 'args_count'] as const),
    ...(['command_line', 'title', 'working_directory', 'file', 'path', 'inode', 'mode', 'uid'] as const),
    ...(['gid', 'owner', 'group', 'device', 'item', 'dev', 'ouid', 'ogid', 'rdev', 'nametype'] as const),
    ...(['service', 'tags', 'related', 'user', 'ip', 'hosts'] as const),
  ])

  constructor(context: InterpretContext, options: EcsOptions) {
    this.#facts = new EventFacts(context)
    this.#hasOriginal = options.original === true
  }

  /** Writes the documents of an event, each on a line. */
  write(event: LogEvent, json: JsonWriter): void {
    const facts = this.#facts
    facts.load(event)
    const timestamp = this.#isoTime(facts.seconds, facts.milliseconds)
    for (const part of documentParts(facts)) this.#writeDocument(part, timestamp, json)
  }

  #writeDocument(part: Part, timestamp: string, json: JsonWriter): void {
    const facts = this.#facts
    const keys = this.#keys
    const { hasProcess } = part
    const whose = whoseIds(facts)
    json.begin()
    json.text(keys['@timestamp'], timestamp)
    json.members(this.#version)
    const success = hasProcess ? facts.success : undefined
    this.#writeEvent(part, success, json)
    this.#users.clear()
    this.#endpoints.clear()
    this.#writeAuditd(part, success, whose, json)
    const host = json.open(keys.host)
    json.text(keys.name, facts.nodeText)
    if (hasProcess) json.text(keys.architecture, facts.value(Field.arch))
    json.close(host)
    if (hasProcess) this.#writeWhat(whose, json)
    json.end()
  }

  #writeEvent(part: Part, success: boolean | undefined, json: JsonWriter): void {
    const facts = this.#facts
    const keys = this.#keys
    const { kind, category, type, action } = classOf(facts, part)
    const opened = json.open(keys.event)
    json.text(keys.kind, kind)
    json.texts(keys.category, category)
    json.texts(keys.type, type)
    json.text(keys.id, part.id)
    json.number(keys.sequence, Number(facts.serial))
    json.members(this.#module)
    json.text(keys.action, action)
    if (success !== undefined) json.text(keys.outcome, success ? 'success' : 'failure')
    if (this.#hasOriginal) json.original(keys.original, facts.records, facts.writeLines)
    json.close(opened)
  }

  #writeAuditd(part: Part, success: boolean | undefined, whose: Whose, json: JsonWriter): void {
    const facts = this.#facts
    const keys = this.#keys
    const opened = json.open(keys.auditd)
    json.text(keys.message_type, messageType(facts, part))
    if (success !== undefined) json.text(keys.result, success ? 'success' : 'fail')
    const data = dataOf(facts, part)
    if (data !== undefined) {
      const members = json.open(keys.data)
      for (const name in data) json.named(name, data[name] as string)
      json.close(members)
    }
    if (part.hasProcess) {
      this.#users.writeAudit(facts, whose, json)
      if (facts.paths.length > 0) {
        json.openList(keys.paths)
        for (const path of facts.paths) this.#writePath(path, json)
        json.closeList()
      }
    }
    json.close(opened)
  }

  /** Who did it with what to what. */
  #writeWhat(whose: Whose, json: JsonWriter): void {
    const facts = this.#facts
    const keys = this.#keys
    // The process of a record that a program sent stands before the user, with whom it ran as.
    const uid = whose === 'task' ? undefined : facts.value(Field.uid)
    const isSender = uid !== undefined && !isUnset(uid)
    if (isSender) this.#writeProcess(true, json)
    this.#users.write(facts, whose, json)
    if (!isSender) this.#writeProcess(false, json)
    this.#writeFile(json)
    this.#endpoints.write(facts, json)
    const unit = facts.value(Field.unit)
    if (unit !== undefined) {
      const service = json.open(keys.service)
      json.text(keys.name, unit)
      json.close(service)
    }
    if (facts.keys.length > 0) json.texts(keys.tags, facts.keys)
    this.#writeRelated(json)
  }

  #writeProcess(isSender: boolean, json: JsonWriter): void {
    const facts = this.#facts
    const keys = this.#keys
    const opened = json.open(keys.process)
    if (isSender) this.#users.writeSender(facts, json)
    json.numberOf(keys.pid, facts.value(Field.pid))
    const parent = json.open(keys.parent)
    json.numberOf(keys.pid, facts.value(Field.ppid))
    json.close(parent)
    const executable = facts.value(Field.exe)
    json.text(keys.name, facts.value(Field.comm))
    json.text(keys.executable, executable)
    const { args } = facts
    if (args.length > 0) {
      json.texts(keys.args, args)
      json.number(keys.args_count, args.length)
      json.text(keys.command_line, args.join(' '))
    } else if (executable !== undefined) json.text(keys.command_line, facts.value(Field.cmd))
    json.text(keys.title, facts.value(Field.proctitle))
    json.text(keys.working_directory, facts.value(Field.cwd))
    json.close(opened)
  }

  #writeFile(json: JsonWriter): void {
    const facts = this.#facts
    const object = objectPath(facts)
    if (object === undefined) return
    const keys = this.#keys
    const opened = json.open(keys.file)
    if (object.name !== undefined) json.text(keys.path, fullPath(object.name, facts.value(Field.cwd)))
    json.text(keys.inode, object.inode)
    json.text(keys.mode, permissionDigits(object.mode))
    json.text(keys.uid, object.ouid)
    json.text(keys.gid, object.ogid)
    json.text(keys.owner, object.owner)
    json.text(keys.group, object.group)
    json.text(keys.device, object.rdev)
    json.close(opened)
  }

  #writePath(
    { item, name, inode, dev, mode, ouid, ogid, rdev, nametype }: PathFacts,
    json: JsonWriter,
  ): void {
    const keys = this.#keys
    json.openItem()
    json.text(keys.item, item)
    json.text(keys.name, name)
    json.text(keys.inode, inode)
    json.text(keys.dev, dev)
    json.text(keys.mode, mode)
    json.text(keys.ouid, ouid)
    json.text(keys.ogid, ogid)
    json.text(keys.rdev, rdev)
    json.text(keys.nametype, nametype)
    json.closeItem()
  }

  #writeRelated(json: JsonWriter): void {
    const keys = this.#keys
    const { user, effective, target, sender, audit } = this.#users.names
    const { sourceIp, destinationIp, domain } = this.#endpoints
    const users: string[] = []
    addOnce(users, user)
    addOnce(users, effective)
    addOnce(users, target)
    addOnce(users, sender)
    addOnce(users, audit)
    const opened = json.open(keys.related)
    if (users.length > 0) json.texts(keys.user, users)
    if (sourceIp !== undefined || destinationIp !== undefined) {
      const ips: string[] = []
      addOnce(ips, sourceIp)
      addOnce(ips, destinationIp)
      json.texts(keys.ip, ips)
    }
    if (domain !== undefined) json.texts(keys.hosts, [domain])
    json.close(opened)
  }
}

function classOf(facts: EventFacts, { program, isSyscall }: Part): EcsClass {
  if (program !== undefined) return ecsProgramClass(program)
  return isSyscall ? syscallClass(facts) : ecsClassOf(facts)
}

function messageType(facts: EventFacts, { program, isSyscall }: Part): string {
  if (program !== undefined) return 'bpf'
  if (isSyscall) return 'syscall'
  return (recordTypeName(facts.firstType) ?? `unknown[${facts.firstType}]`).toLowerCase()
}

/** What has a place of its own only in other schemas. */
const DATA_FIELDS = [
  ...(['arch', 'syscall', 'tty', 'subj', 'op', 'acct', 'hostname', 'terminal', 'id', 'grp', 'cmd'] as const),
  ...(['name', 'vm'] as const),
] as const
const DATA_PLACES = DATA_FIELDS.map((name) => Field[name])

/** The fields without another place; undefined where there are none. */
function dataOf(facts: EventFacts, { program, isBystander, hasProcess }: Part): NamedTexts | undefined {
  if (!hasProcess) {
    if (program === undefined) return undefined
    const own = createNamedTexts()
    takeProgram(program, isBystander, own)
    return own
  }
  const data = facts.takeOther()
  for (let at = 0; at < DATA_FIELDS.length; at++) {
    const text = facts.value(DATA_PLACES[at] as number)
    if (text !== undefined) data[DATA_FIELDS[at] as string] = text
  }
  const exit = facts.value(Field.exit)
  if (exit !== undefined) data['exit'] = errnoText(exit)
  if (facts.decision !== undefined) data['seresult'] = facts.decision
  if (facts.permissions.length > 0) data['seperms'] = facts.permissions.join(',')
  if (facts.oldSes !== undefined) data['old_ses'] = facts.oldSes
  const { socket } = facts
  if (socket?.family !== undefined) data['socket_family'] = socket.family
  if (program !== undefined) takeProgram(program, isBystander, data)
  return isEmpty(data) ? undefined : data
}

function takeProgram({ progId, op }: ProgramFacts, isBystander: boolean, data: NamedTexts): void {
  if (progId !== undefined) data['prog_id'] = progId
  if (op !== undefined) data['op'] = op
  if (isBystander) data['context'] = 'bystander'
}

function addOnce(all: string[], text: string | undefined): void {
  if (text !== undefined && !all.includes(text)) all.push(text)
}
