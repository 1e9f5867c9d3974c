// The scan in WebAssembly, sixteen bytes at a time, against the JavaScript that is generated from it, which goes by single bytes: same
// events, same counters, whatever the bytes and wherever they are cut.
import { runs } from '@ts-audit/testing/runs'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { LogReader } from '../index.ts'
import { bytes, cutAt } from '../testing/chunks.ts'
import { portableScan } from './portable-scan.ts'
import { instantiateScan } from './scan-module.ts'

// A module that cannot be compiled is as good as an engine without WebAssembly.
vi.resetModules()
vi.doMock('../generated/scan-wasm.ts', () => ({ scanWasm: '' }))
const { LogReader: PortableReader } = await import('../sync-log-reader.ts')
const portable = await import('./scan-module.ts')
// Other files run in this process, too.
vi.doUnmock('../generated/scan-wasm.ts')
vi.resetModules()

const imports = {
  types: { typeNumber: () => 0, typeTraits: () => 0 },
  memory: { memoryGrew: () => {}, memoryExhausted: () => {} },
}

it.skipIf(process.env['TS_AUDIT_WITHOUT_WASM'] !== undefined)(
  'this engine has it, and what it is compared with has not [needs WebAssembly]',
  () => {
    expect(String(instantiateScan(imports, portableScan).scan)).toContain('[native code]')
    expect(String(portable.instantiateScan(imports, portableScan).scan)).not.toContain('[native code]')
  },
)

/** Everything a reader of this kind makes of a log; it stops after `most` events. */
function read(Reader: typeof LogReader, chunks: readonly Uint8Array[], window: object, most: number) {
  const events: unknown[] = []
  const badStamps: string[] = []
  const reader = new Reader({
    ...window,
    sink: ({ records, ...id }) => {
      const parts = records.map(({ start, body, textEnd, end, bytes: buffer, isPlain, ...rest }) => {
        const text = buffer.subarray(start, textEnd)
        // The portable scan does not look.
        if (isPlain === true) expect(text.some((byte) => byte < 0x20)).toBe(false)
        return {
          ...rest,
          line: buffer.subarray(start, end).join(),
          body: body < 0 ? body : body - start,
          textEnd: textEnd - start,
        }
      })
      const { node, seconds, milliseconds, serial, exact, type } = id
      return events.push({ node, seconds, milliseconds, serial, exact, type, parts }) < most
    },
    onBadStamp: (stamp) => badStamps.push(stamp),
  })
  const went = chunks.map((chunk) => reader.push(chunk))
  return { went, ended: reader.end(), events, badStamps, counters: reader.counters }
}

describe('equals the portable scan', () => {
  const times = (text: string, most: number) => fc.nat(most).map((count) => text.repeat(count))
  const name = fc.constantFrom(
    'BPF',
    'SYSCALL',
    'USER_LOGIN',
    'UNKNOWN[1334]',
    '1309',
    'a(b',
    'a)b',
    'a\x1db',
    '',
  )
  const digits = fc.oneof(
    fc.constantFrom('1700000000', '0', '1600000000', '', '-1', '+5', '999999999999999', '1'.repeat(16)),
    fc.nat(99).map(String),
  )
  const stamp = fc
    .tuple(digits, fc.constantFrom('.', ':', ''), fc.constantFrom('123', '0', '1000', ''), digits)
    .map(([seconds, dot, milliseconds, serial]) => `${seconds}${dot}${milliseconds}:${serial}`)
  /** Nodes with which the stamp ends about where the header does. */
  const names = fc.integer({ min: 280, max: 320 }).map((length) => `node=${'h'.repeat(length)} `)
  const header = fc
    .tuple(
      fc.oneof(fc.constantFrom('', '', 'node=web1 ', 'node= ', 'nodex', 'n', ' '), names),
      fc.constantFrom('type=', 'type=', 'typo=', ''),
      fc.oneof(name, times('N', 90)),
      fc.constantFrom(' msg=audit(', ' msg=audit(', '  msg=audit(', ' audit(', '\tmsg=audit('),
      stamp,
      fc.constantFrom('): ', '): ', '):', '', ' ) '),
    )
    .map((parts) => parts.join(''))
  const body = fc.oneof(
    fc.constantFrom(
      'prog-id=7 op=LOAD',
      '',
      '\x1dUID="root"',
      'a\x1db\x1dc',
      'a\0b',
      '\0',
      '\r',
      '\x1d\0',
      '\t\x01',
    ),
    times('x', 40),
    fc.uint8Array({ maxLength: 20 }).map((array) => String.fromCharCode(...array)),
  )
  const line = fc
    .tuple(header, fc.array(body, { maxLength: 3 }))
    .map(([head, parts]) => `${head}${parts.join('')}\n`)
  const usual = fc
    .tuple(fc.constantFrom('', 'node=a '), name, fc.nat(9), fc.nat(3))
    .map(
      ([node, type, second, serial]) =>
        `${node}type=${type} msg=audit(17000000${second}0.001:${serial}): x\n`,
    )
  const long = fc.integer({ min: 8930, max: 9010 }).map((length) => `${'y'.repeat(length)}\n`)
  const longer = fc.constantFrom(
    'z'.repeat(20_000),
    `${'z'.repeat(8969)}\0\n`,
    'z\0'.repeat(9000),
    '\n'.repeat(3000),
  )
  const anyLog = fc
    .array(
      fc.oneof(
        { weight: 6, arbitrary: usual },
        { weight: 6, arbitrary: line },
        { weight: 1, arbitrary: long },
        { weight: 1, arbitrary: longer },
      ),
      { maxLength: 60, size: 'max' },
    )
    .map((lines) => bytes(lines.join('')))
  const window = fc.constantFrom(
    {},
    {},
    { start: 1_700_000_030 },
    { end: 1_700_000_050 },
    { start: 5, end: 1 },
  )

  it('for headers of every length', () => {
    const record = (node: string, type: string) =>
      `${node}type=${type} msg=audit(1700000000.123:45): x\x1dy\n`
    const lengths = Array.from({ length: 120 }, (_, length) => length)
    const log = lengths.flatMap((length) => [
      record('', 'N'.repeat(length)),
      record('', `${'N'.repeat(length)}\x1d`),
      record(`node=${'h'.repeat(length + 220)} `, 'BPF'),
      record(`node=${'h'.repeat(9)} `, 'N'.repeat(length)),
    ])
    expect(read(LogReader, [bytes(log.join(''))], {}, 1e9)).toEqual(
      read(PortableReader, [bytes(log.join(''))], {}, 1e9),
    )
  })

  it('for any lines', () => {
    fc.assert(
      fc.property(
        anyLog,
        fc.array(fc.nat(60_000)),
        window,
        fc.constantFrom(9, 1e9),
        (log, cuts, limits, most) => {
          const chunks = cutAt(log, cuts)
          expect(read(LogReader, chunks, limits, most)).toEqual(read(PortableReader, chunks, limits, most))
        },
      ),
      { numRuns: runs(500) },
    )
  })

  it('for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000, size: 'max' }), window, (log, limits) => {
        expect(read(LogReader, [log], limits, 1e9)).toEqual(read(PortableReader, [log], limits, 1e9))
      }),
    )
  })

  it('for more lines than it takes at once', () => {
    const log = bytes(
      Array.from({ length: 30_000 }, (_, at) =>
        at % 3 === 0 ? `${at}\n` : `type=BPF msg=audit(${1_700_000_000 + (at >> 4)}.000:${at}): \n`,
      ).join(''),
    )
    for (const limits of [{}, { start: 1_700_000_500 }, { end: 1_700_000_500 }])
      expect(read(LogReader, [log], limits, 1e9)).toEqual(read(PortableReader, [log], limits, 1e9))
  })
})
