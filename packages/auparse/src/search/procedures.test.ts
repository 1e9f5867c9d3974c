/** Every record type is read as the group says that spec 01 §A puts it in. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { avc, userAvc } from './groups/avc.ts'
import { daemonChange, daemonConnection } from './groups/daemon.ts'
import { integrity, tty } from './groups/integrity.ts'
import { anomAbend, anomPromiscuous, seccomp } from './groups/kernel-anomaly.ts'
import { listener } from './groups/listener.ts'
import { login } from './groups/login.ts'
import { ipc, netfilterPacket } from './groups/packet.ts'
import { avcPath, cwd, path } from './groups/path.ts'
import { configChange, simple } from './groups/simple.ts'
import { ioUring, syscall } from './groups/syscall.ts'
import { task } from './groups/task.ts'
import { userMessage } from './groups/user-message.ts'
import { isUnparsed, proceduresByType } from './procedures.ts'
import type { Procedure } from './step.ts'

/** The procedures of a group; where there are several, the section of the group says which type takes which. */
const groups: Readonly<Record<string, readonly Procedure[]>> = {
  avc: [avc, userAvc],
  'avc-path': [avcPath],
  'config-change': [configChange],
  cwd: [cwd],
  'daemon-a': [daemonChange],
  'daemon-b': [daemonConnection],
  integrity: [integrity],
  ipc: [ipc],
  'kernel-anomaly': [anomAbend, anomPromiscuous, seccomp],
  listener: [listener],
  login: [login],
  'netfilter-pkt': [netfilterPacket],
  path: [path],
  simple: [simple],
  syscall: [syscall, ioUring],
  task: [task],
  tty: [tty],
}

const procedures = proceduresByType({ write: () => undefined })

function groupOf(type: number): string {
  const procedure = procedures.get(type)
  if (procedure === undefined) return isUnparsed(type) ? 'unparsed' : 'none'
  if (procedure === userMessage(type)) return 'user'
  const found = Object.entries(groups).find(([, members]) => members.includes(procedure))
  // The one procedure that is made for its environment, so that it cannot be compared.
  return found?.[0] ?? 'sockaddr'
}

const appendixA = readFileSync(new URL('../../fixtures/record-type-groups.txt', import.meta.url), 'utf8')

test.each(
  appendixA
    .trim()
    .split('\n')
    .map((line) => line.split(' ') as [type: string, group: string]),
)('type %s is of group %s', (type, group) => {
  expect(groupOf(Number(type))).toBe(group)
})

// Types without a name: spec 01 §5.5 gives the groups of user messages and of the silent types as ranges.
test.each([
  [-1, 'unparsed'],
  [0, 'unparsed'],
  [1004, 'unparsed'],
  [1050, 'unparsed'],
  [1150, 'user'],
  [1199, 'user'],
  [1204, 'unparsed'],
  [1299, 'unparsed'],
  [1329, 'none'],
  [1420, 'unparsed'],
  [1500, 'unparsed'],
  [1999, 'unparsed'],
  [2001, 'unparsed'],
  [2099, 'unparsed'],
  [2999, 'user'],
  [3000, 'unparsed'],
])('type %i is of group %s', (type, group) => {
  expect(groupOf(type)).toBe(group)
})
