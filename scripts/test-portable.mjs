// `npm run test:portable`: the tests of everything that may use WebAssembly, without it.
import { build, install } from './project.mjs'
import { allSuites, runVariant } from './suite-variant.mjs'

await install()
await build()
const suites = allSuites().filter(({ folder }) => folder !== 'scripts' && folder !== 'packages/tables')
const passed = await runVariant('Without WebAssembly', suites, { env: { TS_AUDIT_WITHOUT_WASM: '1' } })
process.exitCode = passed ? 0 : 1
