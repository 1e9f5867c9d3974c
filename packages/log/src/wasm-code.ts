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
  readonly #base64: string
  #module: object | undefined
  #isCompiled = false

  /** @param base64 the module, as scripts/compile-assembly.mjs makes it */
  constructor(base64: string) {
    this.#base64 = base64
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
        const bytes = Uint8Array.from(atob(this.#base64), (char) => char.charCodeAt(0))
        this.#module = new WebAssembly.Module(bytes)
      }
      if (this.#module === undefined) return undefined
      return new WebAssembly.Instance(this.#module, imports).exports as Exports
    } catch {
      return undefined
    }
  }
}
