/** The module of assembly/scan.ts: in WebAssembly where the engine has it, else in a form that the caller has. */
import { scanWasm } from '../generated/scan-wasm.ts'
import { WasmCode, type WasmNumber } from '../wasm-code.ts'

const code = /* @__PURE__ */ new WasmCode(scanWasm)

/** What the module asks of its user. */
export interface ScanImports {
  readonly types: {
    /** The number of a type name, which stands in the input from `start` to `end`. */
    readonly typeNumber: (start: number, end: number) => number
    /** What it must know of records of a type: see assembly/types.ts. */
    readonly typeTraits: (type: number) => number
  }
  readonly memory: {
    /** Told when views on the memory are stale. */
    readonly memoryGrew: () => void
    /** Throws. */
    readonly memoryExhausted: () => void
  }
}

/** What assembly/scan.ts exports. */
export interface ScanExports {
  readonly memory: { readonly buffer: ArrayBuffer }
  readonly prepare: (
    from: number,
    to: number,
    hasStart: boolean,
    timeout: number,
    isLibrary: boolean,
    needed: number,
    hasSerial: boolean,
    serial: number,
    passes: boolean,
    random: number,
  ) => void
  readonly begin: () => void
  readonly passOutside: (length: number) => void
  readonly scan: (length: number, offset: number, isLine: boolean) => number
  readonly add: (
    start: number,
    body: number,
    textEnd: number,
    end: number,
    type: number,
    traits: number,
    marks: number,
    form: number,
  ) => number
  readonly nextEvent: () => number
  readonly closeUntil: (seconds: number) => void
  readonly closeComplete: () => void
  readonly inFlight: () => number
  readonly forgetSeconds: () => void
  readonly beginPart: () => void
  readonly announceFrom: (second: number) => void
  readonly takeAnnounced: () => number
  readonly secondOfLatest: () => number
  readonly tiesOfStamps: () => number
  readonly eventInFlight: (index: number) => number
  readonly enterChunk: (chunk: number) => void
  readonly countChunks: (chunks: number) => void
  readonly recordsIn: (chunk: number) => number
  readonly bytesIn: (chunk: number) => number
  readonly moveCell: (cell: number, chunk: number, shift: number) => void
  readonly INPUT: WasmNumber
  readonly INPUT_BYTES: WasmNumber
  readonly RESULT: WasmNumber
  readonly HEADER: WasmNumber
  readonly HEADER_NODE: WasmNumber
  readonly TEXTS: WasmNumber
  readonly TEXT_COUNT: WasmNumber
  readonly WINDOW_TEXT: WasmNumber
  readonly USUAL_CALL: WasmNumber
}

/** Makes an instance without WebAssembly. */
export type PortableScan = (imports: ScanImports) => ScanExports

/** A new instance. */
export function instantiateScan(imports: ScanImports, portable: PortableScan): ScanExports {
  return code.instantiate<ScanExports>({ ...imports }) ?? portable(imports)
}
