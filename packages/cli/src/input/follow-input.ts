/** Feeds a log through a reader as it is written, or only what is new in it since a run before. */
import { statSync } from 'node:fs'
import type { InputChoice, InputReader } from '@ts-audit/inputs'
import type { EventSink, LogRecord } from '@ts-audit/log'
import {
  commitPosition,
  DeliveryLedger,
  type FollowPosition,
  type FollowStart,
  LogFollower,
  PositionError,
  preparePosition,
  readPosition,
} from '@ts-audit/log/node'
import { outputPlace, settleInterrupted } from '../output/interrupted-output.ts'
import type { Output } from '../output/output.ts'
import { fileName, fileNameText, systemErrorText } from '../output/system-text.ts'
import { RunError } from '../run/run-error.ts'
import type { FileInput } from './input.ts'
import { InputError } from './input-error.ts'
import type { ReadInputOptions, ReadResult } from './read-input.ts'

const UNUSABLE = 10
const NOT_WRITTEN = 11

/** How a log is followed. */
export interface FollowSetting {
  /** Whether more is waited for when all has been read. */
  readonly waits: boolean
  /** `--position`, as latin1. */
  readonly positionPath: string | undefined
  readonly signal: AbortSignal | undefined
  /** Seconds of silence after which events in flight are complete. */
  readonly eventTimeout: number
  readonly output: Output
  readonly stdout: number
}

/** How it is read: a position is a place in the log, which the reader of every form knows. */
export interface FollowInputOptions extends ReadInputOptions {
  readonly createReader: (choice: InputChoice) => Promise<InputReader>
}

/** Reads a log that is followed, or from a position on. */
export class FollowedInput {
  readonly #setting: FollowSetting
  readonly #position: FollowPosition | undefined
  readonly #ledger: DeliveryLedger | undefined
  #reader: InputReader | undefined
  /** Where pieces begin: in the bytes of one input after the other. */
  #pieces: { readonly input: number; readonly start: number; readonly number: number }[] = []
  #saved = ''
  /** Bytes that a run which was killed had not written to their end. */
  readonly #cut: number = 0

  /** @throws {RunError} status 10, when the position cannot be used, or 11, when what a killed run has left cannot be settled */
  constructor(setting: FollowSetting) {
    this.#setting = setting
    const { positionPath, stdout } = setting
    if (positionPath === undefined) return
    this.#cut = orFail(positionPath, NOT_WRITTEN, () => settleInterrupted(fileName(positionPath), stdout))
    this.#position = orFail(positionPath, UNUSABLE, () => readPosition(fileName(positionPath)))
    this.#ledger = new DeliveryLedger(this.#position)
    if (this.#position === undefined) return
    const { device, inode, head, offset, tail, done, last } = this.#position
    this.#saved = JSON.stringify({ device, inode, head, offset, tail, done, last })
  }

  /** Whether a run before has stopped somewhere, so that this one goes on. */
  get isResumed(): boolean {
    return this.#position !== undefined
  }

  /** Whether the reader must know where records are. */
  get keepsPlaces(): boolean {
    return this.#ledger !== undefined
  }

  /** A sink that takes events which an earlier run has not taken. */
  sink(take: EventSink): EventSink {
    const ledger = this.#ledger
    if (ledger === undefined) return take
    return (event) => !ledger.deliver(event, this.#pieceOf) || take(event)
  }

  /**
   * Reads until the signal says stop or, when nothing is waited for, all there is.
   *
   * @throws {InputError} when a file of the log cannot be read
   * @throws {RunError} status 11, when the position cannot be written
   */
  async read(input: FileInput, options: FollowInputOptions): Promise<ReadResult> {
    if (input.kind === 'several') throw new InputError('Only one log can be followed\n')
    const { waits, signal, eventTimeout } = this.#setting
    const base = input.kind === 'set' ? input.base : input.path
    const reader = await options.createReader(options.choice)
    this.#reader = reader
    if (this.#cut > 0) {
      options.remark(
        `NOTE - The run before ended in the middle of its output: the last ${this.#cut} bytes were cut off, and their events are written again\n`,
      )
    }
    const follower = new LogFollower(base, {
      from: this.#from(input, options.start),
      signal,
      pollMilliseconds: Math.min(1000, (eventTimeout * 1000) / 2),
      onNotice: (text) => options.remark(`NOTE - ${text}\n`),
    })
    options.announce(undefined, () => reader.bytesRead)
    let lastBytes = performance.now()
    let lastFile: ReadResult['lastFile']
    let inputs = 0
    let start = 0
    try {
      for await (const step of waits ? follower.steps() : follower.read()) {
        if (step.kind === 'file') {
          lastFile = { path: step.file.path, identity: step.file }
          start = step.offset
          options.startFile?.(fileNameText(step.file.path), step.offset)
        } else if (step.kind === 'file-end') {
          inputs++
          if (!reader.endFile()) break
        } else if (step.kind === 'lines') {
          lastBytes = performance.now()
          const { file, bytes, offset, before } = step
          if (this.#ledger !== undefined) {
            const number = this.#ledger.begin(file, offset, bytes, before)
            this.#pieces.push({ input: inputs, start: offset - start, number })
          }
          const { records } = reader.counters
          // Nothing may be held back that the ledger takes for read.
          const more = reader.push(bytes) && reader.settle()
          this.#ledger?.end(reader.counters.records - records)
          await this.#afterChunk(options)
          if (!more) break
        } else {
          if (performance.now() - lastBytes >= eventTimeout * 1000) reader.flushIdle(false)
          await this.#complete(options)
        }
      }
    } catch (error) {
      const { code, syscall } = error as NodeJS.ErrnoException
      if (code === undefined || syscall === undefined) throw error
      throw new InputError(`Error opening ${fileNameText(base)} (${systemErrorText(code)})\n`)
    } finally {
      follower.close()
    }
    if (!waits && lastFile === undefined)
      throw new InputError(`Error opening ${fileNameText(base)} (${systemErrorText('ENOENT')})\n`)
    this.#end(reader, lastFile?.path)
    await this.#complete(options)
    return { reader, lastFile, damaged: false, firstNul: undefined, wasSilent: false }
  }

  /** What is in flight when the run ends is left for the next one, if there is to be one and it may not be complete. */
  #end(reader: InputReader, path: string | undefined): void {
    const { waits, eventTimeout } = this.#setting
    if (this.#ledger === undefined || (!waits && isOld(path, eventTimeout))) reader.end()
    else if (!waits) reader.age(Date.now() / 1000)
  }

  #from(input: Exclude<FileInput, { kind: 'several' }>, start: number | undefined): FollowStart {
    if (this.#position !== undefined) return this.#position
    if (start !== undefined || !this.#setting.waits) {
      if (input.kind === 'file') return 'log'
      return start ?? 'start'
    }
    return 'end'
  }

  /** Output and position go together: between them a run may be killed. */
  async #afterChunk(options: ReadInputOptions): Promise<void> {
    if (this.#ledger !== undefined) await this.#complete(options)
    else await options.afterChunk()
  }

  async #complete(options: ReadInputOptions): Promise<void> {
    const { output, positionPath, stdout } = this.#setting
    await options.afterChunk()
    const position = this.#ledger?.position()
    if (positionPath === undefined || position === undefined) {
      await output.end()
      return
    }
    const text = JSON.stringify(position)
    if (text === this.#saved && output.sink.length === 0) return
    this.#saved = text
    const place = outputPlace(stdout, await output.pendingBytes())
    const name = fileName(positionPath)
    orFail(positionPath, NOT_WRITTEN, () => preparePosition(name, { ...position, output: place }))
    await output.endNow()
    orFail(positionPath, NOT_WRITTEN, () => commitPosition(name))
  }

  readonly #pieceOf = (record: LogRecord): number | undefined => {
    const source = this.#reader?.sourceOf(record)
    if (source === undefined) return undefined
    const { input, offset } = source
    const pieces = this.#pieces
    const first = this.#ledger?.firstPiece ?? 0
    if (pieces.length > 64 && (pieces[pieces.length >> 1]?.number ?? 0) < first) {
      this.#pieces = pieces.filter(({ number }) => number >= first)
      return this.#pieceOf(record)
    }
    let low = 0
    let high = pieces.length
    while (low < high) {
      const middle = (low + high) >> 1
      const piece = pieces[middle]
      if (piece === undefined) break
      if (piece.input < input || (piece.input === input && piece.start <= offset)) low = middle + 1
      else high = middle
    }
    return pieces[low - 1]?.number
  }
}

/** Whether a log was written last so long ago that its events are complete. */
function isOld(path: string | undefined, seconds: number): boolean {
  const stats = path === undefined ? undefined : statSync(path, { throwIfNoEntry: false })
  return stats === undefined || Date.now() - stats.mtimeMs > seconds * 1000
}

function orFail<Value>(path: string, status: number, work: () => Value): Value {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof PositionError)) throw error
    const reason = error.code === undefined ? error.message : systemErrorText(error.code)
    throw new RunError(
      `${status === UNUSABLE ? 'Cannot use' : 'Cannot write'} position file ${path}: ${reason}\n`,
      status,
    )
  }
}
