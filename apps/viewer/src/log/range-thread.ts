/**
 * A thread that only reads: the one that looks for events never waits for a disk, nor a disk for it. It reads into the same
 * few buffers again and again, as they are given back.
 */
import { BUFFER_BYTES } from './fill.ts'
import { type LogFile, readable } from './log-file.ts'
import { PartStream } from './part-stream.ts'

/** Buffers that are kept while nobody reads. */
const MOST_BUFFERS = 6

/** A file that is going to be read, a part of one that was told before, or a buffer that is not used any more. */
export type RangeRequest =
  | { readonly kind: 'file'; readonly source: number; readonly file: LogFile }
  | {
      readonly kind: 'part'
      readonly id: number
      readonly source: number
      readonly start: number
      readonly end: number
      readonly isUrgent: boolean
    }
  | { readonly kind: 'buffer'; readonly buffer: ArrayBuffer }

/** The bytes, or why they could not be read. */
export type RangeReply =
  | { readonly id: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly id: number; readonly failure: string }

/** What somebody waits for on the screen has a stream of its own: that of a search would be left, and begun again. */
interface Streams {
  readonly steady: PartStream
  readonly urgent: PartStream
}

const files = new Map<number, Streams>()
const buffers: ArrayBuffer[] = []

self.addEventListener('message', ({ data }: MessageEvent<RangeRequest>) => {
  if (data.kind === 'file') {
    const file = readable(data.file)
    files.set(data.source, { steady: new PartStream(file), urgent: new PartStream(file) })
    return
  }
  if (data.kind === 'buffer') {
    if (buffers.length < MOST_BUFFERS) buffers.push(data.buffer)
    return
  }
  const { id } = data
  read(data).then(
    (bytes) => self.postMessage({ id, bytes } satisfies RangeReply, { transfer: [bytes.buffer] }),
    (error: unknown) => self.postMessage({ id, failure: String(error) } satisfies RangeReply),
  )
})

async function read({
  source,
  start,
  end,
  isUrgent,
}: RangeRequest & { readonly kind: 'part' }): Promise<Uint8Array<ArrayBuffer>> {
  const file = files.get(source)
  if (file === undefined) throw new RangeError(`No source ${source}`)
  return (isUrgent ? file.urgent : file.steady).read(start, end, () => bufferOf(end - start))
}

function bufferOf(length: number): ArrayBuffer {
  return (
    (length > BUFFER_BYTES ? undefined : buffers.pop()) ?? new ArrayBuffer(Math.max(length, BUFFER_BYTES))
  )
}
