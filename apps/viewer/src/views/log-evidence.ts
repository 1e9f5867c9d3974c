/** Whether a log is whole, as `--bpf integrity` tells it: its files are read once more, piece by piece. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { createIntegrityRecorder, type IntegrityFile, type IntegrityReport } from '@ts-audit/bpf'
import { decompress, InputReader } from '@ts-audit/inputs'
import type { NamedFile } from '../log/input-groups.ts'
import { listening } from '../log/listening.ts'
import { type LogFile, readable } from '../log/log-file.ts'
import { forLogs } from '../text.ts'

/** Of larger logs the page is made without: that costs as much again. As the command decides. */
export const MOST_EVENTS = 100_000
const CHUNK_BYTES = 4 << 20

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
    const digest = sha256.create()
    const pieces = piecesOf(file, (piece) => digest.update(piece))
    // Without `return` it is not closed where the log in it ends.
    const unclosed = { [Symbol.asyncIterator]: () => ({ next: () => pieces.next() }) }
    const { chunks } = await decompress(unclosed, { onWarning: () => {} })
    for await (const chunk of chunks) {
      if (isStopped()) return undefined
      reader.push(chunk)
      await listen()
    }
    // What follows compressed data, or damage in it, is of the file as well.
    for await (const _ of pieces) if (isStopped()) return undefined
    if (number === files.length - 1) reader.end()
    else reader.endFile()
    read.push({ name: forLogs(path), size: file.size, sha256: bytesToHex(digest.digest()) })
  }
  return recorder.finish(read)
}

/** The bytes of a file as they are, each piece seen by `look` first. */
async function* piecesOf(
  file: LogFile,
  look: (piece: Uint8Array) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  const opened = readable(file)
  for (let start = 0; start < file.size; start += CHUNK_BYTES) {
    const end = Math.min(start + CHUNK_BYTES, file.size)
    const piece = new Uint8Array(await opened.slice(start, end).arrayBuffer())
    look(piece)
    yield piece
  }
}
