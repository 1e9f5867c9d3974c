// Logs that are rotated, emptied, deleted and rewritten while they are followed: every event once, or named as lost.
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createRandom } from '@ts-audit/testing/random'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DeliveryLedger, type FollowPosition, followLog, LogFollower } from '../../node.ts'

let folder: string
let base: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'follow-'))
  base = path.join(folder, 'audit.log')
})
afterEach(() => rmSync(folder, { recursive: true }))

const line = (serial: number): string =>
  `type=USER_CMD msg=audit(${1_700_000_000 + serial}.000:${serial}): pid=1 cwd="/${'x'.repeat(serial % 50)}"\n`

/** A log as its writer sees it. */
class Writer {
  serial = 0
  write(count = 1): void {
    let text = ''
    for (let at = 0; at < count; at++) text += line(++this.serial)
    appendFileSync(base, text)
  }
  /** As auditd does it. */
  rotate(kept: number): void {
    this.#makeRoom(kept)
    if (existsSync(base)) renameSync(base, `${base}.1`)
    writeFileSync(base, '')
  }
  copyTruncate(kept: number): void {
    if (!existsSync(base)) return
    this.#makeRoom(kept)
    copyFileSync(base, `${base}.1`)
    truncateSync(base)
  }
  delete(): void {
    rmSync(base, { force: true })
  }
  #makeRoom(kept: number): void {
    rmSync(`${base}.${kept - 1}`, { force: true })
    for (let age = kept - 2; age >= 1; age--) {
      if (existsSync(`${base}.${age}`)) renameSync(`${base}.${age}`, `${base}.${age + 1}`)
    }
  }
}

/** Reads all there is. */
class Reader {
  readonly serials: number[] = []
  readonly notices: string[] = []
  readonly follower: LogFollower
  #rest = ''
  constructor(from: 'end' | 'start' | FollowPosition = 'start') {
    this.follower = new LogFollower(base, { from, onNotice: (text) => this.notices.push(text) })
  }
  read(): void {
    for (const step of this.follower.read()) {
      if (step.kind === 'lines') this.#rest += Buffer.from(step.bytes).toString('latin1')
    }
    this.serials.push(...Array.from(this.#rest.matchAll(/:(\d+)\): .*\n/g), ([, serial]) => Number(serial)))
    this.#rest = this.#rest.slice(this.#rest.lastIndexOf('\n') + 1)
  }
}

const upTo = (last: number): number[] => Array.from({ length: last }, (_, at) => at + 1)

test('rotation after every event, one to three between two looks', () => {
  for (const between of [1, 2, 3]) {
    rmSync(folder, { recursive: true })
    folder = mkdtempSync(path.join(tmpdir(), 'follow-'))
    base = path.join(folder, 'audit.log')
    const writer = new Writer()
    const reader = new Reader()
    for (let round = 0; round < 20; round++) {
      for (let at = 0; at < between; at++) {
        writer.write(2)
        writer.rotate(5)
      }
      reader.read()
    }
    writer.write()
    reader.read()
    reader.follower.close()
    expect(reader.serials).toEqual(upTo(writer.serial))
    expect(reader.notices).toEqual([])
  }
})

test('200 random schedules of write, rename, copytruncate and delete: each event once, or named as lost', () => {
  let lost = 0
  for (let seed = 1; seed <= 200; seed++) {
    const { below: next } = createRandom(seed)
    rmSync(folder, { recursive: true })
    folder = mkdtempSync(path.join(tmpdir(), 'follow-'))
    base = path.join(folder, 'audit.log')
    const writer = new Writer()
    const reader = new Reader()
    const kept = 3 + next(4)
    // What is lost before anything was read cannot be missed.
    writer.write()
    reader.read()
    for (let step = 0; step < 30; step++) {
      const action = next(10)
      if (action < 4) writer.write(1 + next(3))
      else if (action === 4) writer.rotate(kept)
      else if (action === 5) writer.copyTruncate(kept)
      else if (action === 6) writer.delete()
      else reader.read()
    }
    writer.write()
    reader.read()
    reader.follower.close()
    const missing = upTo(writer.serial).filter((serial) => !reader.serials.includes(serial))
    expect([seed, new Set(reader.serials).size]).toEqual([seed, reader.serials.length])
    expect([seed, missing.filter((serial) => !isNamed(serial, reader.notices))]).toEqual([seed, []])
    lost += missing.length
  }
  // Deleting twice between two looks takes away what nobody can have read.
  expect(lost).toBeGreaterThan(0)
})

/** Whether a notice says that this event may be lost. */
function isNamed(serial: number, notices: readonly string[]): boolean {
  return notices.some((text) => {
    const range = /begins with serial number (\d+), and the last one read is (\d+)/.exec(text)
    if (range !== null) return serial > Number(range[2]) && serial < Number(range[1])
    const after = /was not read$/.test(text) ? /:(\d+) until then/.exec(text) : null
    return after !== null && serial > Number(after[1])
  })
}

describe('what is said', () => {
  test('a log that is emptied without a copy', () => {
    const writer = new Writer()
    const reader = new Reader()
    writer.write(3)
    reader.read()
    truncateSync(base)
    writer.write()
    reader.read()
    expect(reader.serials).toEqual([1, 2, 3, 4])
    expect(reader.notices).toEqual([
      `${base} was emptied: what came after 1700000003.000:3 until then was not read`,
    ])
  })

  test.each([0, 1])('a log that was rewritten without line %i is read on, not again', (removed) => {
    const writer = new Writer()
    const reader = new Reader()
    writer.write(3)
    reader.read()
    // As sed -i does it.
    const lines = readFileSync(base, 'latin1').split('\n')
    writeFileSync(`${base}.sed`, lines.filter((_, at) => at !== removed).join('\n'))
    renameSync(`${base}.sed`, base)
    writer.write()
    reader.read()
    expect(reader.serials).toEqual([1, 2, 3, 4])
    expect(reader.notices).toEqual([
      `${base} was rewritten: it is read on after the last line that was read before`,
    ])
  })

  test('half a line is waited for', () => {
    const reader = new Reader()
    writeFileSync(base, line(1) + line(2).slice(0, 20))
    reader.read()
    appendFileSync(base, line(2).slice(20))
    reader.read()
    expect(reader.serials).toEqual([1, 2])
  })
})

describe('positions', () => {
  /** Reads with a ledger, whose events are single records. */
  function readOn(from: FollowPosition | undefined, notices: string[] = []) {
    const ledger = new DeliveryLedger(from)
    const serials: number[] = []
    const follower = new LogFollower(base, { from: from ?? 'start', onNotice: (text) => notices.push(text) })
    for (const step of follower.read()) {
      if (step.kind !== 'lines') continue
      ledger.begin(step.file, step.offset, step.bytes, step.before)
      ledger.end(0)
      serials.push(
        ...Array.from(
          Buffer.from(step.bytes)
            .toString('latin1')
            .matchAll(/:(\d+)\)/g),
          (found) => Number(found[1]),
        ),
      )
    }
    const position = ledger.position()
    follower.close()
    return { serials, position }
  }

  test('a run that goes on reads only what is new, whatever was renamed or copied meanwhile', () => {
    for (const change of ['none', 'rotate', 'twice', 'copytruncate'] as const) {
      const writer = new Writer()
      writer.write(200)
      const first = readOn(undefined)
      expect(first.serials).toEqual(upTo(200))
      writer.write(2)
      if (change === 'copytruncate') writer.copyTruncate(5)
      else if (change !== 'none') writer.rotate(5)
      if (change === 'twice') {
        writer.write(3)
        writer.rotate(5)
      }
      writer.write(1)
      const notices: string[] = []
      const { serials } = readOn(JSON.parse(JSON.stringify(first.position)), notices)
      expect([change, serials]).toEqual([change, upTo(writer.serial).slice(200)])
      expect(notices).toEqual([])
      for (const age of ['', '.1', '.2', '.3']) rmSync(`${base}${age}`, { force: true })
    }
  })

  test('a file that was rotated away is named', () => {
    const writer = new Writer()
    writer.write(10)
    const { position } = readOn(undefined)
    for (let at = 0; at < 3; at++) {
      writer.write(5)
      writer.rotate(2)
    }
    writer.write(1)
    const notices: string[] = []
    expect(readOn(position, notices).serials).toEqual([21, 22, 23, 24, 25, 26])
    expect(notices.join()).toMatch(/the file that was read last is not among the files of .*audit\.log/)
  })
})

describe('followLog', () => {
  const record = (type: string, second: number, serial: number): string =>
    `type=${type} msg=audit(${second}.000:${serial}): prog-id=1 op=LOAD\n`

  test('gives an event that nothing completes when the log has been silent, and ends with the signal', async () => {
    const stop = new AbortController()
    writeFileSync(base, record('BPF', 1, 1))
    const seen: string[] = []
    setTimeout(() => appendFileSync(base, record('BPF', 1_700_000_000, 2)), 50)
    setTimeout(() => appendFileSync(base, record('SYSCALL', 1_700_000_000, 2)), 150)
    const started = performance.now()
    for await (const event of followLog(base, { eventTimeout: 1, signal: stop.signal })) {
      seen.push(`${event.serial}: ${event.records.length}`)
      expect(performance.now() - started).toBeGreaterThan(1000)
      stop.abort()
    }
    expect(seen).toEqual(['2: 2'])
  })

  test('with a position, an event in flight is given by the next run, and one that is done is not', async () => {
    const position = path.join(folder, 'position')
    const runs: string[][] = []
    // 2 is complete before 1, and stays beyond what is to be read again.
    writeFileSync(
      base,
      record('BPF', 9, 1) + record('BPF', 2, 2) + record('USER', 5, 3) + record('SYSCALL', 9, 1),
    )
    for (let run = 0; run < 2; run++) {
      const seen: string[] = []
      const stop = new AbortController()
      const events = followLog(base, { from: 'start', position, eventTimeout: 2, signal: stop.signal })
      for await (const event of events) {
        seen.push(`${event.serial}: ${event.records.length}`)
        if (event.serial === 3) setTimeout(() => stop.abort(), 100)
        if (event.serial === 4) stop.abort()
      }
      runs.push(seen)
      appendFileSync(base, record('USER', 20, 4))
    }
    expect(runs).toEqual([
      ['2: 1', '3: 1'],
      ['1: 2', '4: 1'],
    ])
  })
})
