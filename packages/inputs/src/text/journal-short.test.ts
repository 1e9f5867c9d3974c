// What journalctl 252 prints of one journal, in each of its modes for people.
import { describe, expect, test } from 'vitest'
import { automaticForms } from '../input-forms.ts'
import { fixture, fixtureLines } from '../testing/fixture.ts'
import { readWith, unreadOf } from '../testing/read-with.ts'

const kernelRecord = 'type=BPF msg=audit(1700000000.123:41): prog-id=41 op=LOAD'

describe('the journal: a kernel record, three copies of audit records, a message of three lines', () => {
  test.each<[mode: string, copies: number]>([
    ['short', 3],
    ['short-full', 3],
    ['short-iso', 3],
    ['short-iso-precise', 3],
    ['short-precise', 3],
    ['short-monotonic', 3],
    ['short-delta', 3],
    ['short-unix', 3],
    ['short-colour', 3],
    // The third is left out by journalctl, under the name of a unit that may have written anything.
    ['with-unit', 2],
    ['verbose', 3],
  ])('%s', (mode, copies) => {
    const { records, sources, unknownLines } = readWith(
      automaticForms,
      fixture(`inputs/journalctl/${mode}.txt`),
    )
    expect(records).toEqual([kernelRecord])
    expect(unreadOf(sources, 'not-rebuildable')).toBe(copies)
    expect(unknownLines).toBe(0)
  })

  test('cat: lines have nothing around them, so that those of messages stand for themselves', () => {
    const { records, sources } = readWith(automaticForms, fixture('inputs/journalctl/cat.txt'))
    expect(records[0]).toBe(kernelRecord)
    expect(unreadOf(sources, 'not-rebuildable')).toBe(3)
  })
})

test('a whole capture: every line is a copy of a record', () => {
  const lines = fixtureLines('captures/journal/journal-audit-iso.txt')
  const { records, sources, unknownLines } = readWith(
    automaticForms,
    fixture('captures/journal/journal-audit-iso.txt'),
  )
  expect(records).toEqual([])
  expect(unknownLines).toBe(0)
  // One record has a newline in it, and its rest is indented.
  const copies = lines.filter((line) => line.startsWith('2'))
  expect(unreadOf(sources, 'not-rebuildable')).toBe(copies.length)
})

test('the sample', () => {
  const { records, sources } = readWith(automaticForms, fixture('inputs/text/journal-short.txt'))
  expect(records).toEqual(fixtureLines('inputs/text/journal-short.expected.log'))
  expect(unreadOf(sources, 'not-rebuildable')).toBe(3)
})

test.each([
  'Nov 14 22:13:20 web1 audit[1]: hello',
  'Nov 14 22:13:20 web1 audit[1]: NOTHING arch=c000003e',
  'BPF',
  'PATH is set',
  'Error: it was',
])('no copy: %s', (line) => {
  expect(unreadOf(readWith(automaticForms, `${line}\n`).sources, 'not-rebuildable')).toBe(0)
})
