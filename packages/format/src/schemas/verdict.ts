/** Whether something was denied, and what it was about: the decisions of SELinux, AppArmor, seccomp, Landlock and fanotify. */
import * as RecordType from '@ts-audit/tables/record-type'
import type { EventFacts } from './event-facts.ts'

/** `include/uapi/linux/seccomp.h`: actions that let the call pass. */
const SECCOMP_LOG = 0x7ffc_0000
const SECCOMP_ALLOW = 0x7fff_0000
/** `include/uapi/linux/fanotify.h` */
const FAN_DENY = 2

const DENYING: ReadonlySet<number> = new Set([
  RecordType.LANDLOCK_ACCESS,
  RecordType.APPARMOR_DENIED,
  RecordType.APPARMOR_KILL,
])
const ALLOWING: ReadonlySet<number> = new Set([
  RecordType.APPARMOR,
  RecordType.APPARMOR_AUDIT,
  RecordType.APPARMOR_ALLOWED,
])

/** True for a denial, false for a permission, undefined where an event is about none or does not say it. */
export function wasDenied(facts: EventFacts): boolean | undefined {
  const { type, other } = facts
  if (DENYING.has(type)) return true
  if (ALLOWING.has(type)) return false
  switch (type) {
    case RecordType.AVC:
    case RecordType.USER_AVC:
      return accessDenied(facts)
    case RecordType.SECCOMP: {
      const code = Number.parseInt(other['code'] ?? '', 16)
      return Number.isNaN(code) ? undefined : code !== SECCOMP_LOG && code !== SECCOMP_ALLOW
    }
    case RecordType.FANOTIFY: {
      const { resp } = other
      return resp === undefined ? undefined : Number(resp) === FAN_DENY
    }
    case RecordType.DAC_CHECK:
    case RecordType.MAC_CHECK: {
      const result = facts.success
      return result === undefined ? undefined : !result
    }
    default:
      return undefined
  }
}

function accessDenied({ decision, other }: EventFacts): boolean | undefined {
  if (decision !== undefined) return decision === 'denied'
  const { apparmor } = other
  if (apparmor === undefined) return undefined
  return apparmor === 'DENIED' || apparmor === 'KILLED'
}

const FILE_CLASSES: ReadonlySet<string> = new Set([
  ...[
    'file',
    'dir',
    'lnk_file',
    'chr_file',
    'blk_file',
    'sock_file',
    'fifo_file',
    'filesystem',
    'anon_inode',
  ],
])

/** What an access decision is about, where it is a file or a socket. */
export function objectKindOf({ other }: EventFacts): 'file' | 'socket' | undefined {
  const { tclass, family, apparmor } = other
  if (tclass !== undefined) {
    if (FILE_CLASSES.has(tclass)) return 'file'
    return tclass.endsWith('socket') ? 'socket' : undefined
  }
  if (apparmor === undefined) return undefined
  if (family !== undefined) return 'socket'
  return other['requested_mask'] === undefined ? undefined : 'file'
}
