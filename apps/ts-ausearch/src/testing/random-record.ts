/** Records nobody wrote: any type with any of the fields that a search looks at, in a usual or an unusual order. */
import type { Random } from '@ts-audit/testing/random'

/** Groups of types of spec 01 §5.5, by name or number. */
const TYPES = [
  'SYSCALL',
  'SYSCALL',
  'SYSCALL',
  'FEATURE_CHANGE',
  'ANOM_LINK',
  'CWD',
  'PATH',
  'PATH',
  'USER',
  'USER_AUTH',
  'USER_LOGIN',
  'USER_CMD',
  'ADD_GROUP',
  'DEL_GROUP',
  'GRP_MGMT',
  'VIRT_CONTROL',
  'VIRT_RESOURCE',
  'VIRT_MACHINE_ID',
  'ANOM_LOGIN_FAILURES',
  'CRYPTO_SESSION',
  'SOCKADDR',
  'IPC',
  'OBJ_PID',
  'DAEMON_START',
  'DAEMON_CONFIG',
  'DAEMON_ROTATE',
  'DAEMON_ACCEPT',
  'DAEMON_CLOSE',
  'CONFIG_CHANGE',
  'MAC_STATUS',
  'MAC_POLICY_LOAD',
  'MAC_UNLBL_ALLOW',
  'AVC_PATH',
  'NETFILTER_PKT',
  'SECCOMP',
  'ANOM_PROMISCUOUS',
  'ANOM_ABEND',
  'INTEGRITY_DATA',
  'INTEGRITY_RULE',
  'TTY',
  'NETFILTER_CFG',
  'EXECVE',
  'PROCTITLE',
  'EOE',
  'KERNEL',
  'BPF',
  'KERN_MODULE',
  'MMAP',
  '1305',
]

/** Types that version 3 of the reference treats otherwise (see version-differences.ts). */
const CHANGED_TYPES = [
  'AVC',
  'USER_AVC',
  'LOGIN',
  'DAEMON_END',
  'UNKNOWN[1400]',
  'UNKNOWN[1999]',
  'NO_SUCH_TYPE',
]

const NUMBERS = ['0', '1', '2', '57', '257', '1000', '4294967295', '-1', 'unset', '99999999999999999999', '']
const NAMES = [
  '"cat"',
  '"/usr/bin/cat"',
  '636174',
  '2F746D702F612062',
  '(null)',
  '?',
  '""',
  '"open',
  'zz',
  '6',
]
const PATHS = [
  '"/etc/passwd"',
  '"./x"',
  '"../y"',
  '2E2F7A',
  '(null)',
  '"rel/ative"',
  '002F61627374',
  '"',
  '00',
]
const CONTEXTS = ['unconfined_u:r:t:s0', 'system_u:object_r:shadow_t:s0', 'kernel', '=unconfined']
const SOCKETS = [
  '02000050C0A801010000000000000000',
  '02000050C0A80101',
  '0A000016000000000000000000000000000000000000000100000000',
  '0A000016000000000000000000000000000000FFFF0A00000100000000',
  '0A000000000000FE800000000000000000000000000000010100000000',
  '01002F746D702F736F636B00',
  '0100006162737472616374',
  '100000000000000000000000',
  '192.168.1.1',
  '01',
  'zz',
]

/** Field beginnings in the order in which records have them, with the values they may have. */
const FIELDS: readonly (readonly [field: string, values: readonly string[]])[] = [
  ['avc:  ', ['denied  { read } for ', 'granted  { read write } for ', 'denied {x}', 'denied { read for ']],
  ['arch=', ['c000003e', '40000003', 'c00000b7', 'x', '14']],
  ['syscall=', ['2', '257', '59', '321', '-1', 'x']],
  ['success=', ['yes', 'no', 'maybe']],
  ['exit=', ['0', '-13', '3', '0x10', '010', 'x', '-2']],
  ['a0=', ['ffffff9c', '0', '5', 'ffffffffffffffffff']],
  ['a1=', ['7ffd', '1', '0']],
  ['ppid=', NUMBERS],
  ['pid=', NUMBERS],
  ['auid=', NUMBERS],
  ['old auid=4294967295 new auid=', NUMBERS],
  ['uid=', NUMBERS],
  ['gid=', NUMBERS],
  ['euid=', NUMBERS],
  ['suid=', NUMBERS],
  ['egid=', NUMBERS],
  ['tty=', ['pts0', '(none)', 'tty1']],
  ['ses=', NUMBERS],
  ['comm=', NAMES],
  ['exe=', NAMES],
  ['subj=', CONTEXTS],
  ["msg='", ['op=login', 'PAM: authentication acct="root" :', 'op=x id=5', 'cwd="/home/bob" cmd=6C73']],
  ['acct=', ['"root"', '"bob"', '6A6F65', 'bob']],
  [' id=', NUMBERS],
  ['vm=', NAMES],
  ['uuid=', ['abc-def', 'abc:def', '', '1']],
  ['vm-ctx=', CONTEXTS],
  ['img-ctx=', CONTEXTS],
  ['cwd=', PATHS],
  ['new-disk=', PATHS],
  ['path=', PATHS],
  ['item=0 name=', PATHS],
  ['obj=', CONTEXTS],
  ['scontext=', CONTEXTS],
  ['tcontext=', CONTEXTS],
  ['tclass=', ['file', 'dir']],
  ['saddr=', SOCKETS],
  ['hostname=', ['?,', '?', 'host.example', 'host.example,', 'localhost']],
  ['addr=', ['?,', '192.0.2.1', '192.0.2.1:53', '?']],
  ['terminal=', ['ssh', '/dev/pts/1', 'tty1)', '?']],
  ['key=', ['"k1"', '(null)', '6B31016B32', '"k', 'x', '6B3101']],
  ['res=', ['success', "success'", "failed'", '1', '0', 'failed', "1'"]],
  ['result=', ['Success)', 'failed)', 'success']],
]

/** A type and the fields after the stamp; mostly in the usual order. `changed` lets in types that versions treat differently. */
export function randomRecord(random: Random, stamp: string, changed: boolean): string {
  const left = 1 + random.below(4)
  const fields = FIELDS.filter(() => random.below(4) < left).map(
    ([field, values]) => `${field}${random.once(3) ? random.pick(values) : values[0]}`,
  )
  if (random.once(6)) shuffle(fields, random)
  const type = random.pick(changed && random.once(3) ? CHANGED_TYPES : TYPES)
  return `type=${type} msg=${stamp}: ${fields.join(' ')}`
}

function shuffle(fields: string[], random: Random): void {
  for (let at = fields.length - 1; at > 0; at--) {
    const other = random.below(at + 1)
    const kept = fields[at] as string
    fields[at] = fields[other] as string
    fields[other] = kept
  }
}
