// The journal's export format: samples, an independent writer, and everything that can be wrong in it.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inputForms } from '../input-forms.ts'
import { fixture, fixtureLogs, linesOf, recordsOf } from '../testing/fixtures.ts'
import {
  binaryField,
  type JournalFields,
  journalExport,
  journalFields,
  journalLine,
} from '../testing/journal-writer.ts'
import { type ReadWith, readChunks, readWith } from '../testing/read-with.ts'

const BOOT = '0123456789abcdef0123456789abcdef'
const load = (serial: number) => `type=BPF msg=audit(1700000000.123:${serial}): prog-id=7 op=LOAD`
const fieldsOf = (serial: number): JournalFields => journalFields(load(serial), BOOT) ?? []
const entry = (serial: number) => journalExport(fieldsOf(serial))
const sizes = [1 << 16, 61, 7, 1]
const read = (input: string, size?: number): ReadWith => readWith(inputForms, input, size)

function unreadOf(read: ReadWith): Record<string, number> {
  return Object.fromEntries(read.sources.flatMap(({ unread }) => [...unread]))
}

describe.each(sizes)('in chunks of %d bytes', (size) => {
  test('the sample', () => {
    const result = read(fixture('inputs/journal/journald.export'), size)
    expect(result.records).toEqual(linesOf(fixture('inputs/journal/journald-export.expected.log')))
    expect(unreadOf(result)).toEqual({ other: 1 })
    expect(result.boots).toEqual(Array(8).fill('00000000000000000000000000000001'))
    expect(result.unknownLines).toBe(0)
  })

  test('a capture of BPF programs', () => {
    const { records } = read(fixture('inputs/journal/16-journal.export'), size)
    expect(records).toHaveLength(7)
    expect(records[4]).toBe('type=BPF msg=audit(1760000005.250:503): prog-id=42 op=LOAD')
  })

  test.each<[what: string, text: string, serials: readonly number[]]>([
    ['the last entry has no empty line', entry(1) + entry(2).slice(0, -1), [1, 2]],
    ['nor a newline', entry(1) + entry(2).slice(0, -2), [1, 2]],
    ['more empty lines', `${entry(1)}\n\n${entry(2)}`, [1, 2]],
    ['the fields in another order', journalExport([...fieldsOf(1)].reverse()) + entry(2), [1, 2]],
    [
      'an entry of others begins',
      `PRIORITY=6\nMESSAGE=x\n\n${entry(1)}PRIORITY=6\nMESSAGE=x\n\n${entry(2)}`,
      [1, 2],
    ],
    ['a log follows', `${entry(1)}${load(2)}\n${load(3)}\n`, [1, 2, 3]],
    ['a log follows at once', `${entry(1).slice(0, -1)}${load(2)}\n`, [1, 2]],
    ['a log comes before it', `${load(1)}\n${entry(2)}`, [1, 2]],
    ['JSON follows', `${entry(1)}{"a":1}\n${entry(2)}`, [1, 2]],
    ['a word follows', `${entry(1)}WARNING\nsome text\n${entry(2)}`, [1, 2]],
    ['a long line of another kind follows', `${entry(1)}NAME ${'x'.repeat(3000)}\n${entry(2)}`, [1, 2]],
  ])('%s', (_, text, serials) => {
    const { records } = read(text, size)
    expect(records.filter((record) => record.startsWith('type='))).toEqual(serials.map(load))
  })

  test('fields of bytes, empty ones and repeated ones', () => {
    const [message, ...others] = [...fieldsOf(1)].reverse()
    const text =
      `${others
        .reverse()
        .map(([name, value]) => `${name}=${value}\n`)
        .join('')}` +
      `${binaryField('DATA', 'a\n\n_TRANSPORT=kernel\n\0\xff')}${binaryField('EMPTY', '')}NOTHING=\nDATA=2\n` +
      `${binaryField('MESSAGE', message?.[1] === undefined ? '' : 'BPF prog-id=7\nop=LOAD')}\n${entry(2)}`
    const { records } = read(text.replace('MESSAGE=BPF prog-id=7 op=LOAD\n', ''), size)
    expect(records).toEqual([load(1), load(2)])
  })

  test('where the entries are', () => {
    const before = 'some text\n'
    const text = `${before}${entry(1)}${journalExport([...fieldsOf(2), ['LONG', `a\n${'b\n'.repeat(50)}`]])}${entry(3)}`
    const { places, lines } = read(text, size)
    const offsets = [before.length, before.length + entry(1).length, text.length - entry(3).length]
    expect(places).toEqual(
      offsets.map((offset) => ({ offset, line: text.slice(0, offset).split('\n').length })),
    )
    expect(lines).toBe(text.split('\n').length - 1)
  })

  describe('a field of bytes that is none', () => {
    const lengths = [2n ** 63n, 2n ** 64n - 1n, 2n ** 40n, 0xffff_ffffn]
    test.each(lengths)('of %d bytes: what follows is read', (length) => {
      const broken = entry(1).slice(0, -1) + binaryField('DATA', 'short', length)
      const result = read(`${broken}\n${entry(2)}`, size)
      expect(result.records).toEqual([load(2)])
      expect(unreadOf(result)['malformed']).toBe(1)
    })

    test.each([100n, 50_000_000n])('of %d bytes, which the input does not have', (length) => {
      const result = read(`${entry(1)}${entry(2).slice(0, -1)}${binaryField('DATA', 'x', length)}`, size)
      expect(result.records).toEqual([load(1)])
      expect(unreadOf(result)['malformed']).toBe(1)
    })

    test('whose length is wrong', () => {
      const broken = entry(1).slice(0, -1) + binaryField('DATA', 'some bytes', 4n)
      const result = read(`${broken}\n${entry(2)}`, size)
      expect(result.records).toEqual([load(2)])
      expect(unreadOf(result)['malformed']).toBe(1)
    })

    test('cut in its length', () => {
      const result = read(`${entry(1)}${entry(2).slice(0, -1)}DATA\n\x05\0\0`, size)
      expect(result.records).toEqual([load(1)])
      expect(unreadOf(result)['malformed']).toBe(1)
    })
  })
})

describe('fields of 100 MB', () => {
  const chunk = new Uint8Array(1 << 16).fill(0x61)
  const latin1 = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0))

  test.each<[what: string, begin: string, unread: Record<string, number>, serials: readonly number[]]>([
    ['that nobody looks at', binaryField('COREDUMP', '', BigInt(1600 << 16)).slice(0, -1), {}, [1, 2, 3]],
    ['on one line', 'OTHER=', {}, [1, 2, 3]],
    ['as a message', binaryField('MESSAGE', '', BigInt(1600 << 16)).slice(0, -1), { 'too-long': 1 }, [1, 3]],
    ['as a message on one line', 'MESSAGE=', { 'too-long': 1 }, [1, 3]],
  ])('%s', (_, begin, unread, serials) => {
    function* chunks(): Generator<Uint8Array, void, undefined> {
      const open = entry(2).slice(0, -1)
      yield latin1(`${entry(1)}${'too-long' in unread ? open.replace(/MESSAGE=.*\n/, '') : open}${begin}`)
      for (let count = 0; count < 1600; count++) yield chunk
      yield latin1(`\n\n${entry(3)}`)
    }
    const before = process.memoryUsage().arrayBuffers
    const result = readChunks(inputForms, chunks())
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 << 20)
    expect(result.records).toEqual(serials.map(load))
    expect(unreadOf(result)).toEqual(unread)
  })
})

describe('a log, written as journald does, comes back', () => {
  test.each(fixtureLogs())('%s', (_, log) => {
    const lines = recordsOf(log).filter((line) => journalFields(line, BOOT) !== undefined)
    const text = lines.map((line) => journalExport(journalFields(line, BOOT) ?? [])).join('')
    expect(read(text, 1 << 16).records).toEqual(lines.map(journalLine))
  })

  test('any fields, cut anywhere', () => {
    const name = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,63}$/).filter((text) => text !== 'MESSAGE')
    const value = fc
      .array(fc.integer({ min: 0, max: 255 }), { maxLength: 20 })
      .map((bytes) => String.fromCharCode(...bytes))
    const others = fc.array(fc.tuple(name, value), { maxLength: 5 })
    fc.assert(
      fc.property(fc.array(others, { maxLength: 5 }), fc.integer({ min: 1, max: 200 }), (entries, size) => {
        const text = entries.map((fields, index) => journalExport([...fieldsOf(index), ...fields])).join('')
        const result = read(text, size)
        expect(result.records).toEqual(entries.map((_, index) => load(index)))
        expect(unreadOf(result)).toEqual({})
      }),
    )
  })

  test('random bytes neither throw nor hang', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '_A=',
        '__CURSOR=x\n',
        'MESSAGE',
        '\n',
        '\n\n',
        '=',
        '\0\0\0\0\0\0\0',
        '\x02',
        'MESSAGE=BPF x\n',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.integer({ min: 1, max: 50 }), (pieces, size) => {
        const text = Buffer.from(pieces.join('')).toString('latin1')
        const all = read(text)
        const cut = read(text, size)
        expect(cut.records).toEqual(all.records)
        expect(unreadOf(cut)).toEqual(unreadOf(all))
      }),
      { numRuns: 500 },
    )
  })
})
