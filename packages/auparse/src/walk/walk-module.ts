/** The module made from assembly/walk.ts, as TypeScript sees it. */
import { WasmCode, type WasmNumber } from '@ts-audit/log/internal'
import { walkWasm } from '../generated/walk-wasm.ts'

const code = /* @__PURE__ */ new WasmCode(walkWasm)

/** Where in its memory things are, and how large. */
const LAYOUT = [
  'ESCAPES',
  'RULED',
  'ARGUMENTS',
  'NODE_TEXT',
  'STAMP_TEXT',
  'LONGEST_HEADER_TEXT',
  'TYPE_TEXTS',
  'TYPE_TEXT_BYTES',
  'MOST_TYPE_TEXTS',
  'SCRATCH',
  'SCRATCH_BYTES',
  'INPUT',
  'INPUT_BYTES',
  'OUTPUT',
  'OUTPUT_BYTES',
] as const

/** Positions and sizes in bytes, and one number of texts. */
export type WalkLayout = Readonly<Record<(typeof LAYOUT)[number], number>>

/** What the module calls; assembly/answers.ts says what each is. */
export interface WalkImports {
  readonly nameOf: (start: number, end: number) => number
  readonly entryOf: (start: number, end: number) => number
  readonly interpret: (kind: number, start: number, end: number) => number
  readonly planOf: (machine: number, number: number) => number
  readonly chooseKind: (index: number, machine: number, number: number) => number
  readonly machineOf: (word: number) => number
  readonly tookArguments: (count: number) => void
}

/** What it exports besides its layout. */
interface WalkExports extends Readonly<Record<(typeof LAYOUT)[number], WasmNumber>> {
  readonly memory: { readonly buffer: ArrayBuffer }
  readonly setUp: (message: number, account: number, address: number, host: number, uring: number) => void
  readonly setHeader: (nodeLength: number, stampLength: number) => void
  readonly walk: (
    type: number,
    typeLength: number,
    from: number,
    textEnd: number,
    end: number,
    about: number,
    to: number,
  ) => number
}

/** An instance, with its memory and layout. */
export interface WalkModule extends Pick<WalkExports, 'setUp' | 'setHeader' | 'walk'> {
  readonly memory: Uint8Array<ArrayBuffer>
  readonly layout: WalkLayout
}

/** {@link WalkModule.walk} and the functions it calls return this when a record has to be walked in another way. */
export const GIVE_UP = -1

/** A fresh instance; undefined where there is no WebAssembly. */
export function createWalkModule(imports: WalkImports): WalkModule | undefined {
  const exports = code.instantiate<WalkExports>({ answers: { ...imports } })
  if (exports === undefined) return undefined
  const { setUp, setHeader, walk, memory } = exports
  const layout = Object.fromEntries(LAYOUT.map((name) => [name, exports[name].value])) as WalkLayout
  return { setUp, setHeader, walk, memory: new Uint8Array(memory.buffer), layout }
}
