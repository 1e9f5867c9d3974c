/** The objects of OCSF events: processes, users, files, endpoints, and what each class demands besides. */
import * as RecordType from '@ts-audit/tables/record-type'
import type { Part } from './document-parts.ts'
import { socketDirection } from './ecs-endpoints.ts'
import { accountChange, isUserRecord } from './ecs-users.ts'
import type { EventFacts } from './event-facts.ts'
import { baseName, fileTypeId, fullPath, objectPath } from './files.ts'
import { isAddress } from './ip-address.ts'
import { isUnset, numberOf } from './numbers.ts'
import { OcsfClass } from './ocsf-class.ts'
import type { OcsfEndpoint, OcsfEvent, OcsfFile, OcsfProcess, OcsfUser } from './ocsf-document.ts'
import { Field } from './roles.ts'

const BPF_PROGRAM = 99
const SYSTEM_CALL = 2
const INBOUND = 1
const OUTBOUND = 2
const UNKNOWN_DIRECTION = 0

/** Fills what the class of the event has. */
export function takeOcsfObjects(facts: EventFacts, part: Part, result: OcsfEvent): void {
  const { program, hasProcess } = part
  if (program !== undefined) {
    result.kernel = {
      name: `bpf prog ${program.progId ?? 'unknown'}`,
      type_id: BPF_PROGRAM,
      type: 'BPF program',
    }
  }
  const process = hasProcess ? processOf(facts) : undefined
  if (process !== undefined && hasLinuxUsers(process)) result.metadata.profiles.push('linux/linux_users')
  takeActor(facts, result, process)
  if (program === undefined) takers.get(result.class_uid)?.(facts, result)
}

function hasLinuxUsers({ auid, euid, egid, group }: OcsfProcess): boolean {
  return auid !== undefined || euid !== undefined || egid !== undefined || group !== undefined
}

/** Of a Process Activity the process is what was started, and the actor who did it. */
function takeActor(facts: EventFacts, result: OcsfEvent, process: OcsfProcess | undefined): void {
  if (result.class_uid !== OcsfClass.PROCESS) {
    result.actor = process === undefined ? { app_name: 'kernel' } : { process }
    return
  }
  result.process = process ?? { name: 'unknown' }
  const parent = result.process.parent_process
  if (facts.type === RecordType.LOGIN || parent === undefined) {
    const { user } = result.process
    if (user === undefined) result.actor = { app_name: 'kernel' }
    else {
      result.actor = { user }
      if (facts.type === RecordType.LOGIN) delete result.process.user
    }
    return
  }
  result.actor = { process: parent }
  delete result.process.parent_process
}

function processOf(facts: EventFacts): OcsfProcess | undefined {
  const process: OcsfProcess = {}
  const pid = numberOf(facts.value(Field.pid))
  const name = facts.value(Field.comm)
  const exe = facts.value(Field.exe)
  if (pid !== undefined) process.pid = pid
  if (name !== undefined) process.name = name
  if (exe !== undefined) process.file = regularFile(exe)
  const user = userOf(facts, Field.uid)
  if (user !== undefined) process.user = user
  const parent = numberOf(facts.value(Field.ppid))
  if (parent !== undefined) process.parent_process = { pid: parent }
  const session = facts.value(Field.ses)
  const isLogin = facts.type === RecordType.LOGIN
  if (session !== undefined && !isUnset(session) && !isLogin) process.session = { uid: session }
  takeLinuxUsers(facts, process)
  const title = facts.value(Field.proctitle)
  const { args } = facts
  const command = args.length > 0 ? args.join(' ') : (title ?? facts.value(Field.cmd))
  if (command !== undefined) process.cmd_line = command
  const directory = facts.value(Field.cwd)
  if (directory !== undefined) process.working_directory = directory
  for (const _name in process) return process
  return undefined
}

/** What a program sends of itself does not say these ids of it. */
function takeLinuxUsers(facts: EventFacts, process: OcsfProcess): void {
  if (isUserRecord(facts.type)) return
  const auid = idOf(facts, Field.auid)
  const euid = idOf(facts, Field.euid)
  const egid = idOf(facts, Field.egid)
  const gid = facts.value(Field.gid)
  if (auid !== undefined) process.auid = auid
  if (euid !== undefined) process.euid = euid
  if (egid !== undefined) process.egid = egid
  if (gid === undefined || isUnset(gid)) return
  const group = facts.account(Field.gid)
  process.group = group === undefined ? { uid: gid } : { uid: gid, name: group }
}

function idOf(facts: EventFacts, field: number): number | undefined {
  const id = facts.value(field)
  return id === undefined || isUnset(id) ? undefined : numberOf(id)
}

function userOf(facts: EventFacts, field: number): OcsfUser | undefined {
  const uid = facts.value(field)
  if (uid === undefined || isUnset(uid)) return undefined
  const name = facts.account(field)
  return name === undefined ? { uid } : { uid, name }
}

function regularFile(path: string): OcsfFile {
  return { name: baseName(path), path, type_id: 1 }
}

const takers: ReadonlyMap<number, (facts: EventFacts, result: OcsfEvent) => void> = new Map([
  [OcsfClass.FILE, takeFile],
  [OcsfClass.KERNEL_EXTENSION, takeDriver],
  [OcsfClass.KERNEL, takeKernel],
  [OcsfClass.EVENT_LOG, takeLog],
  [OcsfClass.PERIPHERAL, takePeripheral],
  [OcsfClass.FINDING, takeFinding],
  [OcsfClass.ACCOUNT, takeAccount],
  [OcsfClass.AUTHENTICATION, takeAuthentication],
  [OcsfClass.GROUP, takeGroup],
  [OcsfClass.NETWORK, takeNetwork],
  [OcsfClass.APPLICATION, takeApplication],
])

function takeFile(facts: EventFacts, result: OcsfEvent): void {
  const object = objectPath(facts)
  const name = object?.name ?? facts.other['path'] ?? facts.value(Field.name)
  if (name === undefined) result.file = { name: 'unknown', type_id: 0 }
  else {
    const path = fullPath(name, facts.value(Field.cwd))
    result.file = { name: baseName(path), path, type_id: fileTypeId(object?.mode) }
  }
  const created = facts.callName?.startsWith('rename') === true ? lastCreated(facts) : undefined
  if (created !== undefined) result.file_result = created
}

/** What a file was renamed to. */
function lastCreated(facts: EventFacts): OcsfFile | undefined {
  const path = facts.paths.findLast(({ nametype }) => nametype === 'CREATE')
  if (path?.name === undefined) return undefined
  const full = fullPath(path.name, facts.value(Field.cwd))
  return { name: baseName(full), path: full, type_id: fileTypeId(path.mode) }
}

function takeDriver(facts: EventFacts, result: OcsfEvent): void {
  result.driver = { file: { name: facts.value(Field.name) ?? 'unknown', type_id: 0 } }
}

function takeKernel(facts: EventFacts, result: OcsfEvent): void {
  const name = facts.type === RecordType.URINGOP ? facts.operation : facts.callName
  const kernel: OcsfEvent['kernel'] = { name: name ?? 'unknown', type_id: SYSTEM_CALL }
  if (name !== undefined) kernel.system_call = name
  result.kernel = kernel
}

function takeLog(_facts: EventFacts, result: OcsfEvent): void {
  result.log_name = 'audit'
}

function takePeripheral(facts: EventFacts, result: OcsfEvent): void {
  const name = facts.other['device'] ?? facts.other['dev'] ?? 'unknown'
  result.peripheral_device = { name, class: 'unknown' }
}

function takeFinding(facts: EventFacts, result: OcsfEvent): void {
  const { metadata } = result
  result.finding_info = { uid: metadata.uid, title: metadata.event_code }
  result.is_alert = facts.type !== RecordType.RESP_ANOMALY && facts.type !== RecordType.RESP_ALERT
}

/** Whom it happened to: the account named, else the one that did it. */
function takeAccount(facts: EventFacts, result: OcsfEvent): void {
  result.user = namedUser(facts) ??
    userOf(facts, Field.auid) ??
    userOf(facts, Field.uid) ?? { name: 'unknown' }
}

function namedUser(facts: EventFacts): OcsfUser | undefined {
  const name = facts.value(Field.acct)
  const id = facts.value(Field.id)
  if (name !== undefined) {
    return accountChange(facts.type) === 'user' && id !== undefined
      ? { uid: id, name, type_id: 0 }
      : { name, type_id: 0 }
  }
  return id === undefined || isUnset(id) ? undefined : { uid: id, type_id: 0 }
}

function takeAuthentication(facts: EventFacts, result: OcsfEvent): void {
  takeAccount(facts, result)
  const exe = facts.value(Field.exe)
  result.service = { name: exe === undefined ? 'unknown' : baseName(exe) }
  const remote = facts.value(Field.addr)
  if (remote !== undefined) {
    result.src_endpoint = endpoint(remote)
    result.is_remote = true
  }
}

function takeGroup(facts: EventFacts, result: OcsfEvent): void {
  const id = facts.value(Field.id)
  const name = facts.value(Field.grp) ?? facts.value(Field.acct)
  result.group = {}
  if (id !== undefined) result.group.uid = id
  if (name !== undefined) result.group.name = name
  if (id === undefined && name === undefined) result.group.name = 'unknown'
}

function endpoint(address: string, port?: number): OcsfEndpoint {
  const found: OcsfEndpoint = isAddress(address) ? { ip: address } : { hostname: address }
  if (port !== undefined) found.port = port
  return found
}

function takeNetwork(facts: EventFacts, result: OcsfEvent): void {
  const direction = socketDirection(facts)
  result.connection_info = {
    direction_id: direction === undefined ? UNKNOWN_DIRECTION : direction === 'ingress' ? INBOUND : OUTBOUND,
  }
  const found = remoteEndpoint(facts)
  if (direction === 'ingress' || (direction === undefined && facts.type !== RecordType.SYSCALL)) {
    result.src_endpoint = found
  } else result.dst_endpoint = found
}

function remoteEndpoint(facts: EventFacts): OcsfEndpoint {
  const { socket, other } = facts
  const named = facts.value(Field.addr)
  if (named !== undefined) return endpoint(named)
  if (socket?.address !== undefined) return endpoint(socket.address, socket.port)
  if (socket?.path !== undefined) return { name: socket.path }
  const { saddr, src, laddr, daddr } = other
  const address = saddr ?? src ?? laddr ?? daddr
  return address === undefined ? { name: 'unknown' } : endpoint(address)
}

function takeApplication(facts: EventFacts, result: OcsfEvent): void {
  const exe = facts.value(Field.exe)
  const name =
    facts.value(Field.unit) ??
    facts.value(Field.vm) ??
    facts.other['sw'] ??
    (exe === undefined ? undefined : baseName(exe))
  result.app = { name: name ?? 'unknown' }
}
