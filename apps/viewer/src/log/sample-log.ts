/** A log as most are, to be read before any is opened: what has been run once is compiled when it matters. */

const EVENTS_OF_FILE = 150
const FIRST_SECOND = 1_700_000_000

/** Events: the type and the body of each record. */
const BODIES: readonly (readonly (readonly [type: string, body: string])[])[] = [
  [
    [
      'SYSCALL',
      'arch=c000003e syscall=257 success=yes exit=3 a0=ffffff9c a1=7ffc0 a2=0 a3=0 items=1 ppid=411 pid=812 auid=1000 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=pts0 ses=3 comm="cat" exe="/usr/bin/cat" subj=unconfined key="files"',
    ],
    ['CWD', 'cwd="/root"'],
    [
      'PATH',
      'item=0 name="/etc/hosts" inode=1057 dev=fd:01 mode=0100644 ouid=0 ogid=0 rdev=00:00 nametype=NORMAL cap_fp=0 cap_fi=0 cap_fe=0 cap_fver=0 cap_frootid=0',
    ],
    ['PROCTITLE', 'proctitle=636174002F6574632F686F737473'],
  ],
  [
    [
      'SYSCALL',
      'arch=c000003e syscall=42 success=no exit=-111 a0=3 a1=7ffd1 a2=10 a3=0 items=0 ppid=1 pid=905 auid=4294967295 uid=33 gid=33 euid=33 suid=33 fsuid=33 egid=33 sgid=33 fsgid=33 tty=(none) ses=4294967295 comm="curl" exe="/usr/bin/curl" subj=unconfined key=(null)',
    ],
    ['SOCKADDR', 'saddr=020000507F0000010000000000000000'],
    ['PROCTITLE', 'proctitle="curl"'],
  ],
  [
    [
      'USER_LOGIN',
      'pid=700 uid=0 auid=1000 ses=3 subj=unconfined msg=\'op=login id=1000 exe="/usr/sbin/sshd" hostname=10.0.0.2 addr=10.0.0.2 terminal=/dev/pts/0 res=success\'',
    ],
  ],
  [
    [
      'USER_AUTH',
      'pid=701 uid=0 auid=4294967295 ses=4294967295 subj=unconfined msg=\'op=PAM:authentication grantors=? acct="root" exe="/usr/sbin/sshd" hostname=10.0.0.3 addr=10.0.0.3 terminal=ssh res=failed\'',
    ],
  ],
  [
    [
      'CRED_ACQ',
      'pid=702 uid=0 auid=1000 ses=3 subj=unconfined msg=\'op=PAM:setcred grantors=pam_unix acct="root" exe="/usr/bin/sudo" hostname=? addr=? terminal=/dev/pts/0 res=success\'',
    ],
  ],
]

/** The text of the log's file `number`, which goes on where the one before ended. */
export function sampleFile(number: number): string {
  const lines: string[] = []
  for (let event = 0; event < EVENTS_OF_FILE; event++) {
    const serial = number * EVENTS_OF_FILE + event + 1
    const records = BODIES[(serial * 7) % BODIES.length] ?? []
    const stamp = `audit(${FIRST_SECOND + (serial >> 3)}.${String(serial % 1000).padStart(3, '0')}:${serial})`
    for (const [type, body] of records) lines.push(`type=${type} msg=${stamp}: ${body}\n`)
  }
  return lines.join('')
}
