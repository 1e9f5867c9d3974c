// A window over a large file gives the records that reading all of it gives, and is read from where it begins where times rise.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { LogReader } from '../index.ts'
import { readLogFile } from './file-source.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'window-'))
afterAll(() => rmSync(folder, { recursive: true }))

const START = 1_700_000_000
const EVENTS = 12_000
/** Longer than a kilobyte, so that a file of some megabytes has few lines. */
const FILLER = 'x'.repeat(1000)

const line = (seconds: number, serial: number, node = ''): string =>
  `${node}type=BPF msg=audit(${seconds}.000:${serial}): prog-id=1 op=LOAD ${FILLER}\n`

let count = 0
function fileOf(lines: readonly string[]): string {
  const name = path.join(folder, `${count++}.log`)
  writeFileSync(name, lines.join(''))
  return name
}

/** The serial numbers in a window, and how many bytes were read for them. */
async function read(file: string, window: { start?: number; end?: number }, narrows: boolean) {
  const serials: number[] = []
  const reader = new LogReader({ ...window, sink: ({ serial }) => serials.push(serial) })
  expect(await readLogFile(file, reader, undefined, narrows ? { start: window.start } : {})).toBe(true)
  reader.end()
  return { serials: serials.sort((a, b) => a - b), bytes: reader.counters.bytes }
}

/** A minute for each event; the time of each third is older by hours, as that of a call which has blocked until then. */
const rising = Array.from({ length: EVENTS }, (_, index) =>
  line(START + 60 * index - (index % 3 === 0 ? 60 * 200 : 0), index),
)

describe('a file whose times rise', () => {
  const file = fileOf(rising)
  it.each([
    [{ start: START + 60 * 6000, end: START + 60 * 6010 }, 7 << 20],
    [{ start: START + 60 * 11_990 }, 3 << 20],
    [{ end: START + 60 * 20 }, 13 << 20],
    [{ start: START - 1000, end: START + 100 }, 13 << 20],
    [{ start: START + 60 * 2 * EVENTS }, 3 << 20],
    [{ start: START + 60 * 5000, end: START + 60 * 5000 }, 9 << 20],
    [{ start: START + 600_000, end: START + 500_000 }, 13 << 20],
  ])('is read from a little before %o', async (window, most) => {
    const narrow = await read(file, window, true)
    expect(narrow.serials).toEqual((await read(file, window, false)).serials)
    expect(narrow.bytes).toBeLessThan(most)
  })
})

describe('is read whole:', () => {
  const half = EVENTS / 2
  const window = { start: START + 60 * 4000, end: START + 60 * 4020 }
  it.each([
    ['a file in the order of cat audit.log*', [...rising.slice(half), ...rising.slice(0, half)]],
    ['a reversed file', rising.toReversed()],
    ['a file of several hosts', rising.map((text) => `node=web1 ${text}`)],
    ['a file with other lines where it is looked at', [...rising, 'no record\n'.repeat(300_000), ...rising]],
    ['a file with a line longer than any record', [...rising, `${'y'.repeat(3 << 20)}\n`]],
    ['a small file', rising.slice(0, half)],
  ])('%s', async (_, lines) => {
    const file = fileOf(lines)
    const narrow = await read(file, window, true)
    expect(narrow).toEqual(await read(file, window, false))
    expect(narrow.serials.length).toBeGreaterThan(15)
  })
})
