/** Bytes of a stream into memory that was used before: what a browser allocates for each read waits for its collector. */

/** The size of buffers that are used again and again; what is longer has one of its own. */
export const BUFFER_BYTES = 4 << 20

/**
 * A stream that is read into memory of the reader. What TypeScript does not know yet is how many bytes to wait for; browsers that
 * do not know it either give fewer.
 */
export interface FillingReader {
  read(
    view: Uint8Array<ArrayBuffer>,
    options: { readonly min: number },
  ): Promise<{ readonly done: boolean; readonly value?: Uint8Array<ArrayBuffer> | undefined }>
  cancel(): Promise<void>
}

/** A reader of a stream, also of one that cannot write into the memory of its reader. */
export function fillingReader(stream: ReadableStream<Uint8Array<ArrayBuffer>>): FillingReader {
  return intoOwnMemory(stream) ?? copying(stream)
}

/**
 * The next bytes of a stream, `length` of them.
 *
 * @param buffer at least as long; it has no bytes afterwards, since its memory is that of the answer
 * @throws {RangeError} when the stream ends before
 */
export async function fill(
  reader: FillingReader,
  length: number,
  buffer: ArrayBuffer,
): Promise<Uint8Array<ArrayBuffer>> {
  let filled = new Uint8Array(buffer, 0, 0)
  let at = 0
  while (at < length) {
    const rest = new Uint8Array(at === 0 ? buffer : filled.buffer, at, length - at)
    const { done, value } = await reader.read(rest, { min: rest.length })
    if (value !== undefined) {
      filled = value
      at += value.length
    }
    if (done) break
  }
  if (at < length) throw new RangeError(`${length} bytes were wanted, and ${at} are there`)
  return new Uint8Array(filled.buffer, 0, length)
}

/** Undefined where the stream has no such reader. */
function intoOwnMemory(stream: ReadableStream<Uint8Array<ArrayBuffer>>): FillingReader | undefined {
  try {
    return stream.getReader({ mode: 'byob' }) as FillingReader
  } catch {
    return undefined
  }
}

function copying(stream: ReadableStream<Uint8Array<ArrayBuffer>>): FillingReader {
  const reader = stream.getReader()
  let rest: Uint8Array<ArrayBuffer> = new Uint8Array(0)
  return {
    async read(view) {
      if (rest.length === 0) {
        const { done, value } = await reader.read()
        if (done) return { done }
        rest = value
      }
      const length = Math.min(rest.length, view.length)
      view.set(rest.subarray(0, length))
      rest = rest.subarray(length)
      return { done: false, value: view.subarray(0, length) }
    },
    cancel: () => reader.cancel(),
  }
}
