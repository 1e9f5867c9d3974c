// Logs that are rotated, emptied and replaced while they are read: every event that was there at the beginning, once.
import {
  appendFileSync,
  copyFileSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { InputReader } from '@ts-audit/inputs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readInput } from './read-input.ts'

const EVENTS = 20_000
const FILES = 4

let folder: string
let base: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'snapshot-'))
  base = path.join(folder, 'audit.log')
})
afterEach(() => rmSync(folder, { recursive: true }))

/** As many events as make several chunks. */
const events = (first: number): string =>
  Array.from({ length: EVENTS }, (_, at) => {
    const serial = first + at
    return `type=USER_CMD msg=audit(${1_700_000_000 + serial}.000:${serial}): pid=1 cwd="/${'x'.repeat(40)}"\n`
  }).join('')

/** Writes a log of four files; serial numbers begin with 1 in the oldest. */
function writeLog(): void {
  for (let age = FILES - 1; age >= 0; age--) {
    writeFileSync(age === 0 ? base : `${base}.${age}`, events(1 + (FILES - 1 - age) * EVENTS))
  }
}

/** As auditd does it, with `num_logs` of the files kept. */
function rotate(kept: number): void {
  rmSync(`${base}.${kept - 1}`, { force: true })
  for (let age = kept - 2; age >= 1; age--) renameSync(`${base}.${age}`, `${base}.${age + 1}`)
  renameSync(base, `${base}.1`)
  writeFileSync(base, events(1_000_000))
}

async function read(atChunk: (chunk: number) => void) {
  const serials: number[] = []
  const notes: string[] = []
  let chunk = 0
  const result = await readInput(
    { kind: 'set', base },
    {
      choice: 'compatible',
      createReader: async (choice) =>
        new InputReader({
          choice,
          sink(event) {
            serials.push(event.serial)
            return true
          },
        }),
      afterChunk() {
        atChunk(++chunk)
        return undefined
      },
      announce() {},
      note: (text) => notes.push(text),
      remark: (text) => notes.push(text),
      start: undefined,
      keepIncomplete: false,
      silentPipe: 'wait',
    },
  )
  return { serials, notes, chunks: chunk, ...result }
}

const all = Array.from({ length: FILES * EVENTS }, (_, at) => at + 1)

test('a rotation at any chunk changes nothing, with the oldest file deleted or not', async () => {
  writeLog()
  const { chunks, serials } = await read(() => {})
  expect(serials).toEqual(all)
  for (const kept of [FILES, FILES + 1]) {
    for (let at = 1; at <= chunks; at += 2) {
      writeLog()
      rmSync(`${base}.${FILES}`, { force: true })
      const current = statSync(base, { bigint: true }).ino
      const result = await read((chunk) => chunk === at && rotate(kept))
      expect([at, result.serials.length, result.serials.at(-1)]).toEqual([at, all.length, all.length])
      expect(result.notes).toEqual([])
      // A checkpoint names the file that was read, which is audit.log.1 now.
      expect(result.lastFile?.identity?.inode).toBe(current)
      expect(statSync(`${base}.1`, { bigint: true }).ino).toBe(current)
    }
  }
})

test('what is written to the log while it is read is read to its end', async () => {
  writeLog()
  const { serials } = await read((chunk) => chunk === 1 && appendFileSync(base, events(FILES * EVENTS + 1)))
  expect(serials.length).toBe((FILES + 1) * EVENTS)
})

test('a log that is absent for the moment of a rename is waited for', async () => {
  writeLog()
  renameSync(base, `${base}.away`)
  setTimeout(() => renameSync(`${base}.away`, base), 80)
  expect((await read(() => {})).serials).toEqual(all)
})

test('a log that is emptied while it is read is said, and never mixed with what comes then', async () => {
  writeFileSync(base, events(1))
  const { serials, notes, damaged } = await read((chunk) => {
    if (chunk !== 1) return
    copyFileSync(base, `${base}.1`)
    truncateSync(base)
    appendFileSync(base, 'type=USER_CMD msg=audit(1800000000.000:900000): pid=1\n')
  })
  expect(serials).toEqual(serials.map((_, at) => at + 1))
  expect(serials.length).toBeLessThan(EVENTS)
  expect(notes.filter((note) => note.includes('was emptied or cut while it was read'))).toHaveLength(1)
  expect(damaged).toBe(true)
})
