import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type ReportSource, report } from '../index.ts'

const log = readFileSync(new URL('../../fixtures/logs/ks.log', import.meta.url))

async function rangeOf(source: Uint8Array, options: Omit<ReportSource, 'source'> = {}) {
  for await (const { first, last } of report('summary', { source, ...options })) return { first, last }
  throw new Error('no row')
}

const line = (stamp: string) =>
  `type=USER msg=audit(${stamp}): pid=1 uid=0 auid=0 ses=1 msg='x res=success'\n`
const bytes = (...stamps: string[]) => new TextEncoder().encode(stamps.map(line).join(''))

// Spec 05 §3.3; the rows with second 0 also as the installed aureport 3.0.9 prints them.
describe('the range of time in logs', () => {
  test.each([
    ['0.500:1 1700000000.100:2', '2023-11-14T22:13:20.100Z', '2023-11-14T22:13:20.100Z'],
    ['0.500:1', '1970-01-01T00:00:00.500Z', '1970-01-01T00:00:00.500Z'],
    ['1700000000.100:2 1700000009.200:3', '2023-11-14T22:13:20.100Z', '2023-11-14T22:13:29.200Z'],
  ])('%s: %s - %s', async (stamps, first, last) => {
    expect(await rangeOf(bytes(...stamps.split(' ')))).toEqual({ first, last })
  })

  test('an empty log has none', async () => {
    expect(await rangeOf(new Uint8Array())).toEqual({ first: null, last: null })
  })

  test('with a start time only records outside the window tell the first time', async () => {
    const inside = await rangeOf(log, { start: 1_600_000_000 })
    const outside = await rangeOf(log, { start: 1_700_000_400 })
    expect(inside.first).toBeNull()
    expect(outside.first).toBe('2023-11-14T22:13:27.737Z')
  })
})
