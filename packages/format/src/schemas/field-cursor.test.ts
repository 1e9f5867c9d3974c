/** Fields found in WebAssembly beside those of FieldReader, by what the schemas make of them, on real and on hostile lines. */

import { accountsFromText, createInterpretContext } from '@ts-audit/auparse'
import { LogReader } from '@ts-audit/log'
import { runs } from '@ts-audit/testing/runs'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { arbitraryBodies, fixtures, hostileLogs, mutatedBodies } from '../../testing/hostile-records.ts'
import { createEcs } from './ecs.ts'
import { createOcsf } from './ocsf.ts'
import { createOtlp } from './otlp.ts'
import { WasmFields } from './wasm-fields.ts'

// A module that cannot be compiled is as good as an engine without WebAssembly.
vi.resetModules()
vi.doMock('../generated/record-wasm.ts', () => ({ recordWasm: '' }))
const { createEcs: portableEcs } = await import('./ecs.ts')
const { createOcsf: portableOcsf } = await import('./ocsf.ts')
const { createOtlp: portableOtlp } = await import('./otlp.ts')
const { WasmFields: NoWasmFields } = await import('./wasm-fields.ts')
// Other files run in this process, too.
vi.doUnmock('../generated/record-wasm.ts')
vi.resetModules()

const accounts = accountsFromText('root:x:0:0::/:\nalice:x:1000:1000::/:\n', 'root:x:0:\n')
const contextOf = () => createInterpretContext({ accounts, escape: 'raw' })

function documentsOf(
  log: Uint8Array,
  ways: readonly [typeof createEcs, typeof createOcsf, typeof createOtlp],
) {
  const made: string[] = []
  const [toEcs, toOcsf, toOtlp] = ways.map((create) => create(contextOf()))
  const reader = new LogReader({
    sink(event) {
      made.push(JSON.stringify([toEcs?.(event), toOcsf?.(event), toOtlp?.(event)]))
      return true
    },
  })
  // Twice: what was kept the first time is used the second.
  for (let time = 0; time < 2; time++) reader.push(log)
  reader.end()
  return made
}

function check(log: Uint8Array): void {
  expect(documentsOf(log, [createEcs, createOcsf, createOtlp])).toEqual(
    documentsOf(log, [portableEcs, portableOcsf, portableOtlp]),
  )
}

const isPortable = process.env['TS_AUDIT_WITHOUT_WASM'] !== undefined

test.skipIf(isPortable)('one way has WebAssembly, the other has not [needs WebAssembly]', () => {
  expect(WasmFields.create(contextOf())).toBeDefined()
  expect(NoWasmFields.create(contextOf())).toBeUndefined()
})

test.skipIf(isPortable)(
  'nine of ten records of real logs are read in WebAssembly [needs WebAssembly]',
  () => {
    const fields = WasmFields.create(contextOf())
    let all = 0
    let found = 0
    for (const log of fixtures) {
      const reader = new LogReader({
        sink(event) {
          for (const record of event.records) {
            all++
            if ((fields?.find(record) ?? -1) >= 0) found++
          }
          return true
        },
      })
      reader.push(log)
      reader.end()
    }
    expect(found / all).toBeGreaterThan(0.9)
  },
)

test('real logs are read alike', () => {
  expect(fixtures.length).toBeGreaterThan(3)
  for (const log of fixtures) check(log.subarray(0, 60_000))
})

test('mutated lines of real logs are read alike', () => {
  fc.assert(fc.property(hostileLogs(mutatedBodies), check), { numRuns: runs(400) })
})

test('arbitrary bytes are read alike', () => {
  fc.assert(fc.property(hostileLogs(arbitraryBodies), check), { numRuns: runs(120) })
})
