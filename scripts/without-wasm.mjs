// Forbids the tests it is loaded into, and every Node they start, to compile WebAssembly, as a page's content security
// policy does: what the packages then do must be the same (TS_AUDIT_WITHOUT_WASM in vitest.shared.ts, `npm run
// test:portable`). `WebAssembly.compile` stays, which Node's own HTTP client needs.
/** @type {any} */
const { WebAssembly } = globalThis
WebAssembly.Module = class {
  constructor() {
    throw new Error('WebAssembly is switched off')
  }
}

const preload = `--import=${import.meta.url}`
const options = process.env.NODE_OPTIONS ?? ''
if (!options.includes(preload)) process.env.NODE_OPTIONS = `${options} ${preload}`.trim()
