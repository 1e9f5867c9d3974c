/** A file of a log, wherever it is: on a disk that the browser reads, or with the `ts-aureport --serve` that served the page. */

/** A file that the server of the page offers. */
export interface ServedFile {
  /** Absolute: the worker has no address of its own. */
  readonly url: string
  readonly size: number
}

export type LogFile = Blob | ServedFile

type ByteStream = ReadableStream<Uint8Array<ArrayBuffer>>

/** What can be read by ranges; a `Blob` is one. */
export interface ReadableFile {
  readonly size: number
  slice(
    start: number,
    end: number,
  ): { arrayBuffer(): Promise<ArrayBuffer>; stream(): ByteStream | Promise<ByteStream> }
  stream(): ByteStream
  text(): Promise<string>
}

/** A file to read from. */
export function readable(file: LogFile): ReadableFile {
  return file instanceof Blob ? file : fromServer(file)
}

function fromServer({ url, size }: ServedFile): ReadableFile {
  const part = async (start: number, end: number): Promise<Response> => {
    if (end <= start) return new Response()
    const response = await fetch(url, { headers: { Range: `bytes=${start}-${end - 1}` } })
    if (response.status !== 206) throw new Error(`ts-aureport no longer has this part of ${url}`)
    return response
  }
  return {
    size,
    slice: (start, end) => ({
      async arrayBuffer() {
        const until = Math.min(end, size)
        const bytes = await (await part(start, until)).arrayBuffer()
        if (bytes.byteLength !== Math.max(0, until - start)) throw new Error(`${url} has become shorter`)
        return bytes
      },
      async stream() {
        return (await part(start, Math.min(end, size))).body ?? new Blob().stream()
      },
    }),
    stream() {
      const { readable: bytes, writable } = new TransformStream<Uint8Array<ArrayBuffer>>()
      part(0, size)
        .then(({ body }) => (body === null ? writable.close() : body.pipeTo(writable)))
        .catch((error: unknown) => writable.abort(error).catch(() => {}))
      return bytes
    },
    async text() {
      return (await part(0, size)).text()
    },
  }
}
