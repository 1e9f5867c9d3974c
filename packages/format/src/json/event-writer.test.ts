/** The writer in WebAssembly beside the portable one, and both beside JSON.stringify, on real and on hostile lines. */
import { readdirSync, readFileSync } from 'node:fs'
import { accountsFromText, createInterpretContext } from '@ts-audit/auparse'
import { LogReader } from '@ts-audit/log'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { EventJsonWriter } from './event-writer.ts'
import { jsonText } from './json-strings.ts'
import { TypeTexts } from './type-texts.ts'
import { WasmRecord } from './wasm-record.ts'

// A module that cannot be compiled is as good as an engine without WebAssembly.
vi.resetModules()
vi.doMock('../generated/record-wasm.ts', () => ({ recordWasm: '' }))
const { EventJsonWriter: PortableWriter } = await import('./event-writer.ts')
const { WasmRecord: NoWasmRecord } = await import('./wasm-record.ts')

const accounts = accountsFromText('root:x:0:0::/:\nalice:x:1000:1000::/:\n', 'root:x:0:\n')
const contextOf = () => createInterpretContext({ accounts, escape: 'raw' })
const logs = new URL('../../../../fixtures/', import.meta.url)

/** The logs of the fixtures, each at most this long. */
const LONGEST = 200_000
const fixtures = readdirSync(logs, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.log'))
  .map((path) => readFileSync(new URL(path, logs)).subarray(0, LONGEST))

/** What writers of this kind make of each event of a log, which is read as often as is said: tables fill. */
function linesOf(log: Uint8Array, Writer: typeof EventJsonWriter, options: object, times = 1): string[] {
  const lines: string[] = []
  const writer = new Writer(contextOf(), options)
  for (let time = 0; time < times; time++) {
    const reader = new LogReader({
      sink(event) {
        writer.clear()
        writer.write(event, { input: 'audit-log', offset: 1, line: 2 })
        lines.push(Buffer.from(writer.out.bytes.subarray(0, writer.out.length)).toString())
        return true
      },
    })
    reader.push(log)
    reader.end()
  }
  return lines
}

/** Checks the two writers, and that what they write is what JSON.stringify makes of the object. */
function check(log: Uint8Array, options: object, times = 1): void {
  const lines = linesOf(log, EventJsonWriter, options, times)
  expect(lines).toEqual(linesOf(log, PortableWriter, options, times))
  for (const line of lines) expect(jsonText(JSON.parse(line) as object)).toBe(line)
}

test.skipIf(process.env['TS_AUDIT_WITHOUT_WASM'] !== undefined)(
  'this engine has WebAssembly, and what it is compared with has not [needs WebAssembly]',
  () => {
    expect(WasmRecord.create(contextOf(), true)).toBeDefined()
    expect(NoWasmRecord.create(contextOf(), true)).toBeUndefined()
  },
)

test.skipIf(process.env['TS_AUDIT_WITHOUT_WASM'] !== undefined)(
  'nine of ten records of real logs are written in WebAssembly [needs WebAssembly]',
  () => {
    const fast = WasmRecord.create(contextOf(), true)
    const types = new TypeTexts()
    let all = 0
    let written = 0
    for (const log of fixtures) {
      const reader = new LogReader({
        sink(event) {
          fast?.reset()
          for (const record of event.records) {
            all++
            if (fast?.write(record, types.of(record, event)) === true) written++
          }
          return true
        },
      })
      reader.push(log)
      reader.end()
    }
    expect(written / all).toBeGreaterThan(0.9)
  },
)

test('real logs are written alike', () => {
  expect(fixtures.length).toBeGreaterThan(3)
  for (const log of fixtures) {
    check(log, {})
    check(log.subarray(0, 50_000), { raw: false, argv: true })
  }
})

const lines = fixtures.flatMap((log) =>
  Buffer.from(log.subarray(0, 40_000)).toString('latin1').split('\n').slice(0, 60),
)
const bodies = lines
  .filter((line) => line.includes('): ') && line.length < 1200)
  .map((line) => line.slice(line.indexOf('): ') + 3))

const pieces = fc.constantFrom(
  ...['=', ' ', ',', '"', "'", '(', ')', '\x01', '\x1d', '00', '-', '{ }', '\\', '\x7f', '\t', '\xff', 'bär'],
  ...[
    ' acct=',
    ' acct="a b" ',
    ' acct=726F6F74: ',
    ' subj=a,b ',
    ' uid=1',
    ':',
    ' __proto__=1',
    " msg='op=x ",
  ],
  ...[
    ' hook=1',
    ' data=6C730D',
    ' a0=2',
    ' a1=40',
    ' arch=40000003',
    ' arch=c00000b7',
    ' arch=c0000102',
    ' syscall=102',
    ' syscall=257',
  ],
  ...[
    ' exit=-13',
    'UID="x y"',
    '\x1dUID="x" AUID="unknown(7)"',
    '\x1dUID="a" UID="b" Z="c" Z="d"',
    '\x1dSADDR={ a=b c=d }',
    ' proctitle=0041',
  ],
  ...[
    ' proctitle=2F62696E2F7368002D63',
    ' proctitle=C3A4',
    ' name=(null)',
    ' name=62C3A472',
    ' name=2200',
    ' a2=7ffc',
  ],
  ...[
    ' saddr=02000035',
    ' fan_type=1',
    ' ses=4294967295',
    ' cmd=6C73202D6C',
    ' cwd="/a b"',
    ' key=610162',
    ' x="a b"',
  ],
  ...[
    ' mode=0100644',
    ' uring_op=18',
    ' success=yes',
    " a='b c'",
    ' a2=(x)',
    ` ${'n'.repeat(40)}=1`,
    ' a"b=1',
    ' =x',
  ],
)
const types = fc.constantFrom(
  ...[
    'SYSCALL',
    'SECCOMP',
    'URINGOP',
    'EXECVE',
    'PATH',
    'PROCTITLE',
    'AVC',
    'USER_TTY',
    'TRUSTED_APP',
    'KERN_MODULE',
  ],
  ...['USER_LOGIN', 'SOCKADDR', 'CRYPTO_KEY_USER', 'ADD_GROUP', 'BPF', 'UNKNOWN[1399]', 'MADE_UP', 'LOGIN'],
)
const mutated = fc
  .tuple(fc.constantFrom(...bodies), fc.array(fc.tuple(fc.nat(700), fc.nat(12), pieces), { maxLength: 5 }))
  .map(([line, edits]) =>
    edits.reduce(
      (text, [at, cut, piece]) =>
        text.slice(0, at % (text.length + 1)) + piece + text.slice((at % (text.length + 1)) + cut),
      line,
    ),
  )
const arbitrary = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('latin1'))

describe('hostile lines are written alike', () => {
  const checkAll = (body: fc.Arbitrary<string>, numRuns: number) =>
    fc.assert(
      fc.property(
        fc.array(fc.record({ type: types, body }), { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        fc.boolean(),
        fc.constantFrom('', 'node=a ', 'node=b\xe4r '),
        (records, raw, argv, node) => {
          const log = records
            .map(
              ({ type, body }, at) =>
                `${node}type=${type} msg=audit(1700000000.00${at >> 1}:${at >> 1}): ${body}\n`,
            )
            .join('')
          check(Buffer.from(log, 'latin1'), { raw, argv }, 3)
        },
      ),
      { numRuns },
    )
  test('mutated lines of real logs', () => checkAll(mutated, 400))
  test('arbitrary bytes', () => checkAll(arbitrary, 120))
})
