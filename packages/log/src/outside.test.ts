// Lines outside the time window that are passed over change nothing of what is given, whatever the log and wherever it is cut.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LogReader, recordLine } from './index.ts'
import { bytes, cutAt } from './testing/chunks.ts'

const START = 1_700_000_100
const END = 1_700_000_160

const stamp = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: START - 4000, max: END + 4000 }).map(String) },
  { weight: 3, arbitrary: fc.integer({ min: START, max: END }).map(String) },
  { weight: 1, arbitrary: fc.integer({ min: START, max: END }).map((second) => `00${second}`) },
  { weight: 1, arbitrary: fc.integer({ min: START, max: END }).map((second) => ` +${second}`) },
  { weight: 1, arbitrary: fc.constantFrom('', '17', '99999999999999999999', '-1', 'x', '0x6553f164') },
)

const line = fc
  .record({
    head: fc.constantFrom('type=SYSCALL', 'type=PATH', 'type=EOE', 'node=a type=PATH', 'type=USER_LOGIN'),
    stamp,
    serial: fc.integer({ min: 1, max: 9 }),
    tail: fc.constantFrom('', 'a0="b"', 'pid=17000001\x1dUID="root"', 'x\0y', 'z\x01', 'long'),
    form: fc.constantFrom(
      'record',
      'record',
      'record',
      'record',
      'record',
      'empty',
      'other',
      'cut',
      'return',
    ),
  })
  .map(({ head, stamp: second, serial, tail, form }) => {
    const text = `${head} msg=audit(${second}.123:${serial}): ${tail === 'long' ? 'l'.repeat(9000) : tail}`
    if (form === 'empty') return '\n'
    if (form === 'other') return `# ${text}\n`
    if (form === 'cut') return `${text.slice(0, 20)}\n`
    return form === 'return' ? `${text}\r\n` : `${text}\n`
  })

function read(chunks: readonly Uint8Array[], passesOutside: boolean) {
  const given: string[] = []
  const reader = new LogReader({
    start: START,
    end: END,
    passesOutside,
    sink: ({ records }) => given.push(records.map((record) => recordLine(record)).join('\n')) > 0,
  })
  for (const chunk of chunks) reader.push(chunk)
  reader.end()
  const { records, lines, events, firstStamp, outsideWindow, malformed, cutLines, nulLines } = reader.counters
  const unread = outsideWindow + malformed.noMessage + malformed.noStamp + malformed.badStamp
  return { given, records, lines, events, firstStamp, unread, noType: malformed.noType, cutLines, nulLines }
}

describe('lines outside the time window', () => {
  it('change nothing when they are passed over', () => {
    const logs = fc.array(line, { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(logs, fc.array(fc.nat(8000), { maxLength: 20 }), (lines, cuts) => {
        const chunks = cutAt(bytes(lines.join('')), cuts)
        expect(read(chunks, true)).toEqual(read(chunks, false))
      }),
      { numRuns: 500 },
    )
  })

  it('are passed over', () => {
    const far = 'type=PATH msg=audit(1600000000.000:1): x\ntype=PATH no stamp\n'.repeat(50)
    expect(read([bytes(far), bytes(far)], true)).toEqual(read([bytes(far), bytes(far)], false))
    const reader = new LogReader({ start: START, end: END, passesOutside: true, sink: () => true })
    reader.push(bytes(far))
    reader.push(bytes(far))
    // The first chunk begins before there is a first stamp; the second is passed over, where the engine can.
    const looked = process.env['TS_AUDIT_WITHOUT_WASM'] === undefined ? 50 : 100
    expect(reader.counters.malformed.noMessage).toBe(looked)
    expect(reader.counters.outsideWindow).toBe(200 - looked)
  })
})
