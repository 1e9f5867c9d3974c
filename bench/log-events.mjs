// The kinds of events in a generated log: how often each occurs and which records it is made of.
import { untrusted } from './machine.mjs'

/**
 * @typedef {import('./random.mjs').Random} Random
 * @typedef {import('./machine.mjs').Process} Process
 * @typedef {ReturnType<typeof import('./machine.mjs').createMachine>} Machine
 * @typedef {readonly [type: string, body: string, names?: string]} RecordText  names: what an enriched record adds
 * @typedef {{ random: Random, machine: Machine, loaded: number[], lastProgram: number }} World
 * @typedef {{ weight: number, records: (world: World) => RecordText[] }} Kind
 */

const keys = ['(null)', '(null)', '(null)', '"access"', '"exec"', '"identity"', '"network"', '"time-change"']

/**
 * @param {World} world
 * @param {Process} process
 * @param {{ number: number, name: string, items?: number, exit?: number, args?: string, key?: string }} call
 * @returns {RecordText}
 */
function syscall({ random }, process, { number, name, items = 0, exit = 0, args, key = random.pick(keys) }) {
  const failed = random.chance(0.12)
  const values = args ?? `a0=ffffff9c a1=7ff${random.hex(9)} a2=${random.hex(5)} a3=${random.below(8)}`
  const outcome = failed ? `success=no exit=${random.pick([-2, -13, -1, -17])}` : `success=yes exit=${exit}`
  return [
    'SYSCALL',
    `arch=c000003e syscall=${number} ${outcome} ${values} items=${items} ${process.identity} key=${key}`,
    `ARCH=x86_64 SYSCALL=${name} ${process.names}`,
  ]
}

/**
 * @param {Process} process
 * @returns {RecordText}
 */
const cwd = (process) => ['CWD', `cwd=${untrusted(process.cwd)}`]

/**
 * @param {World} world
 * @param {number} item
 * @param {string} name
 * @param {string} nametype
 * @returns {RecordText}
 */
function path({ random, machine }, item, name, nametype) {
  const owner = random.chance(0.6) ? { id: 0, name: 'root' } : random.pick(machine.accounts)
  return [
    'PATH',
    `item=${item} name=${untrusted(name)} inode=${random.below(4_000_000)} dev=fd:01 mode=0100644 ouid=${owner.id} ogid=${owner.id} rdev=00:00 obj=${machine.context()} nametype=${nametype} cap_fp=0 cap_fi=0 cap_fe=0 cap_fver=0 cap_frootid=0`,
    `OUID="${owner.name}" OGID="${owner.name}"`,
  ]
}

/**
 * @param {Process} process
 * @param {string} [args]
 * @returns {RecordText}
 */
const proctitle = (process, args = '') => ['PROCTITLE', `proctitle=${untrusted(process.exe + args)}`]

/**
 * A message of a program in user space.
 * @param {string} type
 * @param {Process} process
 * @param {string} text
 * @returns {RecordText}
 */
function userMessage(type, process, text) {
  const { pid, user, login, session } = process
  return [
    type,
    `pid=${pid} uid=${user.id} auid=${login.id} ses=${session} subj=system_u:system_r:sshd_t:s0-s0:c0.c1023 msg='${text}'`,
    `UID="${user.name}" AUID="${login.name}"`,
  ]
}

/**
 * @param {World} world
 * @param {string} type
 * @param {string} op
 */
function pam({ random, machine }, type, op) {
  const process = machine.process()
  const address = `10.${random.below(4)}.${random.below(256)}.${random.below(256)}`
  const outcome = random.chance(0.1) ? 'failed' : 'success'
  const account = random.pick(machine.accounts).name
  return userMessage(
    type,
    process,
    `op=PAM:${op} grantors=pam_unix,pam_permit acct="${account}" exe="/usr/sbin/sshd" hostname=${address} addr=${address} terminal=ssh res=${outcome}`,
  )
}

/** @param {World} world */
function address({ random }) {
  const bytes = `${random.hex(4)}0A00${random.hex(4)}`.toUpperCase()
  return /** @type {RecordText} */ ([
    'SOCKADDR',
    `saddr=0200${bytes}0000000000000000`,
    `SADDR={ saddr_fam=inet laddr=10.0.${Number.parseInt(bytes.slice(8, 10), 16)}.${Number.parseInt(bytes.slice(10, 12), 16)} lport=${Number.parseInt(bytes.slice(0, 4), 16)} }`,
  ])
}

/**
 * A call that names files: SYSCALL, CWD, the PATHs, PROCTITLE.
 * @param {number} weight
 * @param {number} number
 * @param {string} name
 * @param {readonly string[]} nametypes
 * @returns {Kind}
 */
function fileCall(weight, number, name, nametypes) {
  return {
    weight,
    records: (world) => {
      const process = world.machine.process()
      return [
        syscall(world, process, { number, name, items: nametypes.length, exit: number === 257 ? 3 : 0 }),
        cwd(process),
        ...nametypes.map((nametype, item) => path(world, item, world.machine.file(), nametype)),
        proctitle(process),
      ]
    },
  }
}

/**
 * A call without further records.
 * @param {number} weight
 * @param {number} number
 * @param {string} name
 * @returns {Kind}
 */
function plainCall(weight, number, name) {
  return {
    weight,
    records: (world) => {
      const process = world.machine.process()
      return [syscall(world, process, { number, name }), proctitle(process)]
    },
  }
}

/** @type {readonly Kind[]} */
export const kinds = [
  fileCall(26, 257, 'openat', ['NORMAL']),
  fileCall(8, 257, 'openat', ['PARENT', 'CREATE']),
  fileCall(5, 263, 'unlinkat', ['PARENT', 'DELETE']),
  fileCall(3, 82, 'rename', ['PARENT', 'PARENT', 'DELETE', 'CREATE']),
  fileCall(3, 268, 'fchmodat', ['NORMAL']),
  plainCall(3, 105, 'setuid'),
  plainCall(2, 41, 'socket'),
  plainCall(2, 101, 'ptrace'),
  {
    weight: 12,
    records: (world) => {
      const process = world.machine.process()
      const args = ['-c', '--verbose', world.machine.file(), 'two words', `${world.random.below(100_000)}`]
      const shown = args.slice(0, world.random.below(args.length + 1))
      const texts = [process.exe, ...shown].map((arg, index) => `a${index}=${untrusted(arg)}`)
      return [
        syscall(world, process, { number: 59, name: 'execve', items: 2, key: '"exec"' }),
        ['EXECVE', `argc=${texts.length} ${texts.join(' ')}`],
        cwd(process),
        path(world, 0, process.exe, 'NORMAL'),
        path(world, 1, '/lib64/ld-linux-x86-64.so.2', 'NORMAL'),
        proctitle(process, shown.map((arg) => `\0${arg}`).join('')),
      ]
    },
  },
  {
    weight: 9,
    records: (world) => {
      const process = world.machine.process()
      const args = `a0=3 a1=7ff${world.random.hex(9)} a2=10 a3=0`
      const call = syscall(world, process, { number: 42, name: 'connect', args, key: '"network"' })
      return [call, address(world), proctitle(process)]
    },
  },
  {
    weight: 1.5,
    records: (world) => {
      const [process, target] = [world.machine.process(), world.machine.process()]
      return [
        syscall(world, process, {
          number: 62,
          name: 'kill',
          args: `a0=${target.pid.toString(16)} a1=f a2=0 a3=0`,
        }),
        [
          'OBJ_PID',
          `opid=${target.pid} oauid=${target.login.id} ouid=${target.user.id} oses=${target.session} obj=unconfined ocomm=${target.comm}`,
          `OAUID="${target.login.name}" OUID="${target.user.name}"`,
        ],
        proctitle(process),
      ]
    },
  },
  {
    weight: 1.5,
    records: (world) => {
      const process = world.machine.process()
      const name = world.machine.file()
      return [
        [
          'AVC',
          `avc:  denied  { ${world.random.pick(['read', 'write', 'open', 'getattr'])} } for  pid=${process.pid} comm=${process.comm} name=${untrusted(name.slice(name.lastIndexOf('/') + 1))} dev="vda1" ino=${world.random.below(1_000_000)} scontext=system_u:system_r:httpd_t:s0 tcontext=${world.machine.context()} tclass=file permissive=0`,
        ],
        syscall(world, process, { number: 257, name: 'openat', items: 1 }),
        cwd(process),
        path(world, 0, name, 'NORMAL'),
        proctitle(process),
      ]
    },
  },
  ...[
    ['USER_AUTH', 'authentication'],
    ['USER_ACCT', 'accounting'],
    ['CRED_ACQ', 'setcred'],
    ['USER_START', 'session_open'],
    ['USER_END', 'session_close'],
    ['CRED_DISP', 'setcred'],
  ].map(([type = '', op = '']) => ({
    weight: 2,
    records: (/** @type {World} */ world) => [pam(world, type, op)],
  })),
  {
    weight: 1,
    records: (world) => {
      const process = world.machine.process()
      return [
        [
          'LOGIN',
          `pid=${process.pid} uid=0 subj=system_u:system_r:sshd_t:s0 old-auid=4294967295 auid=${process.login.id} tty=(none) old-ses=4294967295 ses=${process.session} res=1`,
          `UID="root" OLD-AUID="unset" AUID="${process.login.name}"`,
        ],
        syscall(world, process, { number: 1, name: 'write', exit: 4 }),
        proctitle(process),
      ]
    },
  },
  ...['SERVICE_START', 'SERVICE_STOP'].map((type) => ({
    weight: 2,
    records: (/** @type {World} */ world) => [
      /** @type {RecordText} */ ([
        type,
        `pid=1 uid=0 auid=4294967295 ses=4294967295 subj=system_u:system_r:init_t:s0 msg='unit=${world.random.pick(world.machine.services)} comm="systemd" exe="/usr/lib/systemd/systemd" hostname=? addr=? terminal=? res=success'`,
        'UID="root" AUID="unset"',
      ]),
    ],
  })),
  {
    weight: 1,
    records: (world) => {
      const command = untrusted(
        `${world.random.pick(['apt install', 'systemctl restart', 'less'])} ${world.machine.file()}`,
      )
      return [
        userMessage(
          'USER_CMD',
          world.machine.process(),
          `cwd="/home/alice" cmd=${command} exe="/usr/bin/sudo" terminal=pts/0 res=success`,
        ),
      ]
    },
  },
  {
    weight: 3,
    records: (world) => {
      const process = world.machine.process()
      const args = `a0=5 a1=7ff${world.random.hex(9)} a2=90 a3=0`
      world.loaded.push(++world.lastProgram)
      return [
        ['BPF', `prog-id=${world.lastProgram} op=LOAD`],
        syscall(world, process, { number: 321, name: 'bpf', exit: 9, args, key: '"bpf"' }),
        proctitle(process),
      ]
    },
  },
  {
    weight: 3,
    records: (world) => {
      const id =
        world.loaded.splice(world.random.below(Math.min(world.loaded.length, 64)), 1)[0] ??
        ++world.lastProgram
      return [['BPF', `prog-id=${id} op=UNLOAD`]]
    },
  },
  {
    weight: 0.5,
    records: (world) => {
      const { login, user, session, pid, comm, exe } = world.machine.process()
      return [
        [
          'ANOM_ABEND',
          `auid=${login.id} uid=${user.id} gid=${user.id} ses=${session} subj=unconfined pid=${pid} comm=${comm} exe="${exe}" sig=11 res=1`,
          `AUID="${login.name}" UID="${user.name}" GID="${user.name}"`,
        ],
      ]
    },
  },
]
