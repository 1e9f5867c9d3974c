/** The module made from assembly/record.ts, as TypeScript sees it. */
import type { WalkImports } from '@ts-audit/auparse/internal'
import { WasmCode, type WasmNumber } from '@ts-audit/log/internal'
import { recordWasm } from '../generated/record-wasm.ts'

const code = /* @__PURE__ */ new WasmCode(recordWasm)

/** Where in its memory things are, and how large. */
const LAYOUT = [
  'ESCAPES',
  'RULED',
  'ARGUMENTS',
  'TYPES',
  'TYPE_BYTES',
  'TYPE_HEAD',
  'MOST_TYPES',
  'SCRATCH',
  'SCRATCH_BYTES',
  'INPUT',
  'INPUT_BYTES',
  'OUTPUT',
  'OUTPUT_BYTES',
] as const

/** Positions and sizes in bytes, and one number of types. */
export type RecordLayout = Readonly<Record<(typeof LAYOUT)[number], number>>

/** What it exports besides its layout. */
interface RecordExports extends Readonly<Record<(typeof LAYOUT)[number], WasmNumber>> {
  readonly memory: { readonly buffer: ArrayBuffer }
  readonly setUp: (message: number, account: number, host: number, uring: number) => void
  readonly write: (
    type: number,
    typeLength: number,
    start: number,
    from: number,
    textEnd: number,
    end: number,
    about: number,
    to: number,
  ) => number
}

/** An instance, with its memory and layout. */
export interface RecordModule extends Pick<RecordExports, 'setUp' | 'write'> {
  readonly memory: Uint8Array<ArrayBuffer>
  readonly layout: RecordLayout
}

/** A fresh instance; undefined where there is no WebAssembly. */
export function createRecordModule(imports: WalkImports): RecordModule | undefined {
  const exports = code.instantiate<RecordExports>({ record: { ...imports } })
  if (exports === undefined) return undefined
  const { setUp, write, memory } = exports
  const layout = Object.fromEntries(LAYOUT.map((name) => [name, exports[name].value])) as RecordLayout
  return { setUp, write, memory: new Uint8Array(memory.buffer), layout }
}
