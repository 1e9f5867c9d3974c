/** What sort of event a record type stands for (spec 04 §3.2). */
import * as RecordType from '@ts-audit/tables/record-type'
import {
  ANOMALY_RESPONSES,
  DAEMON_MESSAGES,
  isInRange,
  KERNEL_ANOMALIES,
  KERNEL_CRYPTO,
  KERNEL_INTEGRITY,
  type RecordTypeRange,
  USER_ANOMALIES,
  USER_CRYPTO,
  USER_LABELS,
  VIRTUALIZATION,
} from '@ts-audit/tables/record-type-ranges'

/** The words of the EVENT_KIND column. */
export type EventKind =
  | 'unknown'
  | 'user-space'
  | 'system-services'
  | 'configuration'
  | 'TTY'
  | 'user-account'
  | 'user-login'
  | 'audit-daemon'
  | 'mac-decision'
  | 'anomaly'
  | 'integrity'
  | 'anomaly-response'
  | 'mac'
  | 'crypto'
  | 'virt'
  | 'audit-rule'
  | 'dac-decision'
  | 'group-change'
  | 'av-decision'
  | 'bpf-program'

/** A type or a range of types, and its word. Narrow rows stand before the wide ones they are cut out of. */
const rows: readonly (readonly [types: number | RecordTypeRange, kind: EventKind])[] = [
  [RecordType.LOGIN, 'user-login'],
  [[RecordType.USER_AUTH, RecordType.USER_ACCT], 'user-login'],
  [RecordType.USER_MGMT, 'user-account'],
  [[RecordType.CRED_ACQ, RecordType.USER_END], 'user-login'],
  [RecordType.USER_AVC, 'mac-decision'],
  [[RecordType.USER_CHAUTHTOK, RecordType.CRED_REFR], 'user-login'],
  [RecordType.USYS_CONFIG, 'configuration'],
  [[RecordType.USER_LOGIN, RecordType.USER_LOGOUT], 'user-login'],
  [[RecordType.ADD_USER, RecordType.DEL_GROUP], 'user-account'],
  [RecordType.CHGRP_ID, 'group-change'],
  [[RecordType.TEST, RecordType.TRUSTED_APP], 'user-space'],
  [RecordType.USER_SELINUX_ERR, 'mac-decision'],
  [RecordType.USER_CMD, 'user-space'],
  [RecordType.USER_TTY, 'TTY'],
  [RecordType.CHUSER_ID, 'user-space'],
  [RecordType.GRP_AUTH, 'group-change'],
  [[RecordType.SYSTEM_BOOT, RecordType.SERVICE_STOP], 'system-services'],
  [[RecordType.GRP_MGMT, RecordType.GRP_CHAUTHTOK], 'user-account'],
  [[RecordType.ACCT_LOCK, RecordType.ACCT_UNLOCK], 'user-account'],
  [[RecordType.USER_DEVICE, RecordType.SOFTWARE_UPDATE], 'configuration'],
  [DAEMON_MESSAGES, 'audit-daemon'],
  [RecordType.CONFIG_CHANGE, 'configuration'],
  [RecordType.TTY, 'TTY'],
  [RecordType.NETFILTER_CFG, 'configuration'],
  [RecordType.SECCOMP, 'dac-decision'],
  [RecordType.FEATURE_CHANGE, 'configuration'],
  [RecordType.FANOTIFY, 'av-decision'],
  [[RecordType.TIME_INJOFFSET, RecordType.TIME_ADJNTPVAL], 'configuration'],
  [RecordType.BPF, 'bpf-program'],
  [RecordType.EVENT_LISTENER, 'audit-daemon'],
  [[RecordType.SYSCALL, RecordType.MQ_GETSETATTR], 'audit-rule'],
  [[RecordType.FD_PAIR, RecordType.OBJ_PID], 'audit-rule'],
  [[RecordType.BPRM_FCAPS, RecordType.NETFILTER_PKT], 'audit-rule'],
  [RecordType.URINGOP, 'audit-rule'],
  [[RecordType.AVC, RecordType.AVC_PATH], 'mac-decision'],
  [[RecordType.APPARMOR_ALLOWED, RecordType.APPARMOR_DENIED], 'mac-decision'],
  [RecordType.APPARMOR_ERROR, 'mac-decision'],
  [[RecordType.MAC_POLICY_LOAD, RecordType.APPARMOR_STATUS], 'mac'],
  [KERNEL_CRYPTO, 'crypto'],
  [KERNEL_ANOMALIES, 'anomaly'],
  [KERNEL_INTEGRITY, 'integrity'],
  [RecordType.KERNEL, 'system-services'],
  [RecordType.ANOM_RBAC_INTEGRITY_FAIL, 'integrity'],
  [USER_ANOMALIES, 'anomaly'],
  [ANOMALY_RESPONSES, 'anomaly-response'],
  [USER_LABELS, 'mac'],
  [USER_CRYPTO, 'crypto'],
  [VIRTUALIZATION, 'virt'],
]

const FIRST = 1000
const COUNT = 1_600
/** The kinds asked for so far, by record type number. */
const kinds: (EventKind | undefined)[] = new Array(COUNT).fill(undefined)

/** The event kind of a record type number; `unknown` for types without one. */
export function eventKind(type: number): EventKind {
  const index = type - FIRST
  if (index < 0 || index >= COUNT) return 'unknown'
  const known = kinds[index] ?? findKind(type)
  kinds[index] = known
  return known
}

function findKind(type: number): EventKind {
  return (
    rows.find(([types]) => (typeof types === 'number' ? type === types : isInRange(type, types)))?.[1] ??
    'unknown'
  )
}
