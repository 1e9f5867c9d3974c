/** Faults of the machine while a search runs, on real files and pipes: a message and a status, never a stack trace. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  closeSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { installed, type Outcome, run } from '@ts-audit/testing/command'
import { createRandom } from '@ts-audit/testing/random'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { builtCommand, standaloneCommand, tsAusearch } from './testing/command.ts'

const record = (serial: number, text = 'x'): string =>
  `type=USER msg=audit(${1_700_000_000 + serial}.100:${serial}): ${text}`
const lines = (...serials: readonly number[]): string =>
  serials.map((serial) => `${record(serial)}\n`).join('')

let folder = ''
const at = (name: string): string => path.join(folder, name)
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ts-ausearch-faults-'))
  chmodSync(folder, 0o755)
})
afterEach(() => rmSync(folder, { recursive: true }))

/** What is left of stderr when the notes about the machine's auditd.conf are gone (spec 01 §2.1). */
function messages(stderr: string): string {
  return stderr.replace(/^(?:Config file|Error opening config file|NOTE - using built-in) .*\n/gm, '')
}

/** Runs the command in the shell, where its descriptors can be closed. */
function inShell(script: string): Promise<Outcome> {
  return run(['bash', '-c', script, 'bash', process.execPath, builtCommand], { cwd: folder })
}

/** Starts the command, and calls back when it has written the first bytes. */
async function whileRunning(args: readonly string[], act: (child: ChildProcess) => void): Promise<Outcome> {
  const child = spawn(process.execPath, [builtCommand, ...args], {
    env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('latin1')
  })
  child.stdout?.once('data', () => act(child))
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString('latin1')
  })
  return new Promise((resolve) =>
    child.on('close', (code, signal) => resolve({ status: code ?? signal, stdout, stderr })),
  )
}

describe('a file that changes while it is read', () => {
  it('truncated: ends there', async () => {
    // More than fits into the pipe and the buffers, so that the command has to wait for us.
    const log = at('audit.log')
    writeFileSync(log, lines(1).repeat(600_000))
    const { status, stdout, stderr } = await whileRunning(['-r', '-if', log], () => truncateSync(log, 0))
    expect(status).toBe(0)
    expect(messages(stderr)).toBe(
      `NOTE - ${log} was emptied or cut while it was read (copytruncate?): the rest of what it held was not read\n`,
    )
    expect(stdout.startsWith(lines(1))).toBe(true)
    expect(stdout.length).toBeLessThan(600_000 * lines(1).length)
  })

  it('rotated: is read to its end under its new name', async () => {
    const log = at('audit.log')
    writeFileSync(log, lines(1).repeat(300_000) + lines(2))
    const { status, stdout } = await whileRunning(['-r', '-if', log], () => {
      renameSync(log, at('audit.log.1'))
      writeFileSync(log, lines(3))
    })
    expect(status).toBe(0)
    expect(stdout.length).toBe(lines(1).length * 300_001)
    expect(stdout.endsWith(lines(2))).toBe(true)
  })

  it('vanished before its turn: is read all the same, since all files are opened at the beginning', async () => {
    mkdirSync(at('set'))
    writeFileSync(at('set/audit.log'), lines(2))
    execFileSync('mkfifo', [at('set/audit.log.1')])
    const search = tsAusearch(['-r', '-if', 'set'], { cwd: folder })
    // Opening waits until the command opens the older one.
    const writer = spawn(
      'bash',
      ['-c', 'exec 3> set/audit.log.1; rm set/audit.log; echo "$1" >&3', 'bash', record(1)],
      { cwd: folder },
    )
    const { status, stdout, stderr } = await search
    writer.kill()
    expect([status, stdout]).toEqual([0, lines(1) + lines(2)])
    expect(messages(stderr)).toBe('NOTE - using logs in set/audit.log\n')
  })
})

describe('permission denied', () => {
  const ownHint = (name: string): string =>
    `NOTE - ${name}/audit.log cannot be read: are you root? Audit logs are readable by root alone\n`
  /** Root reads everything, so that it must become somebody else, who may not see the project but sees a copy. */
  const asOther =
    process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : []

  it.each([
    [
      'audit.log.2',
      0,
      lines(4, 5),
      'NOTE - not read: set/audit.log.4, set/audit.log.3, set/audit.log.2: --input-format any reads all files of the log\n',
    ],
    ['audit.log', 1, '', `Error opening set/audit.log (Permission denied)\n${ownHint('set')}`],
  ])('on %s of five logs', async (denied, status, found, message) => {
    mkdirSync(at('set'))
    for (let age = 0; age < 5; age++) {
      writeFileSync(at(`set/audit.log${age === 0 ? '' : `.${age}`}`), lines(5 - age))
    }
    chmodSync(at(`set/${denied}`), 0)
    copyFileSync(standaloneCommand, at('command.mjs'))
    const outcome = await run([...asOther, process.execPath, 'command.mjs', '-r', '-if', 'set'], {
      cwd: folder,
    })
    expect([outcome.status, outcome.stdout]).toEqual([status, found])
    expect(messages(outcome.stderr)).toBe(`NOTE - using logs in set/audit.log\n${message}`)
  })

  it('on the folder of the logs, as for everybody but root', async () => {
    mkdirSync(at('set'))
    writeFileSync(at('set/audit.log'), lines(1))
    mkdirSync(at('open'))
    // Whoever may not search the folder can still look at its link from outside.
    symlinkSync('../set/audit.log', at('open/audit.log'))
    chmodSync(at('set'), 0)
    copyFileSync(standaloneCommand, at('command.mjs'))
    const outcome = await run([...asOther, process.execPath, 'command.mjs', '-r', '-if', 'open'], {
      cwd: folder,
    })
    chmodSync(at('set'), 0o755)
    expect([outcome.status, outcome.stdout]).toEqual([1, ''])
    expect(messages(outcome.stderr)).toBe(
      `NOTE - using logs in open/audit.log\nError opening open/audit.log (Permission denied)\n${ownHint('open')}`,
    )
  })
})

describe('descriptors', () => {
  it.each([
    ['closed stdin, a named file', '<&-', '-r -if audit.log', 0, lines(1), ''],
    ['closed stdout', '>&-', '-r -if audit.log', 0, '', ''],
    ['closed stderr', '2>&-', '-r -if audit.log', 0, lines(1), ''],
    [
      'full stdout',
      '>/dev/full',
      '-r -if audit.log',
      1,
      '',
      'ts-ausearch: write error: No space left on device\n',
    ],
    [
      'full stdout, statuses told apart',
      '>/dev/full',
      '-i -if audit.log --strict-exit',
      5,
      '',
      'ts-ausearch: write error: No space left on device\n',
    ],
  ])('%s', async (_, redirection, args, status, stdout, stderr) => {
    writeFileSync(at('audit.log'), lines(1))
    const outcome = await inShell(`"$@" ${args} ${redirection}`)
    expect([outcome.status, outcome.stdout, messages(outcome.stderr)]).toEqual([status, stdout, stderr])
  })

  it('a reader that is gone ends the command by SIGPIPE, silently', async () => {
    writeFileSync(at('audit.log'), lines(1).repeat(300_000))
    const outcome = await inShell('{ "$@" -r -if audit.log; echo "status $?" >&2; } | head -n 1')
    expect([outcome.stdout, messages(outcome.stderr)]).toEqual([lines(1), 'status 141\n'])
  })

  it('a connection that is reset ends the input, and is said', async () => {
    const server = createServer({ pauseOnConnect: true }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
    const [connection] = (await once(server, 'connection')) as [Socket]
    const child = spawn(process.execPath, [builtCommand, '-r', '-l', '--strict-exit', '-if', '/dev/stdin'], {
      stdio: [connection, 'pipe', 'pipe'],
    })
    connection.destroy()
    server.close()
    client.write(lines(1, 2))
    let stdout = ''
    let stderr = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      stdout += chunk.toString('latin1')
      client.resetAndDestroy()
    })
    child.stderr?.on('data', (chunk: Buffer) => {
      stderr += chunk.toString('latin1')
    })
    const [status] = await once(child, 'close')
    expect([status, stdout, messages(stderr)]).toEqual([
      3,
      lines(1, 2),
      'Error reading stdin (Connection reset by peer)\n',
    ])
  })

  it('an interrupt ends a waiting search at once, silently', async () => {
    execFileSync('mkfifo', [at('pipe')])
    // Both ends open: the command never sees the end.
    const keeper = openSync(at('pipe'), 'r+')
    writeSync(keeper, lines(1, 2))
    const outcome = await whileRunning(['-r', '-l', '-if', at('pipe')], (child) => child.kill('SIGINT'))
    closeSync(keeper)
    expect(['SIGINT', 130]).toContain(outcome.status)
    expect([outcome.stdout, messages(outcome.stderr)]).toEqual([lines(1, 2), ''])
  })
})

describe('logs that are none', () => {
  it('a directory named audit.log ends like an empty log, and is said', async () => {
    mkdirSync(at('set/audit.log'), { recursive: true })
    const { status, stdout, stderr } = await tsAusearch(['-r', '-if', 'set'], { cwd: folder })
    expect([status, stdout]).toEqual([1, ''])
    expect(messages(stderr)).toBe(
      'NOTE - using logs in set/audit.log\nError reading set/audit.log (Is a directory)\n',
    )
  })

  it('a directory among the rotated logs holds nothing, whatever the start time', async () => {
    mkdirSync(at('set/audit.log.1'), { recursive: true })
    writeFileSync(at('set/audit.log'), lines(1))
    const { status, stdout, stderr } = await tsAusearch(['-r', '-ts', '01/01/20', '-if', 'set'], {
      cwd: folder,
    })
    expect([status, stdout]).toEqual([0, lines(1)])
    expect(messages(stderr)).toBe(
      'NOTE - using logs in set/audit.log\nError reading set/audit.log.1 (Is a directory)\n',
    )
  })

  it('random bytes are read to their end', async () => {
    const random = createRandom(1)
    const noise = Uint8Array.from({ length: 1_000_000 }, () => random.below(256))
    writeFileSync(at('audit.log'), Buffer.concat([noise, Buffer.from(`\n${lines(7)}`)]))
    const { status, stdout, stderr } = await tsAusearch(['-r', '-a', '7', '-if', 'audit.log'], {
      cwd: folder,
    })
    expect([status, stdout]).toEqual([0, lines(7)])
    expect(messages(stderr)).not.toMatch(/^ +at /m)
  })

  it('a line of 100 MB takes no memory', async () => {
    execFileSync('bash', ['-c', "head -c 100000000 /dev/zero | tr '\\0' x > audit.log"], { cwd: folder })
    const { status, stdout, stderr, rss } = await measured(['-r', '-if', at('audit.log')])
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/^NOTE - no audit record in 1 line, such as: x{60}\n$/)
    expect(rss).toBeLessThan(100_000)
  })

  it('more incomplete events than the memory holds end the search with a message', async () => {
    const events = Array.from(
      { length: 600_000 },
      (_, index) => `type=EXECVE msg=audit(1700000000.000:${index}): argc=0\n`,
    )
    writeFileSync(at('audit.log'), events.join(''))
    const command = [process.execPath, '--max-old-space-size=100', builtCommand]
    const { status, stdout, stderr } = await run([...command, '-r', '-if', at('audit.log')])
    expect([status, stdout]).toEqual([1, ''])
    expect(messages(stderr)).toMatch(
      /^Out of memory after \d+ MB of input, with \d+ events incomplete: .*\n$/,
    )
  })

  it('lines of a thousand fields take no memory', async () => {
    const fields = `cmd="' `.repeat(1200)
    const records = Array.from(
      { length: 1500 },
      (_, index) => `type=USER_CMD msg=audit(${1_700_000_000 + index}.1:1): pid=1 uid=0 msg='${fields}'\n`,
    )
    writeFileSync(at('audit.log'), records.join(''))
    const { status, stderr, rss } = await measured(['--format', 'csv', '-if', at('audit.log')])
    expect([status, stderr]).toEqual([0, ''])
    expect(rss).toBeLessThan(500_000)
  })

  it('a million type names take no memory', async () => {
    const names = Array.from(
      { length: 1_000_000 },
      (_, index) => `type=T${index} msg=audit(${1_700_000_000 + index}.1:1): x\n`,
    )
    writeFileSync(at('audit.log'), names.join(''))
    const { status, stdout, stderr, rss } = await measured(['-r', '-k', 'none', '-if', at('audit.log')])
    expect([status, stdout, stderr]).toEqual([1, '', ''])
    expect(rss).toBeLessThan(200_000)
  })
})

/**
 * Runs the command; `rss` is its largest memory in kilobytes. That is VmHWM of proc(5): getrusage(2), as
 * `resourceUsage().maxRSS`, counts what the process that started it had, here that of the tests.
 */
async function measured(args: readonly string[]): Promise<Outcome & { readonly rss: number }> {
  const script = `import { readFileSync } from 'node:fs'
    process.on('exit', () => process.stderr.write(/VmHWM:.*kB/.exec(readFileSync('/proc/self/status', 'latin1'))[0]))`
  const preload = `data:text/javascript,${encodeURIComponent(script)}`
  const outcome = await run([process.execPath, '--import', preload, builtCommand, ...args])
  const [stderr = '', rss = ''] = messages(outcome.stderr).split('VmHWM:')
  return { ...outcome, stderr, rss: Number.parseInt(rss, 10) }
}

const reference = installed('ausearch')
describe.skipIf(reference === undefined)('the installed ausearch [needs ausearch]', () => {
  it.each([
    ['closed stdin', '<&-', '-r -if audit.log'],
    ['closed stdout', '>&-', '-r -if audit.log'],
    ['closed stderr', '2>&-', '-r -if audit.log'],
    ['a directory as log', '', '-r -if .'],
  ])('does the same: %s', async (_, redirection, args) => {
    if (args.endsWith('.')) mkdirSync(at('audit.log'))
    else writeFileSync(at('audit.log'), lines(1))
    const script = `"$@" ${args} ${redirection}`
    const ours = await inShell(script)
    const theirs = await run(['bash', '-c', script, 'bash', reference ?? ''], { cwd: folder })
    expect([ours.status, ours.stdout]).toEqual([theirs.status, theirs.stdout])
    // Ours adds why it could not read.
    expect(messages(ours.stderr).replace(/^Error reading .*\n/m, '')).toBe(messages(theirs.stderr))
  })
})
