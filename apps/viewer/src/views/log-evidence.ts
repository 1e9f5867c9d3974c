/** Whether a log is whole, as `--bpf integrity` tells it: its files are read once more, line by line. */
import { createIntegrityRecorder, type IntegrityFile, type IntegrityReport } from '@ts-audit/bpf'
import { compressionOf, decompress, InputReader } from '@ts-audit/inputs'
import type { NamedFile } from '../log/input-groups.ts'
import { listening } from '../log/listening.ts'
import { type LogFile, readable } from '../log/log-file.ts'
import { forLogs } from '../text.ts'

/** Of larger logs the page is made without: that costs as much again. As the command decides. */
export const MOST_EVENTS = 100_000
const CHUNK_BYTES = 4 << 20
const HEAD_BYTES = 64
/** Larger files have no digest: a browser wants all of one at once. */
const MOST_DIGESTED = 256 << 20

/** Reads the files of a log, oldest first; undefined when it was stopped. */
export async function logEvidence(
  files: readonly NamedFile[],
  isStopped: () => boolean,
): Promise<IntegrityReport | undefined> {
  const recorder = createIntegrityRecorder({ placeOf: (record) => reader.sourceOf(record) })
  const reader: InputReader = new InputReader({
    choice: 'any',
    sink: recorder.sink,
    keepsPlaces: true,
    onMalformed: recorder.noteMalformed,
    onMissing: recorder.noteLost,
  })
  const read: IntegrityFile[] = []
  const listen = listening()
  for (const [number, { path, file }] of files.entries()) {
    for await (const chunk of chunksOf(file)) {
      if (isStopped()) return undefined
      reader.push(chunk)
      await listen()
    }
    if (number === files.length - 1) reader.end()
    else reader.endFile()
    read.push({ name: forLogs(path), size: file.size, sha256: await digestOf(file) })
  }
  return recorder.finish(read)
}

async function* chunksOf(file: LogFile): AsyncGenerator<Uint8Array, void, undefined> {
  const opened = readable(file)
  const head = new Uint8Array(await opened.slice(0, HEAD_BYTES).arrayBuffer())
  if (compressionOf(head) !== undefined) {
    const { chunks } = await decompress(opened.stream(), { onWarning: () => {} })
    yield* chunks
    return
  }
  for (let start = 0; start < file.size; start += CHUNK_BYTES) {
    const end = Math.min(start + CHUNK_BYTES, file.size)
    yield new Uint8Array(await opened.slice(start, end).arrayBuffer())
  }
}

/** In lower-case hex; undefined where the browser has no digests, as on a page from a plain web server. */
async function digestOf(file: LogFile): Promise<string | undefined> {
  const { subtle } = globalThis.crypto as { readonly subtle?: SubtleCrypto }
  if (subtle === undefined || file.size > MOST_DIGESTED) return undefined
  const bytes = await readable(file).slice(0, file.size).arrayBuffer()
  return Array.from(new Uint8Array(await subtle.digest('SHA-256', bytes)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
}
