import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { writePrograms } from './programs.mjs'

/**
 * The lines of a log of so many programs.
 * @param {{ count: number, alive: number, eachItsOwn: boolean }} options
 */
function linesOf(options) {
  const folder = mkdtempSync(join(tmpdir(), 'programs-'))
  try {
    const path = join(folder, 'audit.log')
    writePrograms(path, options)
    return readFileSync(path, 'latin1').trimEnd().split('\n')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

it('loads every program, unloads all but a share, and never counts back', () => {
  const lines = linesOf({ count: 1000, alive: 0.25, eachItsOwn: false })
  const ids = lines.flatMap((line) => / prog-id=(\d+) op=LOAD$/.exec(line)?.[1] ?? [])
  expect(ids).toEqual(Array.from({ length: 1000 }, (_, index) => String(index + 1)))
  expect(lines.filter((line) => line.endsWith(' op=UNLOAD'))).toHaveLength(750)
  const times = lines.map((line) => Number(/audit\(([\d.]+):/.exec(line)?.[1]))
  expect(times).toEqual(times.toSorted((a, b) => a - b))
  expect(new Set(lines.flatMap((line) => /exe="[^"]+"/.exec(line)?.[0] ?? [])).size).toBe(1)
})

it('gives each program a loader of its own', () => {
  const lines = linesOf({ count: 50, alive: 1, eachItsOwn: true })
  expect(new Set(lines.flatMap((line) => /exe="[^"]+"/.exec(line)?.[0] ?? [])).size).toBe(50)
  expect(new Set(lines.flatMap((line) => /proctitle=\w+/.exec(line)?.[0] ?? [])).size).toBe(50)
  expect(lines.filter((line) => line.endsWith(' op=UNLOAD'))).toEqual([])
})
