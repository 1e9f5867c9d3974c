/** A thread that only reads: the one that looks for events never waits for a disk, nor a disk for it. */
import { type LogFile, type ReadableFile, readable } from './log-file.ts'

/** A file that is going to be read, or a part of one that was told before. */
export type RangeRequest =
  | { readonly kind: 'file'; readonly source: number; readonly file: LogFile }
  | {
      readonly kind: 'part'
      readonly id: number
      readonly source: number
      readonly start: number
      readonly end: number
    }

/** The bytes, or why they could not be read. */
export type RangeReply =
  | { readonly id: number; readonly bytes: ArrayBuffer }
  | { readonly id: number; readonly failure: string }

const files = new Map<number, ReadableFile>()

self.addEventListener('message', ({ data }: MessageEvent<RangeRequest>) => {
  if (data.kind === 'file') {
    files.set(data.source, readable(data.file))
    return
  }
  const { id, source, start, end } = data
  read(source, start, end).then(
    (bytes) => self.postMessage({ id, bytes } satisfies RangeReply, { transfer: [bytes] }),
    (error: unknown) => self.postMessage({ id, failure: String(error) } satisfies RangeReply),
  )
})

async function read(source: number, start: number, end: number): Promise<ArrayBuffer> {
  const file = files.get(source)
  if (file === undefined) throw new RangeError(`No source ${source}`)
  return file.slice(start, end).arrayBuffer()
}
