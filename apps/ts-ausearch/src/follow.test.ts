/** `--follow` and `--position` as processes: a log that is rotated while its follower is killed, again and again. */
import { spawn } from 'node:child_process'
import {
  appendFileSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { run } from '@ts-audit/testing/command'
import { fixtures } from '@ts-audit/testing/fixtures'
import { createRandom } from '@ts-audit/testing/random'
import { runs } from '@ts-audit/testing/runs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { builtCommand as script } from './testing/command.ts'

const builtCommand = (args: readonly string[]): string[] => [process.execPath, script, ...args]

const KILLS = runs(50)

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

describe('--position after a run that was killed between its output and its position', () => {
  let folder: string
  let logs: string
  const place = (name: string): string => path.join(folder, name)
  const search = (limit = ''): ReturnType<typeof run> =>
    run([
      'sh',
      '-c',
      `${limit}"$@" >> "$0"`,
      place('out'),
      ...builtCommand(['--format', 'ndjson', '--position', place('position'), '-if', logs]),
    ])
  /** The events of two runs, and the bytes of the first. */
  let first: string
  let both: string
  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'ts-ausearch-position-'))
    logs = place('logs')
    mkdirSync(logs)
    const log = path.join(logs, 'audit.log')
    const old = new Date(Date.now() - 60_000)
    const write = (from: number, to: number): void => {
      appendFileSync(log, `${lines.slice(from, to).join('\n')}\n`, 'latin1')
      // All events are complete.
      utimesSync(log, old, old)
    }
    write(0, 100)
    await search()
    first = readFileSync(place('out'), 'latin1')
    copyFileSync(place('position'), place('position.old'))
    write(100, 200)
    await search()
    both = readFileSync(place('out'), 'latin1')
    expect(both.length).toBeGreaterThan(first.length)
    // As if it had been killed before the new position took the place of the old one; then the log is rotated.
    renameSync(place('position'), place('position.new'))
    renameSync(place('position.old'), place('position'))
    renameSync(log, `${log}.1`)
    writeFileSync(log, '')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  test('what was written to its end is not written again', async () => {
    expect((await search()).status).toBe(1)
    expect(readFileSync(place('out'), 'latin1')).toBe(both)
  })

  test('what was written in part, as on a full disk, is cut off and written again', async () => {
    // Some events are already in the output when it is full.
    const blocks = Math.ceil(first.length / 512) + 20
    writeFileSync(place('out'), first, 'latin1')
    const full = await search(`ulimit -f ${blocks} && `)
    expect(full.stderr).toContain('ts-ausearch: write error: File too large\n')
    expect(readFileSync(place('out')).length).toBe(blocks * 512)
    const { stderr } = await search()
    expect(stderr).toMatch(
      /^NOTE - The run before ended in the middle of its output: the last \d{4,5} bytes were cut off, and their events are written again$/m,
    )
    const ids = (text: string): string[] =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { id: string }).id)
    const out = readFileSync(place('out'), 'latin1')
    expect(out.startsWith(first)).toBe(true)
    expect(ids(out)).toEqual(ids(both))
    expect(out.slice(first.length)).toContain('audit.log.1"')
  })

  test('a position of another output, and one that was not written to its end, say nothing', async () => {
    writeFileSync(place('other'), both, 'latin1')
    renameSync(place('other'), place('out'))
    await search()
    expect(readFileSync(place('out'), 'latin1').startsWith(both)).toBe(true)
    expect(readFileSync(place('out'), 'latin1').length).toBeGreaterThan(both.length)
    writeFileSync(place('position.new'), '{"form":"ts-audit-position/1","dev')
    const before = readFileSync(place('out'), 'latin1')
    expect((await search()).status).toBe(1)
    expect(readFileSync(place('out'), 'latin1')).toBe(before)
  })
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
    // It tells what is written after it has begun.
    for (let serial = 1; stdout === ''; serial++) {
      appendFileSync(base, `type=USER_CMD msg=audit(1700000000.000:${serial}): pid=1\n`)
      await pause(200)
    }
    appendFileSync(base, 'type=BPF msg=audit(1700000001.000:2): prog-id=1 op=LOAD\n')
    await pause(300)
    child.kill('SIGINT')
    expect(await gone).toBe(0)
    expect(stdout).toMatch(
      /^(type=USER_CMD msg=audit\(1700000000\.000:\d+\): pid=1\n)+type=BPF [^\n]* op=LOAD\n$/,
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
