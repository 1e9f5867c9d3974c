/** The writer in WebAssembly beside the portable one, and both beside JSON.stringify, on real and on hostile lines. */

import { accountsFromText, createInterpretContext } from '@ts-audit/auparse'
import { LogReader } from '@ts-audit/log'
import { runs } from '@ts-audit/testing/runs'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { arbitraryBodies, fixtures, hostileLogs, mutatedBodies } from '../../testing/hostile-records.ts'
import { EventJsonWriter } from './event-writer.ts'
import { jsonText } from './json-strings.ts'
import { TypeTexts } from './type-texts.ts'
import { WasmRecord } from './wasm-record.ts'

// A module that cannot be compiled is as good as an engine without WebAssembly.
vi.resetModules()
vi.doMock('../generated/record-wasm.ts', () => ({ recordWasm: '' }))
const { EventJsonWriter: PortableWriter } = await import('./event-writer.ts')
const { WasmRecord: NoWasmRecord } = await import('./wasm-record.ts')
// Other files run in this process, too.
vi.doUnmock('../generated/record-wasm.ts')
vi.resetModules()

const accounts = accountsFromText('root:x:0:0::/:\nalice:x:1000:1000::/:\n', 'root:x:0:\n')
const contextOf = () => createInterpretContext({ accounts, escape: 'raw' })
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

describe('hostile lines are written alike', () => {
  const checkAll = (body: fc.Arbitrary<string>, numRuns: number) =>
    fc.assert(
      fc.property(hostileLogs(body), fc.boolean(), fc.boolean(), (log, raw, argv) =>
        check(log, { raw, argv }, 3),
      ),
      { numRuns },
    )
  test('mutated lines of real logs', () => checkAll(mutatedBodies, runs(400)))
  test('arbitrary bytes', () => checkAll(arbitraryBodies, runs(120)))
})
