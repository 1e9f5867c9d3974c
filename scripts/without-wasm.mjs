// Takes WebAssembly away from the tests it is loaded into and from every Node they start: what the packages then do must
// be the same (TS_AUDIT_WITHOUT_WASM in vitest.shared.ts, `npm run test:portable`).
Reflect.deleteProperty(globalThis, 'WebAssembly')

const preload = `--import=${import.meta.url}`
const options = process.env.NODE_OPTIONS ?? ''
if (!options.includes(preload)) process.env.NODE_OPTIONS = `${options} ${preload}`.trim()
