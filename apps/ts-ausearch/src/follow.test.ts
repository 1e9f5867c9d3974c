/** `--follow` and `--position` as processes: a log that is rotated while its follower is killed, again and again. */
import { spawn } from 'node:child_process'
import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { run } from '@ts-audit/testing/command'
import { fixtures } from '@ts-audit/testing/fixtures'
import { createRandom } from '@ts-audit/testing/random'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { builtCommand as script } from './testing/command.ts'

const builtCommand = (args: readonly string[]): string[] => [process.execPath, script, ...args]

const KILLS = 50

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ts-ausearch-follow-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** The records of a real log, so often that there is something to write for a while. */
const lines = readFileSync(path.join(fixtures, 'captures/bpf-basic/audit.log'), 'latin1')
  .trimEnd()
  .split('\n')

/** When a file was written last. */
const writtenAt = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0

/** Writes lines one by one, and rotates as auditd does. */
class Writer {
  readonly base: string
  #next = 0
  constructor(base: string) {
    this.base = base
  }
  write(count: number): void {
    const text = lines.slice(this.#next, this.#next + count)
    this.#next += text.length
    if (text.length > 0) appendFileSync(this.base, `${text.join('\n')}\n`, 'latin1')
  }
  rotate(): void {
    for (let age = 98; age >= 1; age--) {
      if (existsSync(`${this.base}.${age}`)) renameSync(`${this.base}.${age}`, `${this.base}.${age + 1}`)
    }
    if (existsSync(this.base)) renameSync(this.base, `${this.base}.1`)
    writeFileSync(this.base, '')
  }
  get isDone(): boolean {
    return this.#next >= lines.length
  }
}

test(`killed ${KILLS} times at any moment, with rotations: no event is lost, and none comes twice`, async () => {
  const logs = path.join(folder, 'logs')
  mkdirSync(logs)
  const base = path.join(logs, 'audit.log')
  const out = path.join(folder, 'out')
  const position = path.join(folder, 'position')
  const errors = openSync(path.join(folder, 'errors'), 'a')
  const writer = new Writer(base)
  const random = createRandom(19)
  writer.write(1)
  const share = Math.ceil(lines.length / KILLS / 5)
  for (let kill = 0; kill < KILLS; kill++) {
    // There is always something to begin with.
    writer.write(5)
    const stdout = openSync(out, 'a')
    const [command = '', ...args] = builtCommand([
      '--follow',
      '-l',
      '-ts',
      '2020-01-01',
      '--format',
      'ndjson',
      '--position',
      position,
      '-if',
      logs,
    ])
    const child = spawn(command, args, {
      stdio: ['ignore', stdout, errors],
      env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    })
    closeSync(stdout)
    const gone = new Promise((resolve) => child.on('close', resolve))
    // Some die before they have begun, most while they are at it.
    const begun = performance.now()
    const most = random.once(6) ? random.below(200) : 600
    const before = writtenAt(position)
    while (writtenAt(position) === before && performance.now() - begun < most) await pause(5)
    for (let part = 0; part < 4; part++) {
      writer.write(share)
      if (random.once(12)) writer.rotate()
      await pause(random.below(25))
    }
    child.kill('SIGKILL')
    await gone
  }
  writer.write(lines.length)

  // What is in flight is given when the log has been silent for the time-out.
  await pause(2100)
  const last = await run([
    'sh',
    '-c',
    '"$@" >> "$0"',
    out,
    ...builtCommand(['--format', 'ndjson', '--position', position, '-if', logs]),
  ])
  expect(last.stderr).toBe(`NOTE - using logs in ${base}\n`)
  const ids = readFileSync(out, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { id: string }).id)
  const whole = path.join(folder, 'whole')
  writeFileSync(whole, `${lines.join('\n')}\n`, 'latin1')
  const wanted = await run(builtCommand(['--format', 'ndjson', '-if', whole]))
  const all = wanted.stdout
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { id: string }).id)
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
  expect(all.filter((id) => !ids.includes(id))).toEqual([])
  expect(ids.length).toBe(all.length)
})

describe('--follow', () => {
  test('ends in order when it is interrupted, with what is in flight', async () => {
    const base = path.join(folder, 'interrupted.log')
    writeFileSync(base, '')
    const [command = '', ...args] = builtCommand(['--follow', '-l', '--format', 'raw', '-if', base])
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    let stdout = ''
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString('latin1')
    })
    const gone = new Promise((resolve) => child.on('close', (code, signal) => resolve(code ?? signal)))
    await pause(700)
    appendFileSync(base, 'type=USER_CMD msg=audit(1700000000.000:1): pid=1\n')
    while (stdout === '') await pause(10)
    appendFileSync(base, 'type=BPF msg=audit(1700000001.000:2): prog-id=1 op=LOAD\n')
    await pause(300)
    child.kill('SIGINT')
    expect(await gone).toBe(0)
    expect(stdout).toBe(
      'type=USER_CMD msg=audit(1700000000.000:1): pid=1\ntype=BPF msg=audit(1700000001.000:2): prog-id=1 op=LOAD\n',
    )
  })

  test.each([
    [['--follow', '--checkpoint', 'c', '-m', 'BPF'], '--follow takes --position instead of --checkpoint'],
    [['--position', 'p', '--checkpoint', 'c'], '--position and --checkpoint do not go together'],
    [
      ['--position', 'p', '--format', 'json'],
      '--position is not for json, which is one document: use ndjson',
    ],
  ])('refuses %j', async (args, message) => {
    const { status, stderr } = await run(builtCommand([...args]))
    expect([status, stderr]).toEqual([1, `${message}\n`])
  })
})
