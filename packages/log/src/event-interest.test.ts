// An interest chooses from the events what a filter over all of them chooses, whatever the log. (Wherever it is cut, too; but by the
// library's rule equal ids may come in another order then, so both get the same chunks.)
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import {
  type EventInterest,
  type FieldCondition,
  isEnriched,
  type LogEvent,
  LogReader,
  type LogReaderOptions,
  type LogRecord,
} from './index.ts'
import { bytes, cutAt } from './testing/chunks.ts'

vi.resetModules()
vi.doMock('./generated/scan-wasm.ts', () => ({ scanWasm: '' }))
const { LogReader: PortableReader } = await import('./sync-log-reader.ts')
// Other files run in this process, too.
vi.doUnmock('./generated/scan-wasm.ts')
vi.resetModules()

const line = ({ bytes: buffer, start, end }: LogRecord): string =>
  Buffer.from(buffer.subarray(start, end)).toString('latin1')

function read(
  Reader: typeof LogReader,
  chunks: readonly Uint8Array[],
  options: Omit<LogReaderOptions, 'sink'>,
  wants: (event: LogEvent) => boolean,
) {
  const events: unknown[] = []
  const reader = new Reader({
    ...options,
    sink(event) {
      const { node, seconds, milliseconds, serial, exact, type, records } = event
      if (!wants(event)) return true
      const types = records.map((one) => [one.type, one.body < 0 ? -1 : one.body - one.start, one.terminated])
      const texts = records.map((one) => one.textEnd - one.start)
      const id = { node, seconds, milliseconds, serial, exact, type }
      events.push({ ...id, lines: records.map(line), types, texts, enriched: isEnriched(event) })
      return true
    },
  })
  for (const chunk of chunks) reader.push(chunk)
  reader.end()
  return { events, counters: reader.counters }
}

/** What follows each place of a label; such places may overlap. */
function restsBehind(text: string, label: string): string[] {
  const places = Array.from(text, (_, at) => at).filter((at) => text.startsWith(label, at))
  return places.map((at) => text.slice(at + label.length))
}

/** Whether a record meets a condition: by the definition, on its text. */
function meets({ either, expectedIn = [], metBy = [] }: FieldCondition, record: LogRecord): boolean {
  if (metBy.includes(record.type)) return true
  const text = line(record)
  const found = either.filter(({ label }) => text.includes(Buffer.from(label).toString('latin1')))
  if (found.length === 0) return expectedIn.includes(record.type)
  return found.some(({ label, value }) => {
    const wanted = Buffer.from(value ?? []).toString('latin1')
    if (wanted === '') return true
    const usual = /^[a-z]/.test(wanted) ? /^(yes|no) / : /^(0|-?[1-9]\d{0,8}) /
    return restsBehind(text, Buffer.from(label).toString('latin1')).some(
      (rest) => (usual.exec(rest)?.[1] ?? wanted) === wanted,
    )
  })
}

/** Of more conditions, or texts in them, only the first are looked for, texts before fields. */
const MOST_CONDITIONS = 8
const MOST_TEXTS = 16

/** A whole address of a family that most are of. */
const USUAL_ADDRESS =
  /^type=SOCKADDR msg=audit\(\d+\.\d+:\d+\): saddr=(0200[\da-fA-F]{28}|0100(?!00)[\da-fA-F]{4}|1000|(?!0100)[\da-fA-F]{56})/

function holdsUsualAddress({ bytes: buffer, start, textEnd }: LogRecord): boolean {
  return USUAL_ADDRESS.test(Buffer.from(buffer.subarray(start, textEnd)).toString('latin1'))
}

/** The definition of an interest, on a whole event. */
function isWanted(
  { serial, types, texts = [], fields = [], addresses = [] }: EventInterest,
  event: LogEvent,
): boolean {
  const { records } = event
  if (serial !== undefined && event.serial !== serial) return false
  const has = (wanted: readonly number[]): boolean => records.some(({ type }) => wanted.includes(type))
  const ofTexts = texts.map((either) => ({ either: either.map((label) => ({ label })) }))
  const conditions: FieldCondition[] = []
  for (const condition of [...ofTexts, ...fields].slice(0, MOST_CONDITIONS)) {
    if ([...conditions, condition].flatMap(({ either }) => either).length > MOST_TEXTS) break
    conditions.push(condition)
  }
  return (
    records.some((record) => addresses.includes(record.type) && !holdsUsualAddress(record)) ||
    ((types === undefined || has(types)) &&
      conditions.every((one) => records.some((record) => meets(one, record))))
  )
}

const text = fc
  .oneof(
    fc.constantFrom('shadow', '736861646f77', 'key="abc"', 'a', 'aa', 'type=BPF', 'x'.repeat(70), '\x1dUID'),
    fc.string({ unit: fc.constantFrom('a', 'b', '0', ' '), minLength: 1, maxLength: 5 }),
  )
  .map(bytes)
const field = fc.record({
  either: fc.array(
    fc.record(
      {
        label: fc.constantFrom('pid=', ' pid=', 'success=').map(bytes),
        value: fc.constantFrom('7', '0', '-7', '77', '123456789', 'yes', 'no').map(bytes),
      },
      { requiredKeys: ['label'] },
    ),
    { minLength: 1, maxLength: 2 },
  ),
  expectedIn: fc.constantFrom([], [1300], [1300, 1334]),
  metBy: fc.constantFrom([], [], [1302]),
})
/** A field with its value, or something like it. */
const spelled = fc
  .tuple(
    fc.constantFrom(' pid=', ' ppid=', 'pid=', ' success=', 'pid'),
    fc.constantFrom(
      '7',
      '77',
      '0',
      '-7',
      '123456789',
      '1234567890',
      '07',
      '+7',
      '-0',
      '-',
      'yes',
      'no',
      'yesno',
      '',
    ),
    fc.constantFrom(' ', ' ', ' ', '', "'", '\x1d', '\0'),
  )
  .map((parts) => parts.join(''))
const interest = fc.record(
  {
    types: fc.constantFrom([1334], [1300, 1334], [-1], []),
    texts: fc.array(fc.array(text, { minLength: 1, maxLength: 2 }), { maxLength: 8 }),
    addresses: fc.constant([1306]),
    serial: fc.nat(5),
    fields: fc.array(field, { maxLength: 2 }),
  },
  { requiredKeys: [] },
)
/** What a socket address may be, whole or cut. */
const address = fc
  .tuple(
    fc.constantFrom('02000050', '0A000050', '01002F74', '01000061', '0100', '10000000', '1D00', '(', ''),
    fc.constantFrom(0, 8, 23, 24, 47, 48, 60),
    fc.constantFrom(' ', '', '\x1dSADDR={', 'g', '\0'),
  )
  .map(([family, digits, end]) => `saddr=${family}${'a0'.repeat(30).slice(0, digits)}${end}`)
/** Lines of one event, as most stand together. */
const together = fc
  .tuple(
    fc.constantFrom('', 'node=a ', ' ', 'node=shadow '),
    fc.nat(4),
    fc.nat(5),
    fc.array(
      fc.tuple(
        fc.constantFrom('BPF', 'SYSCALL', 'SOCKADDR', 'PATH', 'EOE', 'USER_LOGIN', 'PROCTITLE', 'NEVER_SEEN'),
        fc.array(
          fc.oneof(
            text.map((part) => Buffer.from(part).toString('latin1')),
            fc.constantFrom(' ', ' ', '\x07', '\0'),
            spelled,
            address,
          ),
          { maxLength: 4 },
        ),
      ),
      { minLength: 1, maxLength: 4 },
    ),
  )
  .map(([node, second, serial, lines]) =>
    lines
      .map(
        ([type, parts]) =>
          `${node}type=${type} msg=audit(170000000${second}.001:${serial}): ${parts.join('')}\n`,
      )
      .join(''),
  )
const rules = fc.record({
  eventTimeout: fc.constantFrom(2, 2, 0, 1),
  completion: fc.constantFrom('ausearch' as const, 'ausearch' as const, 'auparse' as const),
})
const log = fc
  .array(fc.oneof({ weight: 8, arbitrary: together }, { weight: 1, arbitrary: fc.constant('shadow\n') }), {
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
      fc.property(log, fc.array(fc.nat(8000)), interest, rules, (content, cuts, asked, rule) => {
        const chunks = cutAt(content, cuts)
        const all = read(PortableReader, chunks, rule, (event) => isWanted(asked, event))
        expect(read(Reader, chunks, { ...rule, interest: asked }, () => true)).toEqual(all)
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
    const found = read(LogReader, [content], { interest: asked }, () => true)
    expect(found.events).toHaveLength(1)
    expect(found.counters.records).toBe(272)
  }
})
