/** Bytes of a stream into memory that was used before: what a browser allocates for each read waits for its collector. */

/** The size of buffers that are used again and again; what is longer has one of its own. */
export const BUFFER_BYTES = 4 << 20

/** What TypeScript does not know yet: how many bytes to wait for. Browsers that do not know it either give fewer. */
interface FillingReader {
  read(
    view: Uint8Array<ArrayBuffer>,
    options: { readonly min: number },
  ): Promise<{ readonly done: boolean; readonly value?: Uint8Array<ArrayBuffer> | undefined }>
  cancel(): Promise<void>
}

/**
 * The first bytes of a stream, `length` of them; the rest is given up.
 *
 * @param buffer at least as long; it has no bytes afterwards, since its memory is that of the answer
 * @throws {RangeError} when the stream ends before
 */
export async function fill(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  length: number,
  buffer: ArrayBuffer,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = intoOwnMemory(stream) ?? copying(stream)
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
  await reader.cancel()
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
  return {
    async read(view) {
      const { done, value } = await reader.read()
      if (done) return { done }
      view.set(value.subarray(0, view.length))
      return { done, value: view.subarray(0, value.length) }
    },
    cancel: () => reader.cancel(),
  }
}
