import { configDefaults, mergeConfig } from 'vitest/config'
import shared from '../../vitest.shared.ts'

/** Tests of code that never asks for WebAssembly: without it they are the same once more. */
const same = [
  'src/json/{journald,json-block,laurel}.test.ts',
  'src/journal/export.test.ts',
  'src/round-trip.test.ts',
]
const isWithout = process.env['TS_AUDIT_WITHOUT_WASM'] !== undefined

export default mergeConfig(shared, {
  test: { exclude: [...configDefaults.exclude, ...(isWithout ? same : [])] },
})
