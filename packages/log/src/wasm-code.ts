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
  readonly #code: string | Uint8Array
  #module: object | undefined
  #isCompiled = false

  /** @param code the module, as scripts/compile-assembly.mjs writes it, or its bytes, which the commands are built with */
  constructor(code: string | Uint8Array) {
    this.#code = code
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
        const code = this.#code
        this.#module = new WebAssembly.Module(typeof code === 'string' ? wasmBytes(code) : code)
      }
      if (this.#module === undefined) return undefined
      return new WebAssembly.Instance(this.#module, imports).exports as Exports
    } catch {
      return undefined
    }
  }
}

/** The bytes of a module's text: a character is one below 86, to which `#` before it adds 86, and `$` twice as much. */
export function wasmBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  let length = 0
  let more = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 0x28) more = (code - 0x22) * 86
    else {
      // There is no backslash.
      bytes[length++] = more + code - (code < 0x5c ? 0x28 : 0x29)
      more = 0
    }
  }
  return bytes.subarray(0, length)
}
