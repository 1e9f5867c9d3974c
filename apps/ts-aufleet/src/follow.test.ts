/** import --follow: rows appear while a log is written, rotated and cut, whatever kills the import. */

import { type ChildProcess, spawn } from 'node:child_process'
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { run } from '@ts-audit/testing/command'
import { hasDuckdb } from '@ts-audit/testing/duckdb'
import { fixtures } from '@ts-audit/testing/fixtures'
import { afterAll, describe, expect, test } from 'vitest'

const script = fileURLToPath(new URL('../dist/ts-aufleet.js', import.meta.url))
const folder = mkdtempSync(path.join(tmpdir(), 'ts-aufleet-follow-'))
afterAll(() => rmSync(folder, { recursive: true }))

const lines = readFileSync(path.join(fixtures, 'captures', 'bpf-k612', 'audit.log'), 'latin1')
  .trimEnd()
  .split('\n')
const ROTATE_AT = 60_000

/** Writes a log as auditd does, piece by piece, and rotates it when it has grown. */
class Writer {
  readonly log: string
  readonly #rotate: (log: string, next: string) => void
  #rotated = 0
  #size = 0
  #next = 0

  constructor(name: string, rotate: (log: string, next: string) => void) {
    mkdirSync(path.join(folder, name))
    this.log = path.join(folder, name, 'audit.log')
    this.#rotate = rotate
  }

  get isDone(): boolean {
    return this.#next >= lines.length
  }

  get rotations(): number {
    return this.#rotated
  }

  /** @param rotates whether it may be rotated before; the lines of a piece need not be whole events */
  write(count: number, rotates: boolean): void {
    if (rotates && this.#size > ROTATE_AT) {
      for (let number = this.#rotated; number > 0; number--)
        renameSync(`${this.log}.${number}`, `${this.log}.${number + 1}`)
      this.#rotate(this.log, `${this.log}.1`)
      this.#rotated++
      this.#size = 0
    }
    const text = lines.slice(this.#next, this.#next + count).map((line) => `${line}\n`)
    this.#next += count
    this.#size += text.join('').length
    appendFileSync(this.log, text.join(''), 'latin1')
  }
}

function follow(log: string, store: string): ChildProcess {
  return spawn(process.execPath, [script, 'import', '--follow', log, '--host', 'web', '--into', store], {
    cwd: folder,
    env: { ...process.env, TS_AUFLEET_BATCH_EVENTS: '300', TS_AUFLEET_WRITE_SECONDS: '0.2' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
}

async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  return new Promise((resolve) => child.once('close', resolve))
}

async function ask(store: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const { status, stdout, stderr } = await run(
    [process.execPath, script, 'query', sql, '--into', store, '--format', 'json'],
    { cwd: folder },
  )
  expect([status, stderr]).toEqual([0, ''])
  return JSON.parse(Buffer.from(stdout, 'latin1').toString()) as readonly Record<string, unknown>[]
}

const ROWS = 'SELECT event_id, node, types, exe, kind, action FROM events ORDER BY ALL'
const PROGRAMS = 'SELECT prog_id, state, load_event, unload_event, loader_exe FROM programs ORDER BY ALL'

/** What a plain import of all lines gives. */
async function expected(): Promise<readonly unknown[]> {
  const whole = path.join(folder, 'whole.log')
  if (!existsSync(whole)) {
    appendFileSync(whole, `${lines.join('\n')}\n`, 'latin1')
    await run([process.execPath, script, 'import', whole, '--host', 'web', '--into', 'whole.duckdb'], {
      cwd: folder,
    })
  }
  return [await ask('whole.duckdb', ROWS), await ask('whole.duckdb', PROGRAMS)]
}

async function until(what: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = performance.now() + 180_000
  while (!(await what())) {
    if (performance.now() > deadline) throw new Error('it did not happen in three minutes')
    await pause(200)
  }
}

describe.skipIf(!hasDuckdb)('ts-aufleet import --follow [needs @duckdb/node-api]', () => {
  test('rows appear while the log is written, and a signal ends it with all of them', async () => {
    const writer = new Writer('live', renameSync)
    writer.write(200, false)
    const child = follow(writer.log, 'live.duckdb')
    let said = ''
    child.stderr?.on('data', (bytes) => (said += String(bytes)))
    await until(() => existsSync(path.join(folder, 'live.duckdb')))
    const count = async (): Promise<number> =>
      Number((await ask('live.duckdb', 'SELECT count(*) AS n FROM events'))[0]?.['n'])
    await until(async () => (await count()) > 0)
    const seen = await count()
    writer.write(300, false)
    await until(async () => (await count()) > seen)
    while (!writer.isDone) {
      writer.write(400, true)
      await pause(20)
    }
    expect(writer.rotations).toBeGreaterThan(1)
    const whole = await expected()
    // What is in flight waits for two seconds of silence, or for the signal.
    const all = (whole[0] as readonly unknown[]).length
    await until(async () => (await count()) >= all - 5)
    child.kill('SIGTERM')
    expect([await ended(child), said.replace(/^\d+/, 'N')]).toEqual([
      0,
      `N events added; ${writer.rotations + 1} files read\n`,
    ])
    expect([await ask('live.duckdb', ROWS), await ask('live.duckdb', PROGRAMS)]).toEqual(whole)
  }, 600_000)

  test.each([
    ['renamed', renameSync],
    [
      'copied and cut',
      (log: string, next: string) => {
        copyFileSync(log, next)
        truncateSync(log)
      },
    ],
  ])(
    'killed again and again while the log is %s, it has everything once',
    async (name, rotate) => {
      const store = `${name.replaceAll(' ', '-')}.duckdb`
      const writer = new Writer(name.replaceAll(' ', '-'), rotate)
      writer.write(100, false)
      let kills = 0
      while (!writer.isDone) {
        const child = follow(writer.log, store)
        const life = 700 + Math.random() * 1500
        const started = performance.now()
        while (!writer.isDone && performance.now() - started < life) {
          writer.write(1 + Math.floor(Math.random() * 60), true)
          await pause(20)
        }
        child.kill('SIGKILL')
        await ended(child)
        kills++
      }
      expect(kills).toBeGreaterThan(1)
      const last = follow(writer.log, store)
      const whole = await expected()
      const all = (whole[0] as readonly unknown[]).length
      await until(() => existsSync(path.join(folder, store)))
      await until(async () => {
        const [{ n } = { n: 0 }] = await ask(store, 'SELECT count(*) AS n FROM events').catch(() => [])
        return Number(n) >= all - 5
      })
      last.kill('SIGINT')
      expect(await ended(last)).toBe(0)
      expect([await ask(store, ROWS), await ask(store, PROGRAMS)]).toEqual(whole)
      // A plain import afterwards finds nothing new.
      await run(
        [process.execPath, script, 'import', path.dirname(writer.log), '--host', 'web', '--into', store],
        {
          cwd: folder,
        },
      )
      expect(await ask(store, ROWS)).toEqual(whole[0])
    },
    300_000,
  )
})
