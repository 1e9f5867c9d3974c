/** Lets a pipe that says little be looked at before it has said much. */

/** Milliseconds of silence after which what has come is all there is to look at. */
const SILENCE = 500

/**
 * The chunks of a pipe. When none comes for a while the reader is told, since it may be waiting for more to tell what the
 * pipe holds, and what it then gives is handed on by `afterChunk`.
 */
export async function* settling(
  chunks: AsyncIterable<Uint8Array>,
  reader: { readonly isUndecided?: boolean; settle(): boolean },
  afterChunk: () => Promise<void> | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  const iterator = chunks[Symbol.asyncIterator]()
  try {
    for (;;) {
      const timer = reader.isUndecided
        ? setTimeout(() => {
            reader.settle()
            // Its failure is told by the next one.
            afterChunk()?.catch(() => {})
          }, SILENCE)
        : undefined
      const next = await iterator.next().finally(() => clearTimeout(timer))
      if (next.done === true) return
      yield next.value
    }
  } finally {
    await iterator.return?.()
  }
}
