/** Which files of the BPF file system were made, and by whom: to know them again when they are removed. */
import type { LoaderEntry } from './loader-table.ts'

/** Beyond this many all are forgotten. */
const LIMIT = 10_000

/** Pins of one node by their path. */
export class PinBook {
  readonly #pins = new Map<string, LoaderEntry>()

  /** A loader has pinned something. */
  pinned(path: string, loader: LoaderEntry): void {
    if (this.#pins.size >= LIMIT) this.#pins.clear()
    this.#pins.set(path, loader)
  }

  /** Whether a path is that of a pin. */
  has(path: string): boolean {
    return this.#pins.has(path)
  }

  /** Whose pin was removed; undefined when it is none that the log shows. */
  removed(path: string): LoaderEntry | undefined {
    const loader = this.#pins.get(path)
    this.#pins.delete(path)
    return loader
  }

  /** The pins at a path, or below it. */
  below(path: string): string[] {
    const folder = path.endsWith('/') ? path : `${path}/`
    return [...this.#pins.keys()].filter((pin) => pin === path || pin.startsWith(folder))
  }

  get isEmpty(): boolean {
    return this.#pins.size === 0
  }
}
