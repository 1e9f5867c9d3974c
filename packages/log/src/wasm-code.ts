/** WebAssembly that is part of a package: compiled when it is first needed, where the engine has it. */

/** What the engine offers; neither Node's types nor ES2023 declare it. */
declare const WebAssembly:
  | {
      readonly Module: new (bytes: Uint8Array) => object
      readonly Instance: new (module: object, imports: object) => { readonly exports: unknown }
    }
  | undefined

/** A number that a module exports. */
export interface WasmNumber {
  value: number
}

/** A module's code, which has no state: any number of instances share it. */
export class WasmCode {
  readonly #digits: string
  #module: object | undefined
  #isCompiled = false

  /** @param digits the module, as scripts/compile-assembly.mjs makes it: two hexadecimal digits for each byte */
  constructor(digits: string) {
    this.#digits = digits
  }

  /**
   * A new instance's exports, whose types the caller knows. Undefined where there is no WebAssembly with 128-bit
   * operations, or it may not be used (`script-src` without `wasm-unsafe-eval`): callers have a portable way as well.
   */
  instantiate<Exports>(
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ): Exports | undefined {
    if (typeof WebAssembly === 'undefined') return undefined
    try {
      if (!this.#isCompiled) {
        this.#isCompiled = true
        this.#module = new WebAssembly.Module(bytesOf(this.#digits))
      }
      if (this.#module === undefined) return undefined
      return new WebAssembly.Instance(this.#module, imports).exports as Exports
    } catch {
      return undefined
    }
  }
}

function bytesOf(digits: string): Uint8Array {
  // Before it is compiled, the loop below takes a millisecond and more.
  const { Buffer } = globalThis as { readonly Buffer?: { from(digits: string, encoding: 'hex'): Uint8Array } }
  if (Buffer !== undefined) return Buffer.from(digits, 'hex')
  const bytes = new Uint8Array(digits.length / 2)
  for (let at = 0; at < bytes.length; at++) {
    bytes[at] = (digitValue(digits.charCodeAt(2 * at)) << 4) | digitValue(digits.charCodeAt(2 * at + 1))
  }
  return bytes
}

/** Of a digit, whose letters are small. */
function digitValue(digit: number): number {
  return digit > 0x39 ? digit - 0x57 : digit - 0x30
}
