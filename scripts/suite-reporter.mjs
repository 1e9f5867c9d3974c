// A reporter of vitest that keeps, in a file, which test files have begun and not ended: all that is known of a suite
// that has to be killed.
import { writeFileSync } from 'node:fs'

/** Needed by vitest, which loads reporters by their default export. */
export default class UnfinishedFiles {
  /** @type {Set<string>} */
  #unfinished = new Set()
  #file

  /** @param {{ file: string }} options where to write, one path below the suite a line */
  constructor({ file }) {
    this.#file = file
  }

  /** @param {{ relativeModuleId: string }} module */
  onTestModuleQueued({ relativeModuleId }) {
    this.#unfinished.add(relativeModuleId)
    this.#write()
  }

  /** @param {{ relativeModuleId: string }} module */
  onTestModuleEnd({ relativeModuleId }) {
    this.#unfinished.delete(relativeModuleId)
    this.#write()
  }

  #write() {
    writeFileSync(this.#file, [...this.#unfinished].join('\n'))
  }
}
