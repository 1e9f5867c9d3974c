/** The check of zstd's frames: the lower half of XXH64, in WebAssembly, since numbers here have no 64 bits. */
import { WasmCode, type WasmNumber } from '@ts-audit/log/internal'
import { xxh64Wasm } from '../generated/xxh64-wasm.ts'

const code = /* @__PURE__ */ new WasmCode(xxh64Wasm)

/** What the module exports; assembly/xxh64.ts says what each is. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer }
  readonly INPUT: WasmNumber
  readonly INPUT_BYTES: WasmNumber
  readonly restart: () => void
  readonly update: (length: number) => number
  readonly digest: (length: number) => number
}

/** A hash of pieces one after the other. */
export class Xxh64 {
  readonly #exports: Exports
  readonly #input: Uint8Array<ArrayBuffer>
  /** Bytes at the beginning of the input that are no whole stripe. */
  #rest = 0

  private constructor(exports: Exports) {
    this.#exports = exports
    this.#input = new Uint8Array(exports.memory.buffer, exports.INPUT.value, exports.INPUT_BYTES.value)
  }

  /** Undefined where there is no WebAssembly. */
  static create(): Xxh64 | undefined {
    const exports = code.instantiate<Exports>({})
    return exports && new Xxh64(exports)
  }

  /** Begins anew. */
  restart(): void {
    this.#exports.restart()
    this.#rest = 0
  }

  update(bytes: Uint8Array): void {
    const input = this.#input
    for (let at = 0; at < bytes.length; ) {
      const piece = bytes.subarray(at, at + input.length - this.#rest)
      input.set(piece, this.#rest)
      const length = this.#rest + piece.length
      const taken = this.#exports.update(length)
      input.copyWithin(0, taken, length)
      this.#rest = length - taken
      at += piece.length
    }
  }

  /** Of all bytes since the beginning, unsigned. */
  lowerHalf(): number {
    return this.#exports.digest(this.#rest) >>> 0
  }
}
