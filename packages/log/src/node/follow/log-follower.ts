/** Follows a log through its rotations: the bytes of every file, in order, once. */
import path from 'node:path'
import { latin1 } from '../../record.ts'
import { firstFileIndexWithStart } from '../log-set.ts'
import type { FollowedFile } from './followed-file.ts'
import { isNamed, type OpenedFile, openSet } from './log-names.ts'
import type { FollowPosition } from './position.ts'
import { WakeUp } from './wake-up.ts'

/** Milliseconds between two looks without a sign. */
const POLL = 1000
/** Milliseconds between two looks at a log that is being written: each costs what some fifty events do. */
const PAUSE = 250
/** Half a line at the end of a rotated file is waited for so long, in milliseconds. */
const REST_PATIENCE = 1000
/** Bytes in which a file has its first record that is not the daemon's own. */
const SOME_LINES = 4096

/**
 * Where to begin: what is written from now on, the oldest file there is, the log without its rotated files, a second since
 * 1970, or where another has stopped.
 */
export type FollowStart = 'end' | 'start' | 'log' | number | FollowPosition

/** How a log is followed. */
export interface FollowOptions {
  /** Default `end`. */
  readonly from?: FollowStart | undefined
  /** False for a file that is no set: `audit.log.1` is another file then. Default true. */
  readonly rotated?: boolean | undefined
  /** Ends it. */
  readonly signal?: AbortSignal | undefined
  /** Milliseconds between two looks where the system gives no sign; default 1000. */
  readonly pollMilliseconds?: number | undefined
  /** Milliseconds between two looks at a log that is being written: what is new waits so long at most. Default 250. */
  readonly pauseMilliseconds?: number | undefined
  /** Told what was not read, or may come twice, in one line. */
  readonly onNotice?: ((text: string) => void) | undefined
}

/** What following gives, step by step. */
export type FollowStep =
  /** What comes now is from this file; `offset` is where in it. */
  | { readonly kind: 'file'; readonly file: FollowedFile; readonly offset: number }
  /** Whole lines; `before` are the bytes before them. */
  | {
      readonly kind: 'lines'
      readonly file: FollowedFile
      readonly bytes: Uint8Array
      readonly offset: number
      readonly before: Uint8Array
    }
  /** The file has ended; the next one follows. */
  | { readonly kind: 'file-end' }
  /** All there is has been given; when the next step is asked for, it is waited for. */
  | { readonly kind: 'waiting' }

type Steps = Generator<FollowStep, void, undefined>

/** Follows one log. */
export class LogFollower {
  readonly #base: string
  readonly #options: FollowOptions
  /** The file that is being read. */
  #current: FollowedFile | undefined
  /** Newer files, the oldest first, which stay open whatever becomes of their names. */
  #newer: FollowedFile[] = []
  /** Files that are older than the current one, by identity and beginning. */
  #older = new Set<string>()
  #restSince: number | undefined
  #isStarted = false
  /** The current file goes on where the one before has ended. */
  #isCompared = false
  /** Of the file before. */
  #lastSerial = Number.POSITIVE_INFINITY

  /** @param base the path of the log: `/var/log/audit/audit.log` */
  constructor(base: string, options: FollowOptions = {}) {
    this.#base = base
    this.#options = options
  }

  /**
   * The steps, without an end until the signal says stop.
   *
   * @throws what the system says when a file is there and cannot be read
   */
  async *steps(): AsyncGenerator<FollowStep, void, undefined> {
    const { signal, pollMilliseconds = POLL, pauseMilliseconds = PAUSE } = this.#options
    const isStopped = (): boolean => signal?.aborted === true
    const wakeUp = new WakeUp(path.dirname(this.#base), pollMilliseconds, pauseMilliseconds)
    try {
      while (!isStopped()) {
        let isBusy = false
        for (const step of this.read()) {
          isBusy ||= step.kind === 'lines'
          yield step
          if (isStopped()) return
        }
        yield { kind: 'waiting' }
        await wakeUp.wait(
          signal,
          isBusy,
          this.#restSince === undefined ? pollMilliseconds : REST_PATIENCE / 4,
        )
      }
    } finally {
      wakeUp.close()
      this.close()
    }
  }

  /** What can be read now, for users with a clock of their own, who close the follower in the end. */
  *read(): Generator<FollowStep, void, undefined> {
    if (!this.#isStarted) {
      this.#isStarted = true
      yield* this.#start()
    }
    yield* this.#readAll()
  }

  /** Closes the files; nothing may be read then. */
  close(): void {
    this.#current?.close()
    for (const file of this.#newer) file.close()
    this.#current = undefined
    this.#newer = []
  }

  *#start(): Steps {
    const { from = 'end' } = this.#options
    const set = openSet(this.#base, this.#isSet)
    const keep = (first: number, offset: number | 'end'): void => {
      this.#adopt(set, first)
      if (offset === 'end') this.#current?.moveToEnd()
      else this.#current?.moveTo(offset)
    }
    if (typeof from === 'object') this.#resume(set, from, keep)
    else if (from === 'end') keep(0, 'end')
    else if (from === 'log') keep(0, 0)
    else {
      const paths = set.map(({ file }) => file.path)
      keep(typeof from === 'number' ? firstFileIndexWithStart(paths, from) : set.length - 1, 0)
    }
    yield* this.#begun()
  }

  /** Takes over a set from one of its files on: older ones are closed, and known not to be new. */
  #adopt(set: readonly OpenedFile[], first: number): void {
    const files = set.map(({ file }) => file)
    for (const file of files.slice(first + 1)) {
      this.#older.add(nameOf(file))
      file.close()
    }
    const [current, ...newer] = files.slice(0, first + 1).reverse()
    this.#current = current
    this.#newer = newer
    this.#isCompared = true
  }

  #resume(
    set: readonly OpenedFile[],
    from: FollowPosition,
    keep: (first: number, offset: number | 'end') => void,
  ): void {
    const { head, offset, tail, inode, device, last } = from
    const isSame = ({ file }: OpenedFile): boolean =>
      String(file.inode) === inode && String(file.device) === device
    const holds = (one: OpenedFile): boolean =>
      one.file.size >= head.length &&
      one.file.headOf(head.length).hash === head.hash &&
      (head.length > 0 || isSame(one))
    const candidates = set.map((one, index) => ({ ...one, index })).filter(holds)
    // A copy holds all that was written before the log was emptied.
    const found = candidates.find(isSame) ?? candidates[0]
    if (found === undefined) {
      if (set.length > 0) {
        this.#notice(
          `the file that was read last is not among the files of ${this.#base}: what was written after ${last ?? 'its beginning'}, up to the first event there now, was not read`,
        )
      }
      keep(set.length - 1, 0)
      return
    }
    const { file, index } = found
    if (file.size < offset) {
      // Of a copy that is shorter all was read.
      keep(index, isSame(found) ? 0 : 'end')
      if (isSame(found)) this.#emptied(file.path, last)
      return
    }
    if (file.tailAt(offset, tail.length).hash === tail.hash) keep(index, offset)
    else {
      this.#notice(`${file.path} was rewritten: it is read from its beginning, and events may come twice`)
      keep(index, 0)
    }
  }

  /** Everything that can be read now. */
  *#readAll(): Steps {
    for (;;) {
      const current = this.#current
      if (current === undefined) {
        this.#look()
        if (this.#newer.length === 0) return
        yield* this.#next()
        continue
      }
      if (current.offset === 0 && !this.#isCompared && current.size > 0) {
        this.#isCompared = true
        const missed = this.#missedBefore(current)
        if (missed.length > 0) {
          this.#newer.unshift(...missed, current)
          yield { kind: 'file-end' }
          yield* this.#next()
          continue
        }
      }
      const read = current.read()
      if (read.kind === 'lines') {
        this.#restSince = undefined
        yield { ...read, file: current }
        continue
      }
      if (read.kind === 'replaced') {
        yield* this.#replaced(current)
        continue
      }
      if (this.#newer.length === 0) {
        this.#look()
        // What came to this file before the newer one began.
        if (this.#newer.length > 0) continue
        return
      }
      // Until the next one is written to, this one may still be.
      if (this.#newer.length === 1 && this.#newer[0]?.size === 0) {
        this.#look()
        if (this.#newer.length === 1) return
        continue
      }
      if (current.hasRest && this.#isPatient()) return
      yield* this.#finish(current)
      yield* this.#next()
    }
  }

  #isPatient(): boolean {
    this.#restSince ??= performance.now()
    if (performance.now() - this.#restSince < REST_PATIENCE) return true
    this.#restSince = undefined
    return false
  }

  /** The last line of a file, if it has no newline, and its end. */
  *#finish(file: FollowedFile): Steps {
    const rest = file.rest()
    if (rest.kind === 'lines') yield { ...rest, file }
    yield { kind: 'file-end' }
    this.#older.add(nameOf(file))
    this.#noteSerials(file)
    file.close()
    this.#current = undefined
  }

  *#next(): Steps {
    this.#current = this.#newer.shift()
    this.#isCompared = false
    yield* this.#begun()
  }

  #noteSerials(file: FollowedFile): void {
    const last = Math.max(...serials(file.lastLines))
    if (last > 0) this.#lastSerial = last
  }

  /**
   * Serial numbers go on from file to file. Where they do not there may be files that nobody has seen come, such as the
   * copies of a log that was emptied again before it was read.
   */
  #missedBefore(next: FollowedFile): FollowedFile[] {
    const last = this.#lastSerial
    const first = Math.min(...serials(next.beginning(SOME_LINES)))
    if (first === Number.POSITIVE_INFINITY || first <= last + 1) return []
    const missed: FollowedFile[] = []
    for (const { file } of openSet(this.#base, this.#isSet)) {
      const isMissed = !this.#isKnown(file) && Math.min(...serials(file.beginning(SOME_LINES))) < first
      if (isMissed) missed.unshift(file)
      else file.close()
    }
    if (missed.length === 0) {
      this.#notice(
        `${next.path} begins with serial number ${first}, and the last one read is ${last}: what is between, if it was logged, was deleted before it could be read`,
      )
    }
    return missed
  }

  *#begun(): Steps {
    const file = this.#current
    if (file !== undefined) yield { kind: 'file', file, offset: file.offset }
  }

  /** Looks for files that are newer than the newest that is open. */
  #look(): void {
    const newest = this.#newer.at(-1) ?? this.#current
    if (newest !== undefined && isNamed(this.#base, newest)) return
    const set = openSet(this.#base, this.#isSet)
    const place = set.findIndex(({ file }) => isSameFile(file, newest))
    const fresh: FollowedFile[] = []
    for (const [index, { file }] of set.entries()) {
      const isNewer = place < 0 ? !this.#isKnown(file) : index < place
      if (isNewer) fresh.unshift(file)
      else file.close()
    }
    const [oldest] = fresh
    if (place < 0 && newest !== undefined && oldest !== undefined) this.#findRewritten(newest, oldest)
    this.#newer.push(...fresh)
  }

  /** A file that was read before: another one's name, or a copy that was made before the log was emptied. */
  #isKnown(file: FollowedFile): boolean {
    if (file.size === 0) return file.path !== this.#base
    if (this.#older.has(nameOf(file))) return true
    const open = [this.#current, ...this.#newer].filter((one) => one !== undefined)
    return open.some((one) => isSameFile(one, file) || (file.path !== this.#base && one.wasCopiedTo(file)))
  }

  /** `sed -i` puts another file in the place of the log, with the same lines but some. */
  #findRewritten(gone: FollowedFile, next: FollowedFile): void {
    const end = next.path === this.#base ? next.endOf(gone.lastLine) : undefined
    if (end === undefined) return
    next.moveTo(end)
    this.#notice(`${next.path} was rewritten: it is read on after the last line that was read before`)
  }

  /** A file that does not hold any more what was read of it: it is read from its beginning, after the copies of it. */
  *#replaced(current: FollowedFile): Steps {
    const [copy, ...later] = this.#copiesOf(current)
    if (copy === undefined) {
      const end = current.endOf(current.lastLine)
      if (end === undefined) this.#emptied(current.path, stampOf(current.lastLine))
      else {
        this.#notice(`${current.path} was rewritten: it is read on after the last line that was read before`)
        current.moveTo(end)
        yield { kind: 'file-end' }
        yield* this.#begun()
        return
      }
    } else {
      // Of a copy that is shorter all was read.
      copy.moveTo(Math.min(current.offset, copy.size))
      yield { kind: 'file-end' }
      yield { kind: 'file', file: copy, offset: copy.offset }
      for (let read = copy.read(); read.kind === 'lines'; read = copy.read()) yield { ...read, file: copy }
      const rest = copy.rest()
      if (rest.kind === 'lines') yield { ...rest, file: copy }
      this.#older.add(nameOf(copy))
    }
    this.#noteSerials(copy ?? current)
    copy?.close()
    yield { kind: 'file-end' }
    current.moveTo(0)
    this.#newer.unshift(...later, current)
    yield* this.#next()
  }

  /** The copy that `copytruncate` has made of a file before it was emptied, and those that it has made since. */
  #copiesOf(current: FollowedFile): FollowedFile[] {
    const set = openSet(this.#base, this.#isSet)
    const first = set.findIndex(({ file }) => !isSameFile(file, current) && current.wasCopiedTo(file))
    const place = set.findIndex(({ file }) => isSameFile(file, current))
    const copies: FollowedFile[] = []
    for (const [at, { age, file }] of set.entries()) {
      const isOpen = this.#newer.some((newer) => isSameFile(newer, file))
      if (at > place && at <= first && age > 0 && !isOpen) copies.push(file)
      else file.close()
    }
    return copies.reverse()
  }

  #emptied(file: string, last: string | undefined): void {
    this.#notice(`${file} was emptied: what came after ${last ?? 'its beginning'} until then was not read`)
  }

  #notice(text: string): void {
    this.#options.onNotice?.(text)
  }

  get #isSet(): boolean {
    return this.#options.rotated ?? true
  }
}

function isSameFile(one: FollowedFile, other: FollowedFile | undefined): boolean {
  return one.inode === other?.inode && one.device === other.device
}

/** Inodes are used again: the beginning tells. */
function nameOf(file: FollowedFile): string {
  const { device, inode } = file
  return `${device} ${inode} ${latin1(file.firstLine, 0, file.firstLine.length)}`
}

function stampOf(line: Uint8Array): string | undefined {
  return /audit\((\d{1,15}\.\d{3}:\d{1,15})\)/.exec(latin1(line, 0, line.length))?.[1]
}

/** The serial numbers in some lines, without the daemon's own records, which are numbered apart. */
function serials(bytes: Uint8Array): number[] {
  const lines = latin1(bytes, 0, bytes.length).split('\n')
  return lines.flatMap((line) => {
    const found = line.includes('type=DAEMON_') ? null : /audit\(\d{1,15}\.\d{3}:(\d{1,15})\)/.exec(line)
    return found === null ? [] : [Number(found[1])]
  })
}
