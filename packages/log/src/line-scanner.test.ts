import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LineScanner } from './line-scanner.ts'
import { latin1, TERMINATED } from './record.ts'
import { EventScan, type LineSink } from './scan/event-scan.ts'
import { portableScan } from './scan/portable-scan.ts'
import { bytes, cutAt } from './testing/chunks.ts'

interface Line {
  readonly text: string
  readonly enrichment: string | undefined
  readonly terminated: boolean
}

/** A scanner of lines that are no records; empty ones are not told. */
function scannerOf(line: LineSink): LineScanner {
  const all = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY, hasStart: false }
  const events = { sink: () => true, timeout: 2, completion: 'ausearch', interest: undefined } as const
  return new LineScanner(new EventScan({ ...all, ...events, line, portable: portableScan }))
}

function scan(chunks: readonly Uint8Array[]): Line[] {
  const lines: Line[] = []
  const scanner = scannerOf((buffer, start, textEnd, end, form) => {
    const enrichment = textEnd === end ? undefined : latin1(buffer, textEnd + 1, end)
    const terminated = (form & TERMINATED) !== 0
    lines.push({ text: latin1(buffer, start, textEnd), enrichment, terminated })
    return true
  })
  for (const chunk of chunks) scanner.push(chunk)
  scanner.end()
  return lines
}

const texts = (input: string): string[] => scan([bytes(input)]).map((line) => line.text)

describe('lines (spec 01 §2.6)', () => {
  const long = (length: number) => 'x'.repeat(length)
  it.each<[what: string, input: string, lines: string[]]>([
    ['lines and a last one without newline', 'a\nb\nc', ['a', 'b', 'c']],
    ['empty lines', '\n\na\n', ['a']],
    ['a carriage return stays', 'a\r\nb\n', ['a\r', 'b']],
    ['a NUL ends the line', 'a\0b\nc\n\0d\n', ['a', 'c']],
    ['8968 bytes', `${long(8968)}\nb\n`, [long(8968), 'b']],
    ['8969 bytes: the newline is left for an empty line', `${long(8969)}\nb\n`, [long(8969), 'b']],
    ['8970 bytes', `${long(8970)}\nb\n`, [long(8969), 'x', 'b']],
    ['20000 bytes', `${long(20000)}\nb\n`, [long(8969), long(8969), long(2062), 'b']],
    ['nothing', '', []],
  ])('%s', (_, input, lines) => {
    expect(texts(input)).toEqual(lines)
  })

  it('splits off the enrichment part at the first 0x1D before any NUL', () => {
    expect(scan([bytes('a\x1dB=1\x1dC\nb\na\0\x1dD\n\x1d\n')])).toEqual([
      { text: 'a', enrichment: 'B=1\x1dC', terminated: true },
      { text: 'b', enrichment: undefined, terminated: true },
      { text: 'a', enrichment: undefined, terminated: true },
      { text: '', enrichment: '', terminated: true },
    ])
  })

  it('says which lines no newline ended', () => {
    expect(scan([bytes(`${long(9000)}\na`)]).map((line) => line.terminated)).toEqual([false, true, false])
  })

  it('counts bytes, lines, cut lines and lines with NUL', () => {
    const scanner = scannerOf(() => true)
    scanner.push(bytes(`a\nb\0c\n${long(9000)}\n`))
    expect(scanner.counters).toEqual({
      bytes: 9007,
      lines: 4,
      cutLines: 1,
      cutRecords: 0,
      nulLines: 1,
      firstNul: 3,
    })
  })

  it('stops when the sink says so', () => {
    let seen = 0
    const scanner = scannerOf(() => ++seen < 2)
    expect(scanner.push(bytes('a\nb\nc\n'))).toBe(false)
    expect(scanner.push(bytes('d\n'))).toBe(false)
    expect(scanner.end()).toBe(false)
    expect(seen).toBe(2)
  })
})

describe('chunks', () => {
  const line = fc.string({ unit: fc.constantFrom('a', '\0', '\x1d', '\r', ' ', 'type='), maxLength: 12 })
  const longLine = fc.integer({ min: 8960, max: 8980 }).map((length) => 'y'.repeat(length))
  const log = fc
    .array(fc.oneof({ weight: 9, arbitrary: line }, { weight: 1, arbitrary: longLine }))
    .map((l) => l.join('\n'))

  it('give the same lines wherever they are cut', () => {
    fc.assert(
      fc.property(log, fc.array(fc.nat(20_000)), (text, cuts) => {
        expect(scan(cutAt(bytes(text), cuts))).toEqual(scan([bytes(text)]))
      }),
    )
  })

  it('may be single bytes', () => {
    const text = 'type=A\n\nb\0c\n\x1dd'
    expect(scan([...bytes(text)].map((byte) => Uint8Array.of(byte)))).toEqual(scan([bytes(text)]))
  })
})
