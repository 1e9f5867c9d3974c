// Lines that are passed on without a look, and the events that are given, are in their order what all events are when they are printed
// raw, whatever the log and wherever it is cut.
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { isEnriched, type LogEvent, LogReader } from './index.ts'
import { bytes, cutAt } from './testing/chunks.ts'

vi.resetModules()
vi.doMock('./generated/scan-wasm.ts', () => ({ scanWasm: '' }))
const { LogReader: PortableReader } = await import('./sync-log-reader.ts')
// Other files run in this process, too.
vi.doUnmock('./generated/scan-wasm.ts')
vi.resetModules()

/** Spec 02 §3. */
function printed(event: LogEvent): string {
  const enriched = isEnriched(event)
  return event.records
    .map(({ bytes: buffer, start, end, textEnd }) => {
      const line = Buffer.from(buffer.subarray(start, end)).toString('latin1')
      return `${line}${enriched && textEnd === end ? '\x1d' : ''}\n`
    })
    .join('')
}

const SYSCALL = 1300
const AVC = 1400
/** What a search reads in one pass; see usual-syscall.ts of `@ts-audit/auparse`. */
const USUAL =
  /^type=SYSCALL msg=audit\(\d+\.\d+:\d+\): arch=[0-9a-fA-F]{1,8} syscall=\d{1,9} success=(yes|no) exit=(0|-?[1-9]\d{0,8}) a0=[0-9a-fA-F]{1,16} a1=[0-9a-fA-F]{1,16} /

function isLookedAt({ records }: LogEvent): boolean {
  return records.some(({ type, bytes: buffer, start, textEnd }) => {
    const text = Buffer.from(buffer.subarray(start, textEnd)).toString('latin1')
    return type === AVC || (type === SYSCALL && !USUAL.test(text))
  })
}

function readAll(chunks: readonly Uint8Array[], timeout: number) {
  let text = ''
  const given: string[] = []
  const reader = new PortableReader({
    eventTimeout: timeout,
    sink(event: LogEvent) {
      text += printed(event)
      if (isLookedAt(event)) given.push(printed(event))
    },
  })
  for (const chunk of chunks) reader.push(chunk)
  reader.end()
  return { text, given, counters: reader.counters }
}

function readPassed(Reader: typeof LogReader, chunks: readonly Uint8Array[], timeout: number) {
  let text = ''
  let passed = 0
  const given: string[] = []
  const reader = new Reader({
    eventTimeout: timeout,
    sink(event) {
      text += printed(event)
      given.push(printed(event))
    },
    passed: {
      except: [AVC],
      calls: SYSCALL,
      takeLines(buffer, start, end, added) {
        text += Buffer.from(buffer.subarray(start, end)).toString('latin1')
        text += ['', '\x1d', '\n', '\x1d\n'][added]
      },
      count(events) {
        passed += events
      },
    },
  })
  // A chunk may be written over when no event in flight is in it.
  for (const chunk of chunks) {
    const copy = Buffer.from(chunk)
    reader.push(copy)
    if (![...reader.buffersInFlight()].some(({ buffer }) => buffer === copy.buffer)) copy.fill(0x7a)
  }
  reader.end()
  expect(passed + given.length).toBe(reader.counters.events)
  return { text, given, counters: reader.counters }
}

const call = fc
  .tuple(
    fc.array(
      fc.tuple(
        fc.nat(7),
        fc.constantFrom(
          '',
          ' exit=010',
          ' exit=-0',
          ' exit=?',
          ' arch=x',
          ' success=maybe',
          ' a0=11112222333344445',
        ),
      ),
      { maxLength: 1 },
    ),
    fc.nat(400),
  )
  .map(([changes, cut]) => {
    const fields = [' arch=c000003e', ' syscall=257', ' success=no', ' exit=-13', ' a0=ffffff9c', ' a1=7FF0']
    for (const [at, text] of changes) fields[at] = text
    const text = `${fields.slice(0, 6).join('')} a2=1 pid=7`
    return cut < text.length ? text.slice(0, cut) : text
  })
const record = fc.oneof(
  { weight: 4, arbitrary: call.map((text) => ['SYSCALL', text] as const) },
  { weight: 4, arbitrary: fc.constantFrom(['PATH', ' item=0'] as const, ['CWD', ' cwd="/"'] as const) },
  fc.constantFrom(
    ['AVC', ' avc: '] as const,
    ['EOE', ' '] as const,
    ['USER_LOGIN', ' x'] as const,
    ['PATH', ' a\0b'] as const,
    ['PATH', ` ${'z'.repeat(9000)}`] as const,
  ),
)
const lines = fc
  .tuple(
    fc.constantFrom('', '', '', 'node=a ', ' '),
    fc.nat(6),
    fc.nat(5),
    fc.array(fc.tuple(record, fc.constantFrom('', '', '\x1dUID="a"')), { minLength: 1, maxLength: 4 }),
    fc.constantFrom('\n', '\n', '\n', '\n\n', '\nodd\n'),
  )
  .map(([node, second, serial, records, end]) =>
    records
      .map(
        ([[type, text], enrichment]) =>
          `${node}type=${type} msg=audit(170000000${second}.001:${serial}):${text}${enrichment}${end}`,
      )
      .join(''),
  )
const log = fc
  .tuple(fc.array(lines, { maxLength: 40, size: 'max' }), fc.boolean())
  .map(([all, isCut]) => bytes(isCut ? all.join('').slice(0, -1) : all.join('')))

describe.each([
  ['with WebAssembly', LogReader],
  ['without it', PortableReader],
])('%s', (_, Reader) => {
  it('all lines come in the order of their events, and only some events are looked at', () => {
    const seen = { given: 0, passed: 0 }
    fc.assert(
      fc.property(log, fc.array(fc.nat(8000)), fc.constantFrom(2, 0), (content, cuts, timeout) => {
        const chunks = cutAt(content, cuts)
        const all = readAll(chunks, timeout)
        expect(readPassed(Reader, chunks, timeout)).toEqual(all)
        seen.given += all.given.length
        seen.passed += all.counters.events - all.given.length
      }),
      { numRuns: 200 },
    )
    expect(Math.min(seen.given, seen.passed)).toBeGreaterThan(100)
  })
})
