/** Which procedure reads which record type (spec 01 §5.5, §A). */
import * as RecordType from '@ts-audit/tables/record-type'
import {
  isInRange,
  MORE_USER_MESSAGES,
  type RecordTypeRange,
  USER_MESSAGES,
} from '@ts-audit/tables/record-type-ranges'
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

const single: readonly (readonly [type: number, procedure: Procedure])[] = [
  [RecordType.LOGIN, login],
  [RecordType.USER_AVC, userAvc],
  [RecordType.DAEMON_START, daemonChange],
  [RecordType.DAEMON_END, daemonChange],
  [RecordType.DAEMON_ABORT, daemonChange],
  [RecordType.DAEMON_CONFIG, daemonChange],
  [RecordType.DAEMON_ROTATE, daemonChange],
  [RecordType.DAEMON_RESUME, daemonChange],
  [RecordType.DAEMON_ACCEPT, daemonConnection],
  [RecordType.DAEMON_CLOSE, daemonConnection],
  [RecordType.SYSCALL, syscall],
  [RecordType.PATH, path],
  [RecordType.IPC, ipc],
  [RecordType.CONFIG_CHANGE, configChange],
  [RecordType.CWD, cwd],
  [RecordType.OBJ_PID, ipc],
  [RecordType.TTY, tty],
  [RecordType.NETFILTER_PKT, netfilterPacket],
  [RecordType.NETFILTER_CFG, listener],
  [RecordType.SECCOMP, seccomp],
  [RecordType.FEATURE_CHANGE, task],
  [RecordType.EVENT_LISTENER, listener],
  [RecordType.URINGOP, ioUring],
  [RecordType.DM_CTRL, task],
  [RecordType.AVC, avc],
  [RecordType.AVC_PATH, avcPath],
  [RecordType.ANOM_PROMISCUOUS, anomPromiscuous],
  [RecordType.ANOM_ABEND, anomAbend],
  [RecordType.ANOM_LINK, task],
]

const userMessages: readonly (number | RecordTypeRange)[] = [
  RecordType.USER,
  [RecordType.USER_AUTH, RecordType.USER_END],
  [RecordType.USER_CHAUTHTOK, USER_MESSAGES[1]],
  MORE_USER_MESSAGES,
]
const policyChanges: RecordTypeRange = [RecordType.MAC_POLICY_LOAD, RecordType.MAC_UNLBL_STCDEL]
const integrityChecks: RecordTypeRange = [RecordType.INTEGRITY_DATA, RecordType.INTEGRITY_RULE]

/** Types that are known and have nothing to extract; every other type is reported by `--debug`. */
const silent: readonly (number | RecordTypeRange)[] = [
  RecordType.EXECVE,
  [RecordType.IPC_SET_PERM, RecordType.MQ_GETSETATTR],
  RecordType.FD_PAIR,
  [RecordType.BPRM_FCAPS, RecordType.MMAP],
  RecordType.PROCTITLE,
  // 1329 is AUDIT_REPLACE of linux/audit.h, which never stands in a log and has no name here.
  [1329, RecordType.BPF],
  RecordType.OPENAT2,
  RecordType.DM_EVENT,
  RecordType.SELINUX_ERR,
  RecordType.KERNEL,
]

/** The procedures by record type number; types without one are absent. */
export function proceduresByType(environment: SockaddrEnvironment): ReadonlyMap<number, Procedure> {
  const byType = new Map(single)
  byType.set(RecordType.SOCKADDR, sockaddr(environment))
  for (const type of userMessages.flatMap(numbers)) byType.set(type, userMessage(type))
  for (const type of numbers(policyChanges)) byType.set(type, simple)
  for (const type of numbers(integrityChecks)) byType.set(type, integrity)
  return byType
}

/** True for a record type without a procedure of which `--debug` says that it is unparsed. */
export function isUnparsed(type: number): boolean {
  return !silent.some((types) => (typeof types === 'number' ? type === types : isInRange(type, types)))
}

function numbers(types: number | RecordTypeRange): readonly number[] {
  if (typeof types === 'number') return [types]
  const [first, last] = types
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}
