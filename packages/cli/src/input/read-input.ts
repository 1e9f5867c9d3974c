/** Feeds the chosen input through a reader: one file, a log with its rotated files, or standard input. */
import { CompressionError, type DecompressionLimits, type InputChoice } from '@ts-audit/inputs'
import { DECODED_BYTES, isPlainLogFile, type OpenedInput } from '@ts-audit/inputs/node'
import { ChunkPool, readLogPipe } from '@ts-audit/log/node'
import { fileNameText, systemErrorText } from '../output/system-text.ts'
import type { AheadReading } from './ahead/ahead-reading.ts'
import type { FileInput, Input } from './input.ts'
import { compressionText, type ReadLogOptions, readLog, readPlainLog, sizeOfFiles } from './log-file.ts'
import type { TakeBuffer } from './pipe-stream.ts'
import { type FilePlan, planFiles } from './plan-files.ts'
import type { RunReader } from './run-reader.ts'
import { settling } from './settling.ts'
import { type FileIdentity, openSnapshot, type Snapshot } from './snapshot.ts'

/** How an input is read. */
export interface ReadInputOptions extends Omit<ReadLogOptions, 'onOpen'> {
  /** Which forms are read. */
  readonly choice: InputChoice
  readonly limits?: DecompressionLimits | undefined
  /** With a checkpoint in force, only complete events are delivered at the end. */
  readonly keepIncomplete: boolean
  /** Whether events in flight are delivered when a pipe falls silent, as ausearch does (spec 01 §2.5), or at its end. */
  readonly silentPipe: 'deliver' | 'wait'
  /** Seconds from which on records are wanted; decides which rotated file comes first. */
  readonly start: number | undefined
  /**
   * Told the size of the whole input in bytes, undefined for a pipe, before the first is read, and how to ask how many of
   * them have been read. Of a compressed file its compressed bytes count.
   */
  readonly announce: (bytes: number | undefined, bytesRead: () => number) => void
  /** The part of the input that is wanted; asked again when the files have changed while they were opened. */
  readonly narrow?: ((input: FileInput) => FileInput) | undefined
  /** Makes the reader, once it is known which forms are read. */
  readonly createReader: (choice: InputChoice) => Promise<RunReader>
  /** Lets another thread read a part of the files, which have so many bytes, where that pays. */
  readonly readAhead?:
    | ((
        reader: RunReader,
        descriptors: readonly number[],
        bytes: number,
      ) => Promise<AheadReading | undefined> | undefined)
    | undefined
  /** Everything is read again, from the beginning, by a reader of its own: what was given and told is to be left out. */
  readonly onAgain?: (() => void) | undefined
  /** A file begins; `name` is its path as used, `stdin` for a pipe, and `offset` where in it reading begins. */
  readonly startFile?: ((name: string, offset?: number) => void) | undefined
  /** A file has ended, and its last events have come. */
  readonly endFile?: (() => void) | undefined
  /** As `note`, for what is said beside the reference's messages. */
  readonly remark: (text: string) => void
  /** Said when standard input has been silent from its beginning. */
  readonly silenceText?: string | undefined
}

/** What reading came to. */
export interface ReadResult {
  readonly reader: RunReader
  /** The last log file that was read; undefined for stdin. */
  readonly lastFile: LogFileRead | undefined
  /** Some of the input could not be read, or reading has failed somewhere in the middle; it has been said. */
  readonly damaged: boolean
  /** The first NUL byte: the file, and where it is in a file that was read as it is. */
  readonly firstNul: { readonly name: string; readonly offset: number | undefined } | undefined
  /** {@link ReadInputOptions.silenceText} was said. */
  readonly wasSilent: boolean
}

/** A log file that was read. */
export interface LogFileRead {
  readonly path: string
  /** Which file that was, whatever has its name now; undefined for what is no regular file. */
  readonly identity: FileIdentity | undefined
}

/** Milliseconds without a byte after which standard input is silent. */
const PATIENCE = 1000
/** The name of a pipe in the report about log times. */
const STDIN = 'stdin'

/**
 * Reads the whole input, events in flight at its end included.
 *
 * @throws {InputError} when a file cannot be opened (spec 01 §2.3, §2.4; spec 05 §3.1)
 */
export async function readInput(input: Input, options: ReadInputOptions): Promise<ReadResult> {
  if (input.kind === 'stdin') return readStdin(input.descriptor, options)
  const plan = async (): Promise<FilePlan> =>
    planFiles(options.narrow?.(input) ?? input, options.choice, options.start)
  const snapshot = await openSnapshot(input, plan)
  try {
    const result = await readFiles(snapshot, options)
    if (result !== undefined) return result
    options.onAgain?.()
    return (await readFiles(snapshot, { ...options, readAhead: undefined })) as ReadResult
  } finally {
    await snapshot.close()
  }
}

/** Undefined when two threads could not tell the order of events: then one has to read everything. */
async function readFiles(
  { plan, opened }: Snapshot,
  options: ReadInputOptions,
): Promise<ReadResult | undefined> {
  const { files, notes, isIncomplete } = plan
  const choice = decided(files, opened, plan.choice)
  const reader = await options.createReader(choice)
  const position = new Position(reader)
  const bytes = sizeOfFiles(files)
  options.announce(bytes, () => position.bytes)
  const read = isPlain(choice) ? readPlainLog : readLog
  const pool = new ChunkPool()
  let lastFile: LogFileRead | undefined
  let damaged = isIncomplete
  let firstNul: ReadResult['firstNul']
  const descriptors = descriptorsOf(files, opened)
  const ahead = bytes && descriptors ? await options.readAhead?.(reader, descriptors, bytes) : undefined
  try {
    for (const [index, path] of files.entries()) {
      const file = opened.get(path)
      lastFile = { path, identity: file }
      options.startFile?.(fileNameText(path))
      position.begin()
      const { bytes: before } = reader.counters
      const settings = { ...options, file: file?.handle, onOpen: position.opened }
      const outcome =
        (await ahead?.readFile(index, (range) => readPlainLog(path, reader, pool, { ...settings, range }))) ??
        (await read(path, reader, pool, settings))
      firstNul ??= nulIn(path, reader, before)
      if (ahead?.hasLostOrder) return undefined
      if (outcome === 'stopped') break
      if (outcome === 'damaged') damaged = true
      // Events in flight go on into the next file.
      if (index < files.length - 1) reader.endFile()
      else endReader(reader, options)
      if (ahead?.hasLostOrder) return undefined
      await reader.catchUp?.()
      firstNul ??= nulIn(path, reader, before)
      options.endFile?.()
    }
  } finally {
    await ahead?.close()
  }
  for (const note of notes) options.remark(note)
  return { reader, lastFile, damaged, firstNul, wasSilent: false }
}

/** Those of all files, where all are open. */
function descriptorsOf(files: readonly string[], opened: Snapshot['opened']): readonly number[] | undefined {
  const descriptors = files.flatMap((path) => opened.get(path)?.handle.fd ?? [])
  return descriptors.length === files.length ? descriptors : undefined
}

/** The choice, where the beginning of the only file decides it: a plain log needs no reader of other forms. */
function decided(files: readonly string[], opened: Snapshot['opened'], choice: InputChoice): InputChoice {
  const [only = '', ...others] = files
  const file = others.length === 0 ? opened.get(only) : undefined
  return choice === 'auto' && file !== undefined && isPlainLogFile(file.handle.fd) ? 'compatible' : choice
}

/** Whether the bytes of a file are read as they are. */
function isPlain(choice: InputChoice): boolean {
  return choice === 'audit' || choice === 'compatible'
}

/** `before` is how many bytes came before the file. */
function nulIn(path: string, { counters, choice }: RunReader, before: number): ReadResult['firstNul'] {
  if (counters.firstNul === undefined) return undefined
  return {
    name: fileNameText(path),
    offset: isPlain(choice) ? counters.firstNul - before : undefined,
  }
}

async function readStdin(descriptor: number, options: ReadInputOptions): Promise<ReadResult> {
  const { newBuffer, pipeStream } = await import('./pipe-stream.ts')
  let reader: RunReader | undefined
  const pool = new ChunkPool()
  const take: TakeBuffer = (held) => (reader === undefined ? newBuffer() : pool.take(withHeld(reader, held)))
  const decoded = new ChunkPool(DECODED_BYTES)
  const stream = pipeStream(descriptor, take)
  let damaged = false
  let wasSilent = false
  const timer = setTimeout(() => {
    if (options.silenceText === undefined) return
    wasSilent = true
    options.remark(options.silenceText)
  }, PATIENCE)
  let chunks: AsyncIterable<Uint8Array> = beginning(stream, () => clearTimeout(timer))
  let { choice } = options
  try {
    if (choice !== 'audit') {
      const { openInput } = await import('@ts-audit/inputs/node')
      const opened = await openInput(chunks, {
        limits: options.limits,
        buffer: () => (reader === undefined ? new Uint8Array(DECODED_BYTES) : decoded.take(reader)),
        onWarning({ message }) {
          options.remark(`NOTE - ${STDIN} ${message}\n`)
          damaged = true
        },
      })
      chunks = opened.chunks
      // In a compressed pipe the reference finds nothing.
      if (choice === 'compatible') choice = 'auto'
      if (choice === 'auto' && opened.compression.length > 0) choice = 'any'
    }
  } catch (error) {
    damaged = true
    chunks = nothing()
    options.note(pipeErrorText(error))
  }
  const created = await options.createReader(choice)
  reader = created
  options.announce(undefined, () => created.bytesRead)
  options.startFile?.(STDIN)
  let more = true
  try {
    more = await (options.silentPipe === 'deliver' ? readLogPipe : readPatiently)(
      settling(chunks, created, options.afterChunk),
      created,
      options,
    )
  } catch (error) {
    options.note(pipeErrorText(error))
    damaged = true
  }
  clearTimeout(timer)
  stream.destroy()
  if (more) endReader(created, options)
  await created.catchUp?.()
  options.endFile?.()
  const firstNul =
    created.counters.firstNul === undefined
      ? undefined
      : { name: STDIN, offset: isPlain(created.choice) ? created.counters.firstNul : undefined }
  return { reader: created, lastFile: undefined, damaged, firstNul, wasSilent }
}

/** What a pool is asked with: data that the reader has not got yet is in use, too. */
function withHeld(reader: RunReader, held: readonly Uint8Array[]): Pick<RunReader, 'buffersInFlight'> {
  return { buffersInFlight: () => new Set([...reader.buffersInFlight(), ...held]) }
}

/** The chunks of a pipe; tells when it has said something, or ended. */
async function* beginning(
  chunks: AsyncIterable<Uint8Array>,
  onFirst: () => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    for await (const chunk of chunks) {
      onFirst()
      yield chunk
    }
  } finally {
    onFirst()
  }
}

async function* nothing(): AsyncGenerator<Uint8Array, void, undefined> {}

/** How far the reading of several files has come. */
class Position {
  readonly #reader: RunReader
  /** Of the files before. */
  #before = 0
  /** Bytes that the reader had got then. */
  #readBefore = 0
  #opened: OpenedInput | undefined

  constructor(reader: RunReader) {
    this.#reader = reader
  }

  /** The next file begins. */
  begin(): void {
    this.#before = this.bytes
    this.#readBefore = this.#reader.bytesRead
    this.#opened = undefined
  }

  readonly opened = (input: OpenedInput): void => {
    this.#opened = input
  }

  get bytes(): number {
    const here = this.#opened?.compressedBytesRead() ?? this.#reader.bytesRead - this.#readBefore
    return this.#before + here
  }
}

/** Waits for the end of a pipe however long it is silent. */
async function readPatiently(
  chunks: AsyncIterable<Uint8Array>,
  reader: RunReader,
  { afterChunk }: ReadInputOptions,
): Promise<boolean> {
  for await (const chunk of chunks) {
    if (!reader.push(chunk)) return false
    await afterChunk()
  }
  return true
}

function endReader(reader: RunReader, { keepIncomplete }: ReadInputOptions): void {
  if (keepIncomplete) reader.endAtCheckpoint()
  else reader.end()
}

/**
 * The note about a pipe or socket that failed: a connection was reset, say. What came before counts, as in a file.
 *
 * @throws the error when it is another one
 */
function pipeErrorText(error: unknown): string {
  if (error instanceof CompressionError) return `NOTE - ${compressionText(STDIN, error)}\n`
  const { code, syscall } = error as NodeJS.ErrnoException
  if (code === undefined || syscall !== 'read') throw error
  return `Error reading stdin (${systemErrorText(code)})\n`
}
