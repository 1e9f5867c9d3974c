/** Files to an index of their events: one pass, in any form and compression that is understood. */
import { compressionOf, decompress, InputReader, inputNotes } from '@ts-audit/inputs'
import type { LogCounters } from '@ts-audit/log'
import { EventIndex } from './event-index.ts'
import type { NamedFile } from './input-groups.ts'
import { listening } from './listening.ts'
import { type LogFile, readable } from './log-file.ts'
import { readAhead } from './read-ahead.ts'

/** Read and looked at at a time; what a file is compressed with is seen in its first bytes. */
const CHUNK_BYTES = 4 << 20
const CHUNKS_AHEAD = 4
const HEAD_BYTES = 64

/** How logs are read. */
export interface ReadSettings {
  /** `auto` reads an auditd log as ausearch does; `any` also what else is in it. */
  readonly choice: 'auto' | 'any'
  /** Told after each chunk, in bytes of the files. */
  readonly onProgress: (read: number, events: number) => void
  /** Ends the reading; what was read is kept. */
  readonly signal: AbortSignal
}

/** One log that was read, of one file or of several that were rotated. */
export interface ReadLog {
  readonly files: readonly ReadFile[]
  /** Its events are these ordinals, `end` not among them. */
  readonly begin: number
  readonly end: number
  /** What was not read or lost, for people; text of the log in it is latin1. */
  readonly notes: readonly string[]
  readonly firstStamp: LogCounters['firstStamp']
  readonly records: number
  /** It is no auditd log, or was read with all that is in it: the commands read it so only if they are told. */
  readonly isReadWide: boolean
}

/** A file, and which events had come when it ended. */
export interface ReadFile {
  readonly path: string
  readonly bytes: number
  readonly begin: number
  readonly end: number
  readonly compression: string | undefined
}

/** What came of reading. */
export interface ReadLogs {
  readonly index: EventIndex
  readonly logs: readonly ReadLog[]
  readonly isWhole: boolean
}

/** Reads all logs, one after the other. What cannot be read is said in the notes. */
export async function readLogs(
  groups: readonly (readonly NamedFile[])[],
  settings: ReadSettings,
): Promise<ReadLogs> {
  const index = new EventIndex()
  const logs: ReadLog[] = []
  let read = 0
  let inputs = 0
  for (const group of groups) {
    if (settings.signal.aborted) break
    const log = await readLog(group, index, inputs, {
      ...settings,
      onProgress: (bytes, events) => settings.onProgress(read + bytes, events),
    })
    read += group.reduce((sum, { file }) => sum + file.size, 0)
    inputs += group.length
    logs.push(log)
  }
  index.store.seal()
  return { index, logs, isWhole: !settings.signal.aborted }
}

async function readLog(
  group: readonly NamedFile[],
  index: EventIndex,
  firstInput: number,
  { choice, onProgress, signal }: ReadSettings,
): Promise<ReadLog> {
  const begin = index.length
  let input = firstInput
  index.expect(group.reduce((sum, { file }) => sum + file.size, 0))
  const reader = new InputReader({
    choice,
    sink: (event) => {
      index.add(event, input)
      return true
    },
  })
  const warnings: string[] = []
  const files: ReadFile[] = []
  let before = 0
  for (const [number, { path, file }] of group.entries()) {
    if (signal.aborted) break
    input = firstInput + number
    const first = index.length
    const progress = (bytes: number): void => onProgress(before + bytes, index.length)
    let compression: string | undefined
    try {
      compression = await readFile(file, reader, index, {
        progress,
        signal,
        warn: (text) => warnings.push(`${path}: ${text}`),
      })
    } catch (error) {
      warnings.push(`${path}: ${error instanceof Error ? error.message : String(error)}`)
    }
    if (number === group.length - 1) reader.end()
    else reader.endFile()
    before += file.size
    files.push({ path, bytes: file.size, begin: first, end: index.length, compression })
  }
  const { records, outsideWindow, malformed, cutLines, cutRecords, nulLines, firstStamp } = reader.counters
  const notes = inputNotes(reader.report, {
    records: records + outsideWindow,
    malformed: Object.values(malformed).reduce((sum, lines) => sum + lines, 0),
    cutLines,
    cutRecords,
    readEverything: '"Read everything"',
  })
  if (nulLines > 0) {
    const lines = nulLines === 1 ? '1 line holds NUL bytes' : `${nulLines} lines hold NUL bytes`
    warnings.push(`${lines}: what follows them, up to the next newline, was not read`)
  }
  if (signal.aborted) warnings.push('reading was cancelled: the rest of the log is not here')
  return {
    files,
    begin,
    end: index.length,
    notes: [...warnings, ...notes.map((note) => note.replace(/^NOTE - /, ''))],
    firstStamp,
    records,
    isReadWide: reader.choice === 'any',
  }
}

/** Gives what the file is compressed with. */
async function readFile(
  file: LogFile,
  reader: InputReader,
  index: EventIndex,
  {
    progress,
    signal,
    warn,
  }: {
    readonly progress: (bytes: number) => void
    readonly signal: AbortSignal
    readonly warn: (text: string) => void
  },
): Promise<string | undefined> {
  const opened = readable(file)
  const head = new Uint8Array(await opened.slice(0, HEAD_BYTES).arrayBuffer())
  if (compressionOf(head) === undefined) {
    await readPlain(file, reader, index, progress, signal)
    return undefined
  }
  const { chunks, compression, compressedBytesRead } = await decompress(opened.stream(), {
    onWarning: ({ message }) => warn(message),
  })
  const listen = listening()
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += CHUNK_BYTES) reader.push(chunk.subarray(at, at + CHUNK_BYTES))
    progress(compressedBytesRead())
    await listen()
    if (signal.aborted) break
  }
  return compression.map(({ name }) => name).join(', ')
}

/** Events of a plain file are found in it again: it is not copied. */
async function readPlain(
  file: LogFile,
  reader: InputReader,
  index: EventIndex,
  progress: (bytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const { store } = index
  const source = store.addFile(file)
  const chunks = readAhead(chunkStarts(file.size), CHUNKS_AHEAD, async (start) => ({
    start,
    chunk: await store.read(source, start, Math.min(start + CHUNK_BYTES, file.size)),
  }))
  const used = new Set<Uint8Array<ArrayBuffer>>()
  for await (const { start, chunk } of chunks) {
    if (signal.aborted) return
    // Places are kept by buffer: each chunk has one of its own.
    store.locate(chunk, source, start)
    reader.push(chunk)
    progress(start + chunk.length)
    used.add(chunk)
    const inFlight = new Set(Array.from(reader.buffersInFlight(), ({ buffer }) => buffer))
    for (const bytes of used) {
      if (inFlight.has(bytes.buffer)) continue
      store.giveBack(bytes)
      used.delete(bytes)
    }
  }
}

function* chunkStarts(size: number): Generator<number, void, undefined> {
  for (let start = 0; start < size; start += CHUNK_BYTES) yield start
}
