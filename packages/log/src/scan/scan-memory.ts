/** The memory of assembly/scan.ts as bytes and numbers. */
import type { ScanExports } from './scan-module.ts'

/** Views on the memory; who keeps one of them across a call of the module holds a stale one where the memory has grown. */
export class ScanMemory {
  bytes!: Uint8Array
  integers!: Int32Array
  floats!: Float64Array
  readonly #memory: ScanExports['memory']

  constructor({ memory }: ScanExports) {
    this.#memory = memory
    this.lookAgain()
  }

  /** The memory has grown. */
  lookAgain(): void {
    const { buffer } = this.#memory
    this.bytes = new Uint8Array(buffer)
    this.integers = new Int32Array(buffer)
    this.floats = new Float64Array(buffer)
  }
}
