/** The objects of OCSF events: processes, users, files, endpoints, and what each class demands besides. */
import * as RecordType from '@ts-audit/tables/record-type'
import type { Part } from './document-parts.ts'
import { socketDirection } from './ecs-endpoints.ts'
import { accountChange, isUserRecord } from './ecs-users.ts'
import type { EventFacts } from './event-facts.ts'
import { baseName, fileTypeId, fullPath, objectPath } from './files.ts'
import { isAddress } from './ip-address.ts'
import { type JsonKey, type JsonWriter, jsonKeys, jsonMembers } from './json-writer.ts'
import { isUnset, numberOf } from './numbers.ts'
import { OcsfClass } from './ocsf-class.ts'
import { Field } from './roles.ts'

const BPF_PROGRAM = 99
const SYSTEM_CALL = 2
const INBOUND = 1
const OUTBOUND = 2
const UNKNOWN_DIRECTION = 0
const UNKNOWN = 'unknown'
const REGULAR_FILE = 1

/** An event as far as its objects depend on it. */
export interface OcsfEventHead {
  readonly classUid: number
  readonly uid: string
  readonly code: string
}

type Taker = (facts: EventFacts, head: OcsfEventHead, json: JsonWriter) => void

/** Whether the process has ids of the profile `linux/linux_users`: what a program sends of itself does not say them of it. */
export function hasLinuxUsers(facts: EventFacts): boolean {
  if (isUserRecord(facts.type)) return false
  const gid = facts.value(Field.gid)
  return (
    idOf(facts, Field.auid) !== undefined ||
    idOf(facts, Field.euid) !== undefined ||
    idOf(facts, Field.egid) !== undefined ||
    (gid !== undefined && !isUnset(gid))
  )
}

/** Writes them. One serves one run. */
export class OcsfObjects {
  readonly #keys = jsonKeys([
    ...([
      'kernel',
      'name',
      'type_id',
      'type',
      'system_call',
      'actor',
      'process',
      'user',
      'app_name',
    ] as const),
    ...(['pid', 'file', 'parent_process', 'session', 'uid', 'auid', 'euid', 'egid', 'group'] as const),
    ...(['cmd_line', 'working_directory', 'path', 'file_result', 'driver', 'peripheral_device'] as const),
    ...(['class', 'finding_info', 'title', 'is_alert', 'service', 'src_endpoint', 'dst_endpoint'] as const),
    ...(['is_remote', 'connection_info', 'direction_id', 'ip', 'hostname', 'port', 'app'] as const),
  ])
  readonly #log = jsonMembers({ log_name: 'audit' })
  readonly #takers: ReadonlyMap<number, Taker> = new Map<number, Taker>([
    [OcsfClass.FILE, (facts, _, json) => this.#writeFiles(facts, json)],
    [OcsfClass.KERNEL_EXTENSION, (facts, _, json) => this.#writeDriver(facts, json)],
    [OcsfClass.KERNEL, (facts, _, json) => this.#writeCall(facts, json)],
    [OcsfClass.EVENT_LOG, (_facts, _, json) => json.members(this.#log)],
    [OcsfClass.PERIPHERAL, (facts, _, json) => this.#writePeripheral(facts, json)],
    [OcsfClass.FINDING, (facts, head, json) => this.#writeFinding(facts, head, json)],
    [OcsfClass.ACCOUNT, (facts, _, json) => this.#writeAccount(facts, json)],
    [OcsfClass.AUTHENTICATION, (facts, _, json) => this.#writeAuthentication(facts, json)],
    [OcsfClass.GROUP, (facts, _, json) => this.#writeGroup(facts, json)],
    [OcsfClass.NETWORK, (facts, _, json) => this.#writeNetwork(facts, json)],
    [OcsfClass.APPLICATION, (facts, _, json) => this.#writeApplication(facts, json)],
  ])

  /** Writes what the class of the event has. */
  write(facts: EventFacts, { program, hasProcess }: Part, head: OcsfEventHead, json: JsonWriter): void {
    const keys = this.#keys
    if (program !== undefined) {
      const kernel = json.open(keys.kernel)
      json.text(keys.name, `bpf prog ${program.progId ?? UNKNOWN}`)
      json.number(keys.type_id, BPF_PROGRAM)
      json.text(keys.type, 'BPF program')
      json.close(kernel)
    }
    if (head.classUid === OcsfClass.PROCESS) this.#writeStarted(facts, hasProcess, json)
    else {
      const actor = json.open(keys.actor)
      if (!hasProcess || !this.#writeProcess(facts, 'all', json)) json.text(keys.app_name, 'kernel')
      json.close(actor)
    }
    if (program === undefined) this.#takers.get(head.classUid)?.(facts, head, json)
  }

  /** Of a Process Activity the process is what was started, and the actor who did it. */
  #writeStarted(facts: EventFacts, hasProcess: boolean, json: JsonWriter): void {
    const keys = this.#keys
    const uid = hasProcess ? facts.value(Field.uid) : undefined
    const parent = hasProcess ? numberOf(facts.value(Field.ppid)) : undefined
    const isLogin = facts.type === RecordType.LOGIN
    const hasUser = uid !== undefined && !isUnset(uid)
    const isOfParent = !isLogin && parent !== undefined
    const left = isOfParent ? 'parent' : isLogin ? 'user' : 'none'
    if (!hasProcess || !this.#writeProcess(facts, left, json)) {
      const process = json.open(keys.process)
      if ((left === 'parent' || hasUser) && hasProcess) json.closeItem()
      else {
        json.text(keys.name, UNKNOWN)
        json.close(process)
      }
    }
    const actor = json.open(keys.actor)
    if (isOfParent) {
      const process = json.open(keys.process)
      json.number(keys.pid, parent)
      json.close(process)
    } else if (hasUser) this.#writeUser(facts, Field.uid, json)
    else json.text(keys.app_name, 'kernel')
    json.close(actor)
  }

  /** Writes `process` without what stands elsewhere; false where nothing is known of it. */
  #writeProcess(facts: EventFacts, left: 'all' | 'none' | 'parent' | 'user', json: JsonWriter): boolean {
    const keys = this.#keys
    const opened = json.open(keys.process)
    json.numberOf(keys.pid, facts.value(Field.pid))
    json.text(keys.name, facts.value(Field.comm))
    const exe = facts.value(Field.exe)
    if (exe !== undefined) this.#writeFile(keys.file, exe, REGULAR_FILE, json)
    if (left !== 'user') this.#writeUser(facts, Field.uid, json)
    if (left !== 'parent') {
      const parent = json.open(keys.parent_process)
      json.numberOf(keys.pid, facts.value(Field.ppid))
      json.close(parent)
    }
    const session = facts.value(Field.ses)
    if (session !== undefined && !isUnset(session) && facts.type !== RecordType.LOGIN) {
      const within = json.open(keys.session)
      json.text(keys.uid, session)
      json.close(within)
    }
    if (!isUserRecord(facts.type)) {
      json.numberOf(keys.auid, setId(facts, Field.auid))
      json.numberOf(keys.euid, setId(facts, Field.euid))
      json.numberOf(keys.egid, setId(facts, Field.egid))
      this.#writeIds(keys.group, facts, Field.gid, json)
    }
    const { args } = facts
    const command =
      args.length > 0 ? args.join(' ') : (facts.value(Field.proctitle) ?? facts.value(Field.cmd))
    json.text(keys.cmd_line, command)
    json.text(keys.working_directory, facts.value(Field.cwd))
    return json.close(opened)
  }

  /** Writes `user`; false where the id says nothing. */
  #writeUser(facts: EventFacts, field: number, json: JsonWriter): boolean {
    return this.#writeIds(this.#keys.user, facts, field, json)
  }

  #writeIds(key: JsonKey, facts: EventFacts, field: number, json: JsonWriter): boolean {
    const uid = facts.value(field)
    if (uid === undefined || isUnset(uid)) return false
    const opened = json.open(key)
    json.text(this.#keys.uid, uid)
    json.text(this.#keys.name, facts.account(field))
    return json.close(opened)
  }

  #writeFile(key: JsonKey, path: string, type: number, json: JsonWriter): void {
    const opened = json.open(key)
    json.text(this.#keys.name, baseName(path))
    json.text(this.#keys.path, path)
    json.number(this.#keys.type_id, type)
    json.close(opened)
  }

  /** Writes an object whose one known member is its name. */
  #writeName(key: JsonKey, name: string, json: JsonWriter): void {
    const opened = json.open(key)
    json.text(this.#keys.name, name)
    json.close(opened)
  }

  #writeFiles(facts: EventFacts, json: JsonWriter): void {
    const keys = this.#keys
    const object = objectPath(facts)
    const name = object?.name ?? facts.other['path'] ?? facts.value(Field.name)
    if (name === undefined) {
      const opened = json.open(keys.file)
      json.text(keys.name, UNKNOWN)
      json.number(keys.type_id, 0)
      json.close(opened)
    } else {
      const path = fullPath(name, facts.value(Field.cwd))
      this.#writeFile(keys.file, path, fileTypeId(object?.mode), json)
    }
    if (facts.callName?.startsWith('rename') !== true) return
    // What it was renamed to.
    const created = facts.paths.findLast(({ nametype }) => nametype === 'CREATE')
    if (created?.name === undefined) return
    const full = fullPath(created.name, facts.value(Field.cwd))
    this.#writeFile(keys.file_result, full, fileTypeId(created.mode), json)
  }

  #writeDriver(facts: EventFacts, json: JsonWriter): void {
    const keys = this.#keys
    const driver = json.open(keys.driver)
    const file = json.open(keys.file)
    json.text(keys.name, facts.value(Field.name) ?? UNKNOWN)
    json.number(keys.type_id, 0)
    json.close(file)
    json.close(driver)
  }

  #writeCall(facts: EventFacts, json: JsonWriter): void {
    const keys = this.#keys
    const name = facts.type === RecordType.URINGOP ? facts.operation : facts.callName
    const kernel = json.open(keys.kernel)
    json.text(keys.name, name ?? UNKNOWN)
    json.number(keys.type_id, SYSTEM_CALL)
    json.text(keys.system_call, name)
    json.close(kernel)
  }

  #writePeripheral(facts: EventFacts, json: JsonWriter): void {
    const keys = this.#keys
    const device = json.open(keys.peripheral_device)
    json.text(keys.name, facts.other['device'] ?? facts.other['dev'] ?? UNKNOWN)
    json.text(keys.class, UNKNOWN)
    json.close(device)
  }

  #writeFinding(facts: EventFacts, { uid, code }: OcsfEventHead, json: JsonWriter): void {
    const keys = this.#keys
    const finding = json.open(keys.finding_info)
    json.text(keys.uid, uid)
    json.text(keys.title, code)
    json.close(finding)
    json.flag(keys.is_alert, facts.type !== RecordType.RESP_ANOMALY && facts.type !== RecordType.RESP_ALERT)
  }

  /** Whom it happened to: the account named, else the one that did it. */
  #writeAccount(facts: EventFacts, json: JsonWriter): void {
    const isWritten =
      this.#writeNamedUser(facts, json) ||
      this.#writeUser(facts, Field.auid, json) ||
      this.#writeUser(facts, Field.uid, json)
    if (!isWritten) this.#writeName(this.#keys.user, UNKNOWN, json)
  }

  #writeNamedUser(facts: EventFacts, json: JsonWriter): boolean {
    const keys = this.#keys
    const name = facts.value(Field.acct)
    const id = facts.value(Field.id)
    if (name === undefined && (id === undefined || isUnset(id))) return false
    const user = json.open(keys.user)
    if (name === undefined || accountChange(facts.type) === 'user') json.text(keys.uid, id)
    json.text(keys.name, name)
    json.number(keys.type_id, 0)
    return json.close(user)
  }

  #writeAuthentication(facts: EventFacts, json: JsonWriter): void {
    const keys = this.#keys
    this.#writeAccount(facts, json)
    const exe = facts.value(Field.exe)
    this.#writeName(keys.service, exe === undefined ? UNKNOWN : baseName(exe), json)
    const remote = facts.value(Field.addr)
    if (remote === undefined) return
    this.#writeEndpoint(keys.src_endpoint, remote, undefined, json)
    json.flag(keys.is_remote, true)
  }

  #writeGroup(facts: EventFacts, json: JsonWriter): void {
    const keys = this.#keys
    const id = facts.value(Field.id)
    const name = facts.value(Field.grp) ?? facts.value(Field.acct)
    const group = json.open(keys.group)
    json.text(keys.uid, id)
    json.text(keys.name, id === undefined ? (name ?? UNKNOWN) : name)
    json.close(group)
  }

  #writeEndpoint(key: JsonKey, address: string, port: number | undefined, json: JsonWriter): void {
    const keys = this.#keys
    const endpoint = json.open(key)
    json.text(isAddress(address) ? keys.ip : keys.hostname, address)
    json.number(keys.port, port)
    json.close(endpoint)
  }

  #writeNetwork(facts: EventFacts, json: JsonWriter): void {
    const keys = this.#keys
    const direction = socketDirection(facts)
    const connection = json.open(keys.connection_info)
    const known = direction === 'ingress' ? INBOUND : OUTBOUND
    json.number(keys.direction_id, direction === undefined ? UNKNOWN_DIRECTION : known)
    json.close(connection)
    const isSource = direction === 'ingress' || (direction === undefined && facts.type !== RecordType.SYSCALL)
    this.#writeRemote(isSource ? keys.src_endpoint : keys.dst_endpoint, facts, json)
  }

  #writeRemote(key: JsonKey, facts: EventFacts, json: JsonWriter): void {
    const { socket, other } = facts
    const named = facts.value(Field.addr)
    const { saddr, src, laddr, daddr } = other
    if (named !== undefined) this.#writeEndpoint(key, named, undefined, json)
    else if (socket?.address !== undefined) this.#writeEndpoint(key, socket.address, socket.port, json)
    else if (socket?.path !== undefined) this.#writeName(key, socket.path, json)
    else {
      const address = saddr ?? src ?? laddr ?? daddr
      if (address === undefined) this.#writeName(key, UNKNOWN, json)
      else this.#writeEndpoint(key, address, undefined, json)
    }
  }

  #writeApplication(facts: EventFacts, json: JsonWriter): void {
    const exe = facts.value(Field.exe)
    const name =
      facts.value(Field.unit) ??
      facts.value(Field.vm) ??
      facts.other['sw'] ??
      (exe === undefined ? undefined : baseName(exe))
    this.#writeName(this.#keys.app, name ?? UNKNOWN, json)
  }
}

function idOf(facts: EventFacts, field: number): number | undefined {
  return numberOf(setId(facts, field))
}

/** An id, unless it says that there is none. */
function setId(facts: EventFacts, field: number): string | undefined {
  const id = facts.value(field)
  return id === undefined || isUnset(id) ? undefined : id
}
