// ts-aubpfd as a process: records on a pipe, a socket and a followed log; a bpftool that answers from a script.
import { type ChildProcess, spawn } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { run } from '@ts-audit/testing/command'
import { afterAll, beforeAll, expect, test } from 'vitest'

const script = fileURLToPath(new URL('../dist/ts-aubpfd.js', import.meta.url))

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ts-aubpfd-'))
  // It knows program 7, under two names for one process id.
  const tool = path.join(folder, 'bpftool')
  const program = { id: 7, type: 'kprobe', name: 'watcher', tag: '57cd311f2e27366b', map_ids: [3] }
  writeFileSync(tool, `#!/bin/sh\necho $$ >> ${folder}/asked\necho '${JSON.stringify([program])}'\n`)
  chmodSync(tool, 0o755)
})
afterAll(() => rmSync(folder, { recursive: true }))

interface Line {
  readonly event?: string
  readonly name?: string
  readonly progId?: number
  readonly lifetimeMs?: number
  readonly text?: string
  readonly lastReference?: string
  readonly loader?: { readonly exe: string; readonly pid: number }
  readonly kernel?: {
    readonly answer: string
    readonly by: string
    readonly type?: string
    readonly name?: string
  }
  readonly counts?: { readonly ownEvents: number; readonly loads: number }
}

/** A started daemon, whose output goes to a file of its own. */
class Daemon {
  readonly output: string
  readonly alerts: string
  readonly process: ChildProcess
  readonly gone: Promise<unknown>
  constructor(name: string, args: readonly string[], ways = 'bpftool') {
    this.output = path.join(folder, `${name}.ndjson`)
    this.alerts = path.join(folder, `${name}-alerts.ndjson`)
    const files = [
      '--output',
      this.output,
      '--alerts',
      this.alerts,
      '--state',
      path.join(folder, `${name}.state`),
    ]
    this.process = spawn(process.execPath, [script, 'run', '--ways', ways, ...files, ...args], {
      stdio: ['pipe', 'ignore', 'inherit'],
      env: { PATH: `${folder}:/bin:/usr/bin` },
    })
    this.gone = new Promise((resolve) => this.process.on('close', resolve))
  }
  write(text: string): void {
    this.process.stdin?.write(text)
  }
  get lines(): Line[] {
    return linesOf(this.output)
  }
  async waitFor(isThere: (lines: readonly Line[]) => boolean): Promise<void> {
    while (!isThere(this.lines)) await pause(20)
  }
}

function linesOf(file: string): Line[] {
  if (!existsSync(file)) return []
  const text = readFileSync(file, 'utf8')
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line)
}

const now = Math.floor(Date.now() / 1000)
let serial = 100

/** An event as the plugin interface writes it. */
function event(
  op: 'LOAD' | 'UNLOAD',
  progId: number,
  call = 'syscall=321 success=yes exit=4 a0=5',
  pid = 999,
): string {
  const stamp = `msg=audit(${now}.${String(serial++ % 1000).padStart(3, '0')}:${serial})`
  return [
    `type=BPF ${stamp}: prog-id=${progId} op=${op}`,
    `type=SYSCALL ${stamp}: arch=c000003e ${call} a1=0 a2=80 a3=0 items=0 ppid=998 pid=${pid} auid=1000 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=pts0 ses=2 comm="loader" exe="/tmp/loader" key="bpf"`,
    `type=PROCTITLE ${stamp}: proctitle="loader"`,
    `type=EOE ${stamp}: `,
    '',
  ].join('\n')
}
const CLOSE = 'syscall=3 success=yes exit=0 a0=4'

test('a program that is there, one that is gone, its end, an alert; its own questions; the end of the input', async () => {
  const daemon = new Daemon('pipe', [])
  const text = event('LOAD', 7) + event('LOAD', 8)
  // Cut in the middle of the record.
  daemon.write(text.slice(0, 30))
  await pause(50)
  daemon.write(text.slice(30))
  await daemon.waitFor((lines) => lines.filter(({ event: kind }) => kind === 'load').length === 2)
  const [asked = '0'] = readFileSync(path.join(folder, 'asked'), 'utf8').split('\n')
  daemon.write(event('UNLOAD', 8, 'syscall=321 success=yes exit=0 a0=f', Number(asked)))
  daemon.write(event('UNLOAD', 7, CLOSE))
  daemon.process.stdin?.end()
  expect(await daemon.gone).toBe(0)
  const { lines } = daemon
  const told = lines.filter(({ progId }) => progId !== undefined)
  expect(
    told.map(({ event: kind, progId, kernel }) => [kind, progId, kernel?.answer, kernel?.type, kernel?.name]),
  ).toEqual([
    ['load', 7, 'found', 'kprobe', 'watcher'],
    ['load', 8, 'gone', undefined, undefined],
    ['unload', 8, 'gone', undefined, undefined],
    ['unload', 7, 'found', 'kprobe', 'watcher'],
  ])
  expect(told[0]?.loader).toMatchObject({ exe: '/tmp/loader', pid: 999, auid: 1000, proctitle: 'loader' })
  // The process that asked is nobody's suspect.
  expect(told[2]).toMatchObject({ lastReference: 'watcher' })
  expect(told[2]).not.toHaveProperty('process')
  expect(told[3]).toMatchObject({ lifetimeMs: 3, process: { pid: 999 } })
  expect(lines.at(-1)).toMatchObject({
    event: 'stop',
    counts: { loads: 2, unloads: 2, found: 1, gone: 1, ownEvents: 1 },
  })
  // One for its cause: the executable is in /tmp.
  expect(linesOf(daemon.alerts).map(({ name }) => name)).toContain('untrusted-path')
  expect(linesOf(daemon.alerts).filter(({ name }) => name === 'untrusted-path')).toHaveLength(1)
})

test('a followed log that is rotated, SIGHUP after its own file was renamed, SIGTERM, and what it knows afterwards', async () => {
  const log = path.join(folder, 'audit.log')
  writeFileSync(log, '')
  const daemon = new Daemon('follow', ['--follow', log])
  await daemon.waitFor((lines) => lines.length > 0)
  appendFileSync(log, event('LOAD', 7))
  await daemon.waitFor((lines) => lines.some(({ progId }) => progId === 7))
  renameSync(log, `${log}.1`)
  writeFileSync(log, event('LOAD', 9))
  await daemon.waitFor((lines) => lines.some(({ progId }) => progId === 9))
  renameSync(daemon.output, `${daemon.output}.old`)
  daemon.process.kill('SIGHUP')
  appendFileSync(log, event('UNLOAD', 9, CLOSE))
  await daemon.waitFor((lines) => lines.some(({ event: kind }) => kind === 'unload'))
  daemon.process.kill('SIGTERM')
  expect(await daemon.gone).toBe(0)
  expect(daemon.lines.map(({ event: kind, progId }) => [kind, progId])).toEqual([
    ['unload', 9],
    ['stop', undefined],
  ])
  const again = new Daemon('follow', [])
  again.write(event('UNLOAD', 7, CLOSE))
  again.process.stdin?.end()
  expect(await again.gone).toBe(0)
  expect(again.lines.find(({ progId }) => progId === 7)).toMatchObject({
    event: 'unload',
    loader: { exe: '/tmp/loader' },
    kernel: { answer: 'found', name: 'watcher' },
  })
})

test("auditd's socket, which is closed and comes again", async () => {
  const socket = path.join(folder, 'events')
  const clients: Socket[] = []
  const listen = () =>
    createServer((client) => {
      clients.push(client)
      client.on('error', () => {})
      client.write(event('LOAD', 7))
    }).listen(socket)
  let server = listen()
  const daemon = new Daemon('socket', ['--socket', socket])
  await daemon.waitFor((lines) => lines.some(({ progId }) => progId === 7))
  for (const client of clients) client.destroy()
  await new Promise((resolve) => server.close(resolve))
  await pause(300)
  server = listen()
  await daemon.waitFor((lines) => lines.filter(({ progId }) => progId === 7).length === 2)
  daemon.process.kill('SIGTERM')
  for (const client of clients) client.destroy()
  server.close()
  expect(await daemon.gone).toBe(0)
  expect(daemon.lines.some(({ text = '' }) => text.includes('was closed'))).toBe(true)
})

test('a disk that is full costs lines, which are counted, and never the reading', async () => {
  if (!existsSync('/dev/full')) return
  const daemon = spawn(
    process.execPath,
    [script, 'run', '--ways', 'fdinfo', '--output', '/dev/full', '--state', path.join(folder, 'full.state')],
    { stdio: ['pipe', 'ignore', 'pipe'] },
  )
  let stderr = ''
  daemon.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  const gone = new Promise((resolve) => daemon.on('close', resolve))
  let text = ''
  for (let count = 0; count < 2000; count++) text += event('LOAD', 1000 + count)
  daemon.stdin.end(text)
  expect(await gone).toBe(0)
  expect(stderr).toBe('ts-aubpfd: /dev/full: ENOSPC\n')
})

test('install writes what check finds in order, for this machine', async () => {
  const plugin = path.join(folder, 'ts-aubpfd.conf')
  const installed = await run([process.execPath, script, 'install', '--plugin', plugin])
  expect(installed.status).toBe(0)
  const text = readFileSync(plugin, 'utf8')
  // Facts measured with auditd 3.0.9 and 4.0.2: two arguments at most, the binary itself, no empty args line.
  expect(text).toMatch(/^path = \/.*node.*$/m)
  expect(text).toMatch(/^args = --jitless \/\S+\/ts-aubpfd\.js$/m)
  expect(statSync(plugin).mode & 0o777).toBe(0o640)
  writeFileSync(
    plugin,
    text.replace('active = yes', 'active = no').replace('format = string', 'format = binary'),
  )
  const checked = await run([process.execPath, script, 'check', '--plugin', plugin])
  expect(checked.status).toBe(1)
  expect(checked.stdout).toContain('it is not active')
  expect(checked.stdout).toContain('format must be string, is binary')
})
