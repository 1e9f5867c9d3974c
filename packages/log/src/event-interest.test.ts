// An interest chooses from the events what a filter over all of them chooses, whatever the log and wherever it is cut.
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { type EventInterest, type LogEvent, LogReader, type LogRecord } from './index.ts'
import { bytes, cutAt } from './testing/chunks.ts'

vi.resetModules()
vi.doMock('./generated/scan-wasm.ts', () => ({ scanWasm: '' }))
const { LogReader: PortableReader } = await import('./log-reader.ts')

const line = ({ bytes: buffer, start, end }: LogRecord): string =>
  Buffer.from(buffer.subarray(start, end)).toString('latin1')

function read(
  Reader: typeof LogReader,
  chunks: readonly Uint8Array[],
  interest: EventInterest | undefined,
  wants: (event: LogEvent) => boolean,
) {
  const events: unknown[] = []
  const reader = new Reader({
    interest,
    sink(event) {
      const { records, ...id } = event
      if (wants(event)) events.push({ ...id, lines: records.map(line) })
      return true
    },
  })
  for (const chunk of chunks) reader.push(chunk)
  reader.end()
  return { events, counters: reader.counters }
}

/** The definition of an interest, on a whole event. */
function isWanted({ types, texts = [], always = [] }: EventInterest, { records }: LogEvent): boolean {
  const has = (wanted: readonly number[]): boolean => records.some(({ type }) => wanted.includes(type))
  const holds = (text: Uint8Array): boolean =>
    records.some((record) => line(record).includes(Buffer.from(text).toString('latin1')))
  return has(always) || ((types === undefined || has(types)) && texts.every((either) => either.some(holds)))
}

const text = fc
  .oneof(
    fc.constantFrom('shadow', '736861646f77', 'key="abc"', 'a', 'aa', 'type=BPF', 'x'.repeat(70), '\x1dUID'),
    fc.string({ unit: fc.constantFrom('a', 'b', '0', ' '), minLength: 1, maxLength: 5 }),
  )
  .map(bytes)
const interest = fc.record(
  {
    types: fc.constantFrom([1334], [1300, 1334], [-1], []),
    texts: fc.array(fc.array(text, { minLength: 1, maxLength: 2 }), { maxLength: 8 }),
    always: fc.constantFrom([1306], [1302, 1306]),
  },
  { requiredKeys: [] },
)
const record = fc
  .tuple(
    fc.constantFrom('', 'node=a ', ' ', 'node=shadow '),
    fc.constantFrom('BPF', 'SYSCALL', 'SOCKADDR', 'PATH', 'EOE', 'USER_LOGIN', 'NEVER_SEEN'),
    fc.nat(4),
    fc.nat(5),
    fc.array(
      fc.oneof(
        text.map((part) => Buffer.from(part).toString('latin1')),
        fc.constant(' '),
      ),
      { maxLength: 4 },
    ),
  )
  .map(
    ([node, type, second, serial, parts]) =>
      `${node}type=${type} msg=audit(170000000${second}.001:${serial}): ${parts.join('')}\n`,
  )
const log = fc
  .array(fc.oneof({ weight: 8, arbitrary: record }, { weight: 1, arbitrary: fc.constant('shadow\n') }), {
    maxLength: 80,
    size: 'max',
  })
  .map((lines) => bytes(lines.join('')))

describe.each([
  ['with WebAssembly', LogReader],
  ['without it', PortableReader],
])('%s', (_, Reader) => {
  it('gives the events that hold what is asked for, and counts all of them', () => {
    let chosen = 0
    fc.assert(
      fc.property(log, fc.array(fc.nat(8000)), interest, (content, cuts, asked) => {
        const all = read(Reader, [content], undefined, (event) => isWanted(asked, event))
        expect(read(Reader, cutAt(content, cuts), asked, () => true)).toEqual(all)
        chosen += all.events.length
      }),
      { numRuns: 400 },
    )
    expect(chosen).toBeGreaterThan(100)
  })
})

it('finds texts at the ends of what is scanned at once', () => {
  // 64 KiB are scanned at once: a text in every place around that.
  const filler = `type=BPF msg=audit(1700000000.001:1): ${'x'.repeat(460)}\n`
  for (let shift = 0; shift < 40; shift++) {
    const before = `${filler.repeat(130)}type=BPF msg=audit(1700000000.001:2): ${'y'.repeat(shift)}\n`
    const content = bytes(`${before}type=BPF msg=audit(1700000000.001:3): needle\n${filler.repeat(140)}`)
    const asked = { texts: [[bytes('needle')]] }
    const found = read(LogReader, [content], asked, () => true)
    expect(found.events).toHaveLength(1)
    expect(found.counters.records).toBe(272)
  }
})
