/** The memory of the page's process that is no file's, in bytes; Linux alone. */
export function pageMemory(): number

/** Looks at it again and again; `most` since the last `reset`. */
export function watchMemory(): {
  readonly most: () => number
  readonly reset: () => void
  readonly end: () => void
}

/** Milliseconds of the processor since the page's process began; see page-memory.mjs. */
export function pageTime(): { readonly workers: number; readonly all: number }
