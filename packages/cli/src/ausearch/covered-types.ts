/** Which record types each criterion looks into, for the man page (spec 01 §5.5, §A). */
import { longName } from '../options/command-table.ts'
import type { AusearchOption } from './options.ts'

const TASK =
  'SYSCALL, FEATURE_CHANGE, DM_CTRL, ANOM_LINK, URINGOP (in which a field may be missing, see --lenient)'
const ANOMALY = 'SECCOMP, ANOM_ABEND'
const LISTENER = 'NETFILTER_CFG, EVENT_LISTENER'
const POLICY = 'CONFIG_CHANGE and MAC policy records'
const MESSAGES = 'user messages (USER_*, CRED_*, ADD_USER, SERVICE_START and their like), USER_AVC'
const DAEMON = 'DAEMON records but ACCEPT and CLOSE'
const CONNECTION = 'DAEMON_ACCEPT, DAEMON_CLOSE'
const INTEGRITY = 'INTEGRITY records'
const LOGGED_IN = [
  TASK,
  LISTENER,
  INTEGRITY,
  'TTY, LOGIN',
  MESSAGES,
  POLICY,
  DAEMON,
  ANOMALY,
  'ANOM_PROMISCUOUS',
]
const USED_UIDS =
  'SECCOMP and ANOM_ABEND (only together with -ul: else the number of their auid is taken, as in ANOM_PROMISCUOUS)'

/** By the long name of an option, what it looks into; one test knows what the words stand for. */
export const coverage: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ['--pid', [TASK, 'AVC', ANOMALY, LISTENER, INTEGRITY, DAEMON, 'TTY, LOGIN', MESSAGES]],
  ['--ppid', [TASK]],
  ['--uid', [TASK, LISTENER, 'LOGIN', MESSAGES, DAEMON, USED_UIDS]],
  ['--uid-effective', [TASK]],
  ['--loginuid', LOGGED_IN],
  ['--uid-all', ['what -ui, -ue and -ul look into']],
  ['--gid', [TASK, ANOMALY, 'ANOM_PROMISCUOUS', 'ADD_GROUP, DEL_GROUP, GRP_MGMT']],
  ['--gid-effective', [TASK]],
  ['--gid-all', ['what -gi and -ge look into']],
  ['--session', LOGGED_IN],
  ['--exit', ['SYSCALL, URINGOP']],
  ['--success', [TASK, 'AVC', ANOMALY, LISTENER, POLICY, INTEGRITY, DAEMON, CONNECTION, 'LOGIN', MESSAGES]],
  ['--syscall', ['SYSCALL, SECCOMP', 'URINGOP (by the number of the operation, and without --arch)']],
  ['--arch', ['SYSCALL, SECCOMP']],
  ['--comm', [TASK, 'AVC (the first command of an event)', ANOMALY, LISTENER, INTEGRITY, 'TTY', MESSAGES]],
  ['--executable', [TASK, ANOMALY, LISTENER, MESSAGES]],
  [
    '--file',
    [
      'PATH, CWD, SOCKADDR, AVC, AVC_PATH, CONFIG_CHANGE',
      INTEGRITY,
      'the disks of VIRT_RESOURCE, and cwd= of',
      MESSAGES,
    ],
  ],
  ['--key', ['SYSCALL, URINGOP', POLICY]],
  ['--host', ['SOCKADDR, NETFILTER_PKT', CONNECTION, MESSAGES]],
  ['--terminal', [TASK, LISTENER, MESSAGES]],
  ['--subject', [TASK, 'AVC', ANOMALY, LISTENER, POLICY, INTEGRITY, DAEMON, 'LOGIN', MESSAGES]],
  ['--object', ['PATH, IPC, OBJ_PID, NETFILTER_PKT, AVC, USER_AVC, VIRT_MACHINE_ID']],
  ['--context', ['what -su and -o look into']],
  ['--uuid', ['VIRT records, and any of the', MESSAGES]],
  ['--vm-name', ['VIRT records, and any of the', MESSAGES]],
])

/** The options with what they cover. Other types, such as LANDLOCK, FANOTIFY, BPF, EXECVE, are left to --expr. */
export function withCoveredTypes(options: readonly AusearchOption[]): readonly AusearchOption[] {
  return options.map((option) => {
    const types = coverage.get(longName(option))
    return types === undefined ? option : { ...option, covers: types.join(', ') }
  })
}
