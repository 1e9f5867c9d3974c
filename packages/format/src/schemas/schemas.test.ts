/** What every event becomes, whatever its type: values that ECS and OCSF allow, and all that OCSF demands. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { type LogEvent, LogReader } from '@ts-audit/log'
import { ecsAllowedTypesOf } from '@ts-audit/tables/event-schemas'
import { recordTypes } from '@ts-audit/tables/record-types'
import { describe, expect, test } from 'vitest'
import type { EcsDocument } from './ecs-document.ts'
import type { OcsfEvent } from './ocsf-document.ts'
import { createEcsConverter, createOcsfConverter, createOtlpConverter, toEcs, toOcsf } from './to-schemas.ts'

function forEachEvent(log: Uint8Array, take: (event: LogEvent) => void): void {
  const reader = new LogReader({
    sink(event) {
      take(event)
      return true
    },
  })
  reader.push(log)
  reader.end()
}

function events(text: string): LogEvent[] {
  const all: LogEvent[] = []
  forEachEvent(Buffer.from(text), (event) => void all.push(event))
  return all
}

/** What OCSF 1.8 demands of each class, besides what it demands of all (docs/formats/outputs.md, section 3). */
const required: Record<number, readonly (readonly string[])[]> = {
  0: [],
  1001: [['actor'], ['device'], ['file']],
  1002: [['actor'], ['device'], ['driver']],
  1003: [['actor'], ['device'], ['kernel']],
  1007: [['actor'], ['device'], ['process']],
  1008: [['log_name']],
  1010: [['actor'], ['device'], ['peripheral_device']],
  2004: [['finding_info']],
  3001: [['user']],
  3002: [['user'], ['service', 'dst_endpoint']],
  3006: [['group']],
  4001: [['src_endpoint', 'dst_endpoint'], ['connection_info']],
  5019: [['device']],
  6002: [['app']],
}

function ecsProblems({ event, ecs, auditd }: EcsDocument): string[] {
  const allowed = event.category.flatMap((word) => ecsAllowedTypesOf(word) ?? [])
  const problems = event.type.filter((word) => !allowed.includes(word))
  if (event.category.some((word) => ecsAllowedTypesOf(word) === undefined)) problems.push('category')
  if (event.category.length === 0 || event.type.length === 0) problems.push('empty')
  if (ecs.version !== '9.4.0' || auditd.message_type === '') problems.push('version')
  return problems
}

function ocsfProblems(event: OcsfEvent): string[] {
  const problems: string[] = []
  const { class_uid, activity_id, type_uid, category_uid, activity_name, actor, device } = event
  if (type_uid !== class_uid * 100 + activity_id || category_uid !== Math.floor(class_uid / 1000)) {
    problems.push('numbers')
  }
  if ((activity_id === 99) !== (activity_name !== undefined)) problems.push('activity_name')
  const has = (name: string) => (event as unknown as Record<string, unknown>)[name] !== undefined
  for (const names of required[class_uid] ?? [['a known class']]) {
    if (!names.some(has)) problems.push(names.join(' or '))
  }
  if (actor !== undefined && Object.keys(actor).length === 0) problems.push('an empty actor')
  if (device.hostname === undefined && device.uid === undefined) problems.push('device')
  if (![1, 2, 3, 4].includes(event.severity_id) || !Number.isSafeInteger(event.time))
    problems.push('severity')
  return problems
}

describe('an event of every record type', () => {
  test.each(recordTypes().filter(({ name }) => name !== 'EOE'))('$name', ({ name }) => {
    const [event] = events(`type=${name} msg=audit(1700000000.001:7): pid=1 uid=0 auid=5 res=1\n`)
    expect(toEcs(event!).flatMap(ecsProblems)).toEqual([])
    expect(toOcsf(event!).flatMap(ocsfProblems)).toEqual([])
    expect(toOcsf(event!).map(({ metadata }) => metadata.event_code)).toEqual([name])
  })

  test('and of none that has a name', () => {
    const [event] = events('type=UNKNOWN[1399] msg=audit(1700000000.001:7): pid=1\n')
    expect(toEcs(event!).flatMap(ecsProblems)).toEqual([])
    expect(toOcsf(event!).flatMap(ocsfProblems)).toEqual([])
  })
})

function logsIn(folder: string): (readonly [name: string, path: URL])[] {
  const base = new URL(`../../../../${folder}`, import.meta.url)
  if (!existsSync(base)) return []
  return readdirSync(base, { recursive: true, encoding: 'utf8' })
    .filter((path) => /(^|\/)[^/]*\.log$/.test(path))
    .map((path) => [path, new URL(path, base)] as const)
}

test.each([...logsIn('fixtures/captures/'), ...logsIn('../shared/conformance/logs/')])(
  'all events of %s',
  (_, path) => {
    const ecs = createEcsConverter({})
    const ocsf = createOcsfConverter({})
    const otlp = createOtlpConverter({})
    const problems = new Set<string>()
    forEachEvent(readFileSync(path).subarray(0, 1 << 16), (event) => {
      for (const document of ecs(event)) for (const problem of ecsProblems(document)) problems.add(problem)
      for (const found of ocsf(event)) for (const problem of ocsfProblems(found)) problems.add(problem)
      const keys = otlp(event).resourceLogs[0]!.scopeLogs[0]!.logRecords[0]!.attributes.map(({ key }) => key)
      if (new Set(keys).size < keys.length) problems.add(`keys ${keys}`)
    })
    expect([...problems]).toEqual([])
  },
)

/** Rules of the paper on formats, one event each: what of ECS and what of OCSF must be there. */
const rules: readonly (readonly [rule: string, log: string, ecs: object, ocsf: object])[] = [
  [
    'a file that is created',
    'SYSCALL arch=c000003e syscall=257 success=yes exit=3 a2=241 pid=9 ppid=8 key=61016B65792062\nCWD cwd="/tmp/a"\nPATH item=0 name="/tmp/a" inode=1 mode=040755 nametype=PARENT\nPATH item=1 name="../x" inode=2 mode=0100644 ouid=0 nametype=CREATE',
    { event: { category: ['file'], type: ['creation'], action: 'opened-file' }, file: { path: '/tmp/x' } },
    { type_uid: 100101, file: { path: '/tmp/x', type_id: 1 }, metadata: { labels: ['a', 'key b'] } },
  ],
  [
    'a file that is opened to be written',
    'SYSCALL arch=c000003e syscall=2 success=no exit=-13 a1=1\nPATH item=0 name="/etc/shadow" mode=0100640 nametype=NORMAL',
    {
      event: { category: ['file'], outcome: 'failure' },
      auditd: { data: { exit: 'EACCES' }, result: 'fail' },
      file: { mode: '0640' },
    },
    { type_uid: 100103, status_id: 2, status_code: 'EACCES' },
  ],
  [
    'a connection',
    'SYSCALL arch=c000003e syscall=42 success=yes exit=0\nSOCKADDR saddr=02000035C00002070000000000000000',
    {
      event: { category: ['network'], type: ['connection', 'start'], action: 'connected-to' },
      destination: { ip: '192.0.2.7', port: 53 },
      network: { direction: 'egress' },
    },
    {
      type_uid: 400101,
      dst_endpoint: { ip: '192.0.2.7', port: 53 },
      connection_info: { direction_id: 2 },
    },
  ],
  [
    'a denial of SELinux for a file',
    'AVC avc:  denied  { read write } for  pid=5 comm="cat" name="x" tclass=file permissive=1',
    {
      event: { category: ['file', 'intrusion_detection'], type: ['access', 'denied'] },
      auditd: { data: { seresult: 'denied', seperms: 'read,write' } },
    },
    { type_uid: 100114, action_id: 2, disposition_id: 17, severity_id: 2 },
  ],
  [
    'a permission of AppArmor',
    'AVC apparmor="ALLOWED" operation="open" name="/x" requested_mask="r" pid=5 comm="cat"',
    { event: { action: 'apparmor-allowed', type: ['access', 'allowed'] } },
    { type_uid: 100114, action_id: 1, disposition_id: 1 },
  ],
  [
    'a module that is unloaded',
    'KERN_MODULE name="dummy"\nSYSCALL arch=c000003e syscall=176 success=yes exit=0 pid=5',
    { event: { category: ['driver'], type: ['end'], action: 'unloaded-kernel-module' } },
    { type_uid: 100202, driver: { file: { name: 'dummy' } } },
  ],
  [
    'a program that ran',
    'SYSCALL arch=c000003e syscall=59 success=yes exit=0 pid=5 ppid=4\nEXECVE argc=3 a0="sh" a1_len=4 a1[0]=2D6C a1[1]="og" a2=78',
    { process: { args: ['sh', '-log', 'x'], args_count: 3, command_line: 'sh -log x' } },
    { type_uid: 100701, process: { pid: 5, cmd_line: 'sh -log x' }, actor: { process: { pid: 4 } } },
  ],
  [
    'a new account',
    `ADD_USER pid=9 uid=0 auid=1000 ses=3 msg='op=add-user id=1007 acct="bob" exe="/usr/sbin/useradd" res=success'`,
    {
      event: { category: ['iam'], type: ['user', 'creation'], outcome: 'success' },
      user: { id: '1000', effective: { id: '0', name: 'root' }, target: { id: '1007', name: 'bob' } },
    },
    { type_uid: 300101, user: { uid: '1007', name: 'bob' } },
  ],
  [
    'a service',
    `SERVICE_START pid=1 uid=0 auid=4294967295 ses=4294967295 msg='unit=cron comm="systemd" exe="/lib/systemd/systemd" res=success'`,
    { service: { name: 'cron' }, auditd: { session: 'unset' }, event: { action: 'started-service' } },
    { type_uid: 600203, app: { name: 'cron' } },
  ],
  [
    'a crash',
    'ANOM_ABEND auid=1000 uid=1000 gid=1000 ses=1 pid=5 comm="x" exe="/x" sig=11 res=1',
    { event: { kind: 'alert', category: ['process', 'intrusion_detection'], action: 'crashed-program' } },
    { type_uid: 100702, severity_id: 2 },
  ],
  [
    'an integrity check that failed',
    'INTEGRITY_DATA pid=5 uid=0 name="/x" res=0',
    { event: { kind: 'alert', outcome: 'failure' } },
    { type_uid: 200401, severity_id: 4, is_alert: true },
  ],
  [
    'and one that went well',
    'INTEGRITY_DATA pid=5 uid=0 name="/x" res=1',
    { event: { kind: 'event' } },
    { severity_id: 1 },
  ],
  [
    'seccomp that only logs',
    'SECCOMP auid=1 uid=1 gid=1 ses=1 pid=5 comm="x" exe="/x" sig=0 arch=c000003e syscall=41 compat=0 code=0x7ffc0000',
    { event: { type: ['info', 'allowed'] } },
    { action_id: 1 },
  ],
  [
    'an unload in a system call that cannot have done it',
    'BPF prog-id=7 op=UNLOAD\nSYSCALL arch=c000003e syscall=1 success=yes exit=1 pid=5 comm="x" key=(null)\nPROCTITLE proctitle=78',
    { event: { id: '1700000000.001:7#1', type: ['end'] }, auditd: { data: { context: 'bystander' } } },
    { type_uid: 100303, actor: { app_name: 'kernel' } },
  ],
]

test.each(rules)('%s', (_, log, ecs, ocsf) => {
  const text = log
    .split('\n')
    .map((line) => line.replace(/^(\S+) /, 'type=$1 msg=audit(1700000000.001:7): '))
    .join('\n')
  const [event] = events(`${text}\n`)
  const [document] = toEcs(event!)
  const [found] = toOcsf(event!)
  expect(document).toMatchObject(ecs)
  expect(found).toMatchObject(ocsf)
  expect([...ecsProblems(document!), ...ocsfProblems(found!)]).toEqual([])
})

test('a system call that unloaded a program has a document of its own only where a rule wanted it', () => {
  const log = (key: string) =>
    `type=BPF msg=audit(1700000000.001:7): prog-id=7 op=UNLOAD\ntype=SYSCALL msg=audit(1700000000.001:7): arch=c000003e syscall=3 success=yes exit=0 pid=5 key=${key}\n`
  const ids = (text: string) => toEcs(events(text)[0]!).map(({ event }) => [event.id, event.category[0]])
  expect(ids(log('(null)'))).toEqual([['1700000000.001:7#1', 'driver']])
  expect(ids(log('"k"'))).toEqual([
    ['1700000000.001:7#1', 'driver'],
    ['1700000000.001:7#2', 'process'],
  ])
})
