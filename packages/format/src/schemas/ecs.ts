/** Events as documents of the Elastic Common Schema 9.4: one per event, and one for each BPF record. */
import type { InterpretContext } from '@ts-audit/auparse'
import type { LogEvent } from '@ts-audit/log'
import type { EcsClass } from '@ts-audit/tables/event-schemas'
import { recordTypeName } from '@ts-audit/tables/record-types'
import { documentParts, type Part } from './document-parts.ts'
import { ecsClassOf, ecsProgramClass, syscallClass } from './ecs-class.ts'
import type { EcsDocument, EcsFile, EcsPath, EcsProcess } from './ecs-document.ts'
import { takeEcsEndpoints } from './ecs-endpoints.ts'
import { takeEcsUsers } from './ecs-users.ts'
import { errnoText } from './errno-text.ts'
import { EventFacts, type PathFacts, type ProgramFacts } from './event-facts.ts'
import { createIsoTime } from './event-id.ts'
import { fullPath, objectPath, permissionDigits } from './files.ts'
import { createNamedTexts, isEmpty, type NamedTexts } from './named-texts.ts'
import { numberOf } from './numbers.ts'
import { originalText } from './original-text.ts'
import { Field } from './roles.ts'

/** How ECS documents are made. */
export interface EcsOptions {
  /** Adds the lines as `event.original`, joined with line feeds; bytes that are no UTF-8 become U+FFFD. */
  readonly original?: boolean | undefined
}

const ECS_VERSION = { version: '9.4.0' } as const

/** Gives the documents of one event after the other; make one for a log. */
export function createEcs(
  context: InterpretContext,
  options: EcsOptions = {},
): (event: LogEvent) => EcsDocument[] {
  const facts = new EventFacts(context)
  const isoTime = createIsoTime()
  return (event) => {
    facts.load(event)
    const timestamp = isoTime(facts.seconds, facts.milliseconds)
    const original = options.original === true ? originalText(event.records) : undefined
    return documentParts(facts).map((part) => document(facts, part, timestamp, original))
  }
}

function document(
  facts: EventFacts,
  part: Part,
  timestamp: string,
  original: string | undefined,
): EcsDocument {
  const { kind, category, type, action } = classOf(facts, part)
  const success = part.hasProcess ? facts.success : undefined
  const result: EcsDocument = {
    '@timestamp': timestamp,
    ecs: ECS_VERSION,
    event: {
      kind,
      category,
      type,
      id: part.id,
      sequence: Number(facts.serial),
      module: 'auditd',
      dataset: 'auditd.log',
    },
    auditd: { message_type: messageType(facts, part) },
  }
  if (action !== undefined) result.event.action = action
  if (success !== undefined) {
    result.event.outcome = success ? 'success' : 'failure'
    result.auditd.result = success ? 'success' : 'fail'
  }
  if (original !== undefined) result.event.original = original
  takeHost(facts, part, result)
  const data = dataOf(facts, part)
  if (data !== undefined) result.auditd.data = data
  if (!part.hasProcess) return result
  takeEcsUsers(facts, result)
  takeProcess(facts, result)
  takeFiles(facts, result)
  takeEcsEndpoints(facts, result)
  const unit = facts.value(Field.unit)
  if (unit !== undefined) result.service = { name: unit }
  if (facts.keys.length > 0) result.tags = facts.keys
  takeRelated(result)
  return result
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

function takeHost(facts: EventFacts, { hasProcess }: Part, result: EcsDocument): void {
  const name = facts.nodeText
  const architecture = hasProcess ? facts.value(Field.arch) : undefined
  if (name === undefined && architecture === undefined) return
  const host: EcsDocument['host'] = {}
  if (name !== undefined) host.name = name
  if (architecture !== undefined) host.architecture = architecture
  result.host = host
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

function takeProcess(facts: EventFacts, result: EcsDocument): void {
  const process: EcsProcess = result.process ?? {}
  const pid = numberOf(facts.value(Field.pid))
  const parent = numberOf(facts.value(Field.ppid))
  if (pid !== undefined) process.pid = pid
  if (parent !== undefined) process.parent = { pid: parent }
  const name = facts.value(Field.comm)
  const executable = facts.value(Field.exe)
  const title = facts.value(Field.proctitle)
  const directory = facts.value(Field.cwd)
  if (name !== undefined) process.name = name
  if (executable !== undefined) process.executable = executable
  const { args } = facts
  if (args.length > 0) {
    process.args = args as string[]
    process.args_count = args.length
    process.command_line = args.join(' ')
  } else if (facts.value(Field.cmd) !== undefined && facts.value(Field.exe) !== undefined) {
    process.command_line = facts.value(Field.cmd) as string
  }
  if (title !== undefined) process.title = title
  if (directory !== undefined) process.working_directory = directory
  if (!isEmpty(process)) result.process = process
}

function takeFiles(facts: EventFacts, result: EcsDocument): void {
  const object = objectPath(facts)
  if (object === undefined) return
  const cwd = facts.value(Field.cwd)
  const file: EcsFile = {}
  const mode = permissionDigits(object.mode)
  if (object.name !== undefined) file.path = fullPath(object.name, cwd)
  if (object.inode !== undefined) file.inode = object.inode
  if (mode !== undefined) file.mode = mode
  if (object.ouid !== undefined) file.uid = object.ouid
  if (object.ogid !== undefined) file.gid = object.ogid
  if (object.owner !== undefined) file.owner = object.owner
  if (object.group !== undefined) file.group = object.group
  if (object.rdev !== undefined) file.device = object.rdev
  if (!isEmpty(file)) result.file = file
  result.auditd.paths = facts.paths.map(pathTexts)
}

function pathTexts({ item, name, inode, dev, mode, ouid, ogid, rdev, nametype }: PathFacts): EcsPath {
  const path: EcsPath = {}
  if (item !== undefined) path.item = item
  if (name !== undefined) path.name = name
  if (inode !== undefined) path.inode = inode
  if (dev !== undefined) path.dev = dev
  if (mode !== undefined) path.mode = mode
  if (ouid !== undefined) path.ouid = ouid
  if (ogid !== undefined) path.ogid = ogid
  if (rdev !== undefined) path.rdev = rdev
  if (nametype !== undefined) path.nametype = nametype
  return path
}

function takeRelated(result: EcsDocument): void {
  const { user, process, source, destination } = result
  const users: string[] = []
  addOnce(users, user?.name)
  addOnce(users, user?.effective?.name)
  addOnce(users, user?.target?.name)
  addOnce(users, process?.user?.name)
  addOnce(users, result.auditd.user?.audit?.name)
  const ips: string[] = []
  addOnce(ips, source?.ip)
  addOnce(ips, destination?.ip)
  const related: EcsDocument['related'] = {}
  if (users.length > 0) related.user = users
  if (ips.length > 0) related.ip = ips
  if (source?.domain !== undefined) related.hosts = [source.domain]
  if (users.length > 0 || ips.length > 0 || related.hosts !== undefined) result.related = related
}

function addOnce(all: string[], text: string | undefined): void {
  if (text !== undefined && !all.includes(text)) all.push(text)
}
