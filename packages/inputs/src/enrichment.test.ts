// The separator of auditd's enrichment comes back, in what syslog and rsyslog have made of it.
import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { restoreSeparator } from './enrichment.ts'
import { fixtureLines } from './testing/fixture.ts'

function restored(line: string): string {
  const bytes = Uint8Array.from(`..${line}..`, (char) => char.charCodeAt(0))
  return Buffer.from(restoreSeparator(bytes, 2, bytes.length - 2)).toString('latin1')
}

const captures = readdirSync(new URL('../../../fixtures/captures/', import.meta.url)).flatMap((capture) =>
  readdirSync(new URL(`../../../fixtures/captures/${capture}/`, import.meta.url))
    .filter((name) => name.startsWith('audit.log'))
    .map((name) => `captures/${capture}/${name}`),
)

describe.each([' ', '#035'])('written as "%s"', (separator) => {
  test.each(captures)('%s', (path) => {
    const lines = fixtureLines(path)
    expect(lines.filter((line) => restored(line.replace('\x1d', separator)) !== line)).toEqual([])
  })
})

test('the captures have both enriched lines and others', () => {
  const lines = captures.flatMap(fixtureLines)
  const enriched = lines.filter((line) => line.includes('\x1d')).length
  expect(enriched).toBeGreaterThan(10_000)
  expect(lines.length - enriched).toBeGreaterThan(10_000)
})

test.each<[line: string, record: string]>([
  ['a=b ARCH=x', 'a=b\x1dARCH=x'],
  ['a=b#035ARCH=x B=y', 'a=b\x1dARCH=x B=y'],
  ['a="x ARCH=y" AUID=1', 'a="x ARCH=y"\x1dAUID=1'],
  ['key="a#035B=c"', 'key="a#035B=c"'],
  ["msg='op=x A=b' UID=1", "msg='op=x A=b'\x1dUID=1"],
  ['a=b #035', 'a=b #035'],
  ['a=b ARCH', 'a=b ARCH'],
  ['a=b A-1_B=c', 'a=b\x1dA-1_B=c'],
  ['a=b Arch=c', 'a=b Arch=c'],
  ['a=b\x1dC=d E=f', 'a=b\x1dC=d E=f'],
  ["a=o'b C=d", "a=o'b\x1dC=d"],
])('%j', (line, record) => {
  expect(restored(line)).toBe(record)
})
