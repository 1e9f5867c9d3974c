// The machine whose life the generated log tells: its accounts, programs, processes and files.

/** @typedef {import('./random.mjs').Random} Random */
/** @typedef {{ id: number, name: string, home: string }} Account */
/**
 * @typedef {object} Process
 * @property {number} pid
 * @property {number} ppid
 * @property {Account} login   whose session it is
 * @property {Account} user    as whom it runs
 * @property {number} session  4294967295 when it belongs to none
 * @property {string} comm     as it stands in a record, quoted or in hexadecimal
 * @property {string} exe
 * @property {string} cwd
 * @property {string} identity the fields of a SYSCALL record from `ppid=` to `subj=`
 * @property {string} names    what an enriched SYSCALL record says about `identity`
 */

const unset = { id: 4294967295, name: 'unset', home: '/' }
const root = { id: 0, name: 'root', home: '/root' }
const accounts = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace', 'heidi', 'ivan', 'judy'].map(
  (name, index) => ({ id: 1000 + index, name, home: `/home/${name}` }),
)
const daemons = ['daemon', 'www-data', 'postgres', 'nobody'].map((name, index) => ({
  id: [1, 33, 112, 65534][index] ?? 1,
  name,
  home: '/var/lib',
}))

const programs =
  'bash cat ls grep sed awk python3 perl curl wget ssh git make gcc ld tar gzip find xargs systemctl journalctl cp mv rm mkdir chmod vim less dpkg apt node java psql redis-cli docker ip bpftool tc runc crun podman'.split(
    ' ',
  )
const services =
  'sshd cron nginx postgres systemd systemd-logind dbus-daemon rsyslogd auditd containerd'.split(' ')
const folders =
  '/etc /etc/ssh /usr/lib/x86_64-linux-gnu /usr/share/zoneinfo /var/log /var/lib/postgresql/15/main /tmp /srv/www/html /proc/self /run/user'.split(
    ' ',
  )
const words = 'config data index cache session report backup image module notes script table'.split(' ')
const endings = ['.conf', '.log', '.txt', '.so.6', '.json', '', '.tmp', '.py']
const contexts = ['sshd_t:s0', 'httpd_t:s0', 'unconfined_t:s0-s0:c0.c1023', 'init_t:s0', 'postgresql_t:s0']

/**
 * A string as the kernel logs untrusted text: quoted, or in hexadecimal when it holds a blank, a quote or a byte
 * outside of printable ASCII.
 * @param {string} text latin1
 */
export function untrusted(text) {
  return /["\s]|[^!-~]/.test(text) ? Buffer.from(text, 'latin1').toString('hex').toUpperCase() : `"${text}"`
}

/** How many processes live at once, and how often a new one takes the place of another. */
const populations = {
  few: { count: 20, change: 0 },
  many: { count: 300, change: 0.25 },
}

/** @typedef {keyof typeof populations} Pids */

/**
 * A machine whose processes come and go; where there are few pids they stay.
 * @param {Random} random
 * @param {Pids} pids
 */
export function createMachine(random, pids) {
  const { count, change } = populations[pids]
  let lastPid = 400
  let lastSession = 0
  /** @type {Process[]} */
  const processes = []

  /** @returns {Process} */
  const start = () => {
    lastPid = lastPid >= 4_194_303 ? 400 : lastPid + 1 + random.below(3)
    const isService = random.chance(0.3)
    const login = isService ? unset : random.pick(accounts)
    const user = isService ? random.pick([root, root, ...daemons]) : random.chance(0.3) ? root : login
    const session = isService
      ? unset.id
      : random.chance(0.05)
        ? ++lastSession
        : 1 + random.below(lastSession + 1)
    const program = random.pick(isService ? services : programs)
    const comm = untrusted(random.chance(0.02) ? `${program} worker` : program)
    const exe = `/usr/${isService ? 'sbin' : 'bin'}/${program}`
    const ppid = processes.length > 0 ? random.pick(processes).pid : 1
    const tty = isService ? '(none)' : `pts${random.below(12)}`
    const subject = isService
      ? `system_u:system_r:${random.pick(contexts)}`
      : `unconfined_u:unconfined_r:${contexts[2]}`
    const ids = ['uid', 'gid', 'euid', 'suid', 'fsuid', 'egid', 'sgid', 'fsgid']
    return {
      pid: lastPid,
      ppid,
      login,
      user,
      session,
      comm,
      exe,
      cwd: isService ? '/' : random.chance(0.5) ? login.home : random.pick(folders),
      identity: `ppid=${ppid} pid=${lastPid} auid=${login.id} ${ids.map((id) => `${id}=${user.id}`).join(' ')} tty=${tty} ses=${session} comm=${comm} exe="${exe}" subj=${subject}`,
      names: `AUID="${login.name}" ${ids.map((id) => `${id.toUpperCase()}="${user.name}"`).join(' ')}`,
    }
  }

  while (processes.length < count) processes.push(start())
  return {
    accounts,
    services,
    /** A process that lives now, or has just taken the place of another. */
    process() {
      const place = random.below(processes.length)
      const old = processes[place]
      if (old !== undefined && (change === 0 || !random.chance(change))) return old
      const started = start()
      processes[place] = started
      return started
    },
    /** The path of a file; mostly one that no record has named before. */
    file() {
      const path = `${random.pick(folders)}/${random.pick(words)}`
      if (random.chance(0.3)) return `${path}${random.pick(endings)}`
      return `${path}-${random.below(10_000_000)}${random.chance(0.03) ? ' (copy)' : ''}${random.pick(endings)}`
    },
    /** An object's SELinux context. */
    context: () => `system_u:object_r:${random.pick(words)}_t:s0`,
  }
}
