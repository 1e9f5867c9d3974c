/** A search with `--checkpoint`: the file read before it, consulted during it, and written after it (spec 01 §8). */
import { closeSync, openSync, readSync, statSync, writeFileSync } from 'node:fs'
import {
  type Checkpoint,
  type CheckpointEvent,
  type CheckpointVerdict,
  checkpointEvent,
  corruptedText,
  createCheckpointSwitch,
  formatCheckpoint,
  parseCheckpoint,
} from '@ts-audit/ausearch'
import type { LogEvent } from '@ts-audit/log'
import { rotatedLogs } from '@ts-audit/log/node'
import type { FileInput } from '../input/input.ts'
import type { LogFileRead } from '../input/read-input.ts'
import type { FileIdentity } from '../input/snapshot.ts'
import { fileName, fileNameText, systemErrorText } from '../output/system-text.ts'
import { RunError } from '../run/run-error.ts'
import type { AusearchOptions } from './options.ts'

const UNUSABLE = 10
const NOT_WRITTEN = 11
const CORRUPTED = 12
/** The file is never readable by others, whatever the process allows (spec 01 §0). */
const MASK = 0o027
/** Three lines are written; a device or a file of another kind may go on for ever. */
const FILE_LIMIT = 1 << 16

/** One search's checkpoint. */
export class CheckpointRun {
  readonly #path: string
  readonly #pathText: string
  readonly #timeOnly: boolean
  readonly #checkpoint: Checkpoint | undefined
  readonly #verdictOf: (event: LogEvent) => CheckpointVerdict
  #last: CheckpointEvent | undefined

  /**
   * Reads the file; one that does not exist yet means a first run.
   *
   * @throws {RunError} status 10, when it cannot be used
   */
  constructor(pathText: string, options: Pick<AusearchOptions, 'startAtCheckpoint'>) {
    this.#pathText = pathText
    this.#path = fileName(pathText)
    this.#timeOnly = options.startAtCheckpoint
    this.#checkpoint = this.#load()
    this.#verdictOf = createCheckpointSwitch(this.#checkpoint, this.#timeOnly)
  }

  /** Whether an event may be shown, should it match. To be asked about every event, in order. */
  verdict(event: LogEvent): CheckpointVerdict {
    return this.#verdictOf(event)
  }

  /** Notes an event as delivered. */
  delivered(event: LogEvent): void {
    this.#last = checkpointEvent(event)
  }

  /** The failure of a search that has met a newer event where the checkpoint's should have come first. */
  corrupted(event: LogEvent): RunError {
    const text = this.#checkpoint === undefined ? '' : `${corruptedText(event, this.#checkpoint)}\n`
    return new RunError(text, CORRUPTED)
  }

  /**
   * The files of a set that are to be read: from the checkpoint's file on.
   *
   * @param remark takes what the reference does not say
   * @throws {RunError} status 10, without a message, when that file is not in the set
   */
  narrow(input: FileInput, remark: (text: string) => void): FileInput {
    if (input.kind !== 'set' || this.#checkpoint === undefined) return input
    const files = rotatedLogs(input.base)
    if (this.#timeOnly || files.length === 0) return { ...input, files }
    const { device, inode } = this.#checkpoint
    const found = files.findIndex((file) => {
      const stats = statSync(file, { bigint: true, throwIfNoEntry: false })
      return stats?.dev === device && stats.ino === inode
    })
    if (found < 0) {
      remark(rotatedAwayText(input.base, this.#checkpoint.event, files.at(-1)))
      throw new RunError('', UNUSABLE)
    }
    return { ...input, files: files.slice(0, found + 1) }
  }

  /**
   * Writes the file after a search that has not failed; `lastFile` is the log read last, undefined for a pipe.
   *
   * @throws {RunError} status 11, when that is not possible; 0 with a warning for a pipe
   */
  save(lastFile: LogFileRead | undefined, note: (text: string) => void): void {
    if (lastFile === undefined) {
      note('Warning - checkpointing stdin is not supported')
      return
    }
    // The file that was read, which may have another name by now (the reference notes what has its name).
    const { device, inode } =
      lastFile.identity ??
      notWritten(
        () => identityOf(lastFile.path),
        `Cannot stat audit file for checkpoint details - ${fileNameText(lastFile.path)}`,
      )
    process.umask(process.umask() | MASK)
    const file = notWritten(() => openSync(this.#path, 'w'), this.#cannotOpen())
    try {
      notWritten(
        () => writeFileSync(file, formatCheckpoint(device, inode, this.#last), 'latin1'),
        `Cannot write checkpoint file - ${this.#pathText}`,
      )
    } finally {
      closeSync(file)
    }
  }

  #load(): Checkpoint | undefined {
    const text = this.#read()
    if (text === undefined) return undefined
    const reading = parseCheckpoint(text, this.#pathText)
    if (reading.kind === 'checkpoint') return reading.checkpoint
    throw new RunError(reading.messages.map((message) => `${message}\n`).join(''), UNUSABLE)
  }

  /** The text of the file, undefined when there is none; what cannot be read of it is not there (spec 01 §8.3). */
  #read(): string | undefined {
    let file: number
    try {
      file = openSync(this.#path, 'r')
    } catch (error) {
      const { code = 'EIO' } = error as NodeJS.ErrnoException
      if (code === 'ENOENT') return undefined
      throw new RunError(`${this.#cannotOpen()}: ${systemErrorText(code)}\n`, UNUSABLE)
    }
    try {
      return beginningOf(file)
    } finally {
      closeSync(file)
    }
  }

  #cannotOpen(): string {
    return `Cannot open checkpoint file - ${this.#pathText}`
  }
}

/** What is gone when a log keeps fewer files than there are to catch up with. */
function rotatedAwayText(
  base: string,
  { seconds, milliseconds, serial }: CheckpointEvent,
  oldest: string | undefined,
): string {
  const last = `${seconds}.${String(milliseconds).padStart(3, '0')}:${serial}`
  const first = oldest === undefined ? undefined : firstStamp(oldest)
  const until = first === undefined ? '' : `, up to ${first}, the first one there now,`
  return `NOTE - the file that the checkpoint names is no longer among those of ${fileNameText(base)} (num_logs in auditd.conf): what came after ${last}${until} may be gone. -ts checkpoint goes on from its time\n`
}

/** The id of the first event in a file. */
function firstStamp(file: string): string | undefined {
  try {
    const descriptor = openSync(file, 'r')
    try {
      return /audit\((\d{1,15}\.\d{3}:\d{1,15})\)/.exec(beginningOf(descriptor))?.[1]
    } finally {
      closeSync(descriptor)
    }
  } catch {
    return undefined
  }
}

function identityOf(file: string): FileIdentity {
  const { dev: device, ino: inode } = statSync(file, { bigint: true })
  return { device, inode }
}

function beginningOf(file: number): string {
  const buffer = Buffer.alloc(FILE_LIMIT)
  let length = 0
  try {
    for (let count = -1; count !== 0; length += count) {
      count = readSync(file, buffer, length, FILE_LIMIT - length, null)
    }
  } catch {
    // A directory, for one, can be opened; it just has no lines.
  }
  return buffer.toString('latin1', 0, length)
}

function notWritten<Value>(work: () => Value, message: string): Value {
  try {
    return work()
  } catch (error) {
    const { code = 'EIO' } = error as NodeJS.ErrnoException
    throw new RunError(`${message}: ${systemErrorText(code)}\n`, NOT_WRITTEN)
  }
}
