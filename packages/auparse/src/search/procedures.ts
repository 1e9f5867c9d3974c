/** Which procedure reads which record type (spec 01 §5.5, §A). */
import { avc, userAvc } from './groups/avc.ts'
import { daemonChange, daemonConnection } from './groups/daemon.ts'
import { integrity, tty } from './groups/integrity.ts'
import { anomAbend, anomPromiscuous, seccomp } from './groups/kernel-anomaly.ts'
import { listener } from './groups/listener.ts'
import { login } from './groups/login.ts'
import { ipc, netfilterPacket } from './groups/packet.ts'
import { avcPath, cwd, path } from './groups/path.ts'
import { configChange, simple } from './groups/simple.ts'
import { type SockaddrEnvironment, sockaddr } from './groups/sockaddr.ts'
import { ioUring, syscall } from './groups/syscall.ts'
import { task } from './groups/task.ts'
import { userMessage } from './groups/user-message.ts'
import type { Procedure } from './step.ts'

/** First and last record type, both included. */
type Range = readonly [first: number, last: number]

const single: readonly (readonly [type: number, procedure: Procedure])[] = [
  [1006, login],
  [1107, userAvc],
  [1200, daemonChange],
  [1201, daemonChange],
  [1202, daemonChange],
  [1203, daemonChange],
  [1205, daemonChange],
  [1206, daemonChange],
  [1207, daemonConnection],
  [1208, daemonConnection],
  [1300, syscall],
  [1302, path],
  [1303, ipc],
  [1305, configChange],
  [1307, cwd],
  [1318, ipc],
  [1319, tty],
  [1324, netfilterPacket],
  [1325, listener],
  [1326, seccomp],
  [1328, task],
  [1335, listener],
  [1336, ioUring],
  [1338, task],
  [1400, avc],
  [1402, avcPath],
  [1700, anomPromiscuous],
  [1701, anomAbend],
  [1702, task],
]
const SOCKADDR = 1306

const userMessages: readonly Range[] = [
  [1005, 1005],
  [1100, 1106],
  [1108, 1199],
  [2100, 2999],
]
const policyChanges: Range = [1403, 1417]
const integrityChecks: Range = [1800, 1805]

/** Types that are known and have nothing to extract; every other type is reported by `--debug`. */
const silent: readonly Range[] = [
  [1309, 1309],
  [1311, 1315],
  [1317, 1317],
  [1321, 1323],
  [1327, 1327],
  [1329, 1334],
  [1337, 1337],
  [1339, 1339],
  [1401, 1401],
  [2000, 2000],
]

/** The last type number that has a procedure. */
export const LAST_TYPE = 2999

/** The procedures by record type number; types without one are absent. */
export function proceduresByType(environment: SockaddrEnvironment): ReadonlyMap<number, Procedure> {
  const byType = new Map(single)
  byType.set(SOCKADDR, sockaddr(environment))
  for (const type of userMessages.flatMap(numbers)) byType.set(type, userMessage(type))
  for (const type of numbers(policyChanges)) byType.set(type, simple)
  for (const type of numbers(integrityChecks)) byType.set(type, integrity)
  return byType
}

/** True for a record type without a procedure of which `--debug` says that it is unparsed. */
export function isUnparsed(type: number): boolean {
  return !silent.some(([first, last]) => type >= first && type <= last)
}

function numbers([first, last]: Range): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}
