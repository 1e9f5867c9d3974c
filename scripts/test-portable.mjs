// `npm run test:portable`: the tests of everything that may use WebAssembly, without it.
import { build, install } from './project.mjs'
import { portableSuites, runVariants, WITHOUT_WASM } from './suite-variant.mjs'

await install()
await build()
const passed = await runVariants([
  { what: 'without WebAssembly', suites: portableSuites(), conditions: { env: WITHOUT_WASM } },
])
process.exitCode = passed ? 0 : 1
