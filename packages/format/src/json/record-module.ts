/** The module made from assembly/format.ts, as TypeScript sees it. */
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
  'NAMES',
  'NAME_BYTES',
  'NAME_LENGTH',
  'NAME_TEXT',
  'MOST_FIELDS',
  'TEXT_SLOTS',
] as const

/** Positions and sizes in bytes, and numbers of types, fields and texts. */
export type RecordLayout = Readonly<Record<(typeof LAYOUT)[number], number>>

/** What the module calls; its sources say what each is. */
export interface RecordImports extends WalkImports {
  readonly newText: (slot: number, start: number, end: number) => void
}

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
  readonly findFields: (type: number, from: number, textEnd: number, end: number) => number
  readonly writeContent: (start: number, stop: number, to: number) => number
}

/** An instance, with its memory and layout. */
export interface RecordModule extends Pick<RecordExports, 'setUp' | 'write' | 'findFields' | 'writeContent'> {
  readonly memory: Uint8Array<ArrayBuffer>
  readonly layout: RecordLayout
}

/** A fresh instance; undefined where there is no WebAssembly. */
export function createRecordModule({ newText, ...imports }: RecordImports): RecordModule | undefined {
  const exports = code.instantiate<RecordExports>({ answers: imports, spans: { newText } })
  if (exports === undefined) return undefined
  const { setUp, write, findFields, writeContent, memory } = exports
  const layout = Object.fromEntries(LAYOUT.map((name) => [name, exports[name].value])) as RecordLayout
  return { setUp, write, findFields, writeContent, memory: new Uint8Array(memory.buffer), layout }
}
