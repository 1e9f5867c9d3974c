/**
 * Which records are read as events. Most of a log is of no program, and under --jitless, where no code is compiled, an event
 * takes some 65 microseconds for each of its records; looking at a line here takes a few, since all is done by searches for text.
 */
import { isDaemonType } from '@ts-audit/tables/record-type-ranges'
import { parseRecordTypeExactly } from '@ts-audit/tables/record-types'
import { setWithin } from './set-within.ts'

const STAMP = 'msg=audit('
const TYPE = 'type='
const NODE = 'node='
/** A stamp is shorter than this, and stands before this place. */
const MOST_STAMP = 48
const MOST_HEAD = 400
/** Longer lines are none of the kernel's, and are left out. */
const MOST_LINE = 64 << 10
/** Events in flight that are remembered. */
const MOST_EVENTS = 4096
const MOST_TYPES = 1024
const PARENTS = / ppid=(\d{1,10}) pid=(\d{1,10})/

/** What a sieve is made with. */
export interface SieveOptions {
  /** Processes whose calls are the watch's own; events of theirs that tell of no program are left out, and counted. */
  readonly ownPids: ReadonlySet<number>
  /** Whether the events of others are all wanted, or only those that tell of programs. */
  readonly wantsAll: boolean
  /** Told the number of each event when its first record comes, but of those that the daemon numbers apart. */
  readonly onSerial: (node: string | undefined, serial: number) => void
}

/** Lines cut anywhere go in, and lines that are wanted come out. */
export class RecordSieve {
  /** Events of the watch's own calls that were left out. */
  ownEvents = 0
  readonly #options: SieveOptions
  /** Events that are wanted whole or not at all, by node and stamp, in the order in which they came. */
  readonly #decided = new Map<string, boolean>()
  readonly #isDaemon = new Map<string, boolean>()
  #rest = ''
  #isCut = false
  #lastSeen = ''
  #lastSecond = ''

  constructor(options: SieveOptions) {
    this.#options = options
  }

  /**
   * Takes text, a character a byte.
   *
   * @returns the lines that are wanted of those that it ends, each with its newline
   */
  push(text: string): string {
    const all = this.#rest === '' ? text : this.#rest + text
    let wanted = ''
    let start = 0
    for (let end = all.indexOf('\n'); end >= 0; end = all.indexOf('\n', start)) {
      if (this.#isCut) this.#isCut = false
      else if (this.#wants(all.slice(start, end))) wanted += all.slice(start, end + 1)
      start = end + 1
    }
    this.#rest = all.slice(start)
    if (this.#rest.length > MOST_LINE) {
      this.#rest = ''
      this.#isCut = true
    }
    return wanted
  }

  /** At the end of the input: its last line, if that is wanted and was cut before its newline. */
  end(): string {
    return this.#rest === '' ? '' : this.push('\n')
  }

  #wants(line: string): boolean {
    const stamp = line.indexOf(STAMP)
    const from = stamp + STAMP.length
    const to = line.indexOf(')', from)
    if (stamp < 0 || stamp > MOST_HEAD || to < 0 || to - from > MOST_STAMP) return false
    const id = line.slice(from, to)
    const node = line.startsWith(NODE) ? line.slice(NODE.length, line.indexOf(' ')) : undefined
    const key = node === undefined ? id : `${node} ${id}`
    const typeAt = line.indexOf(TYPE) + TYPE.length
    const type = line.slice(typeAt, line.indexOf(' ', typeAt))
    if (key !== this.#lastSeen) {
      this.#lastSeen = key
      const serial = Number(id.slice(id.indexOf(':') + 1))
      if (Number.isInteger(serial) && !this.#isOfDaemon(type)) this.#options.onSerial(node, serial)
    }
    // The first line of each second is a clock for the events in flight.
    const second = id.slice(0, id.indexOf('.'))
    if (!this.#isWanted(key, type, line) && (second === this.#lastSecond || this.#decided.has(key)))
      return false
    this.#lastSecond = second
    return true
  }

  #isWanted(key: string, type: string, line: string): boolean {
    const decided = this.#decided.get(key)
    // The record of a program is the first of its event.
    if (type === 'BPF' || type === 'UNKNOWN[1334]') {
      if (decided !== true) this.#decide(key, true)
      return true
    }
    if (decided !== undefined) return decided
    if (type === 'SYSCALL' && this.#isOwn(line)) {
      this.ownEvents++
      this.#decide(key, false)
      return false
    }
    return this.#options.wantsAll
  }

  #isOwn(line: string): boolean {
    const { ownPids } = this.#options
    const [, ppid, pid] = PARENTS.exec(line) ?? []
    return pid !== undefined && (ownPids.has(Number(pid)) || ownPids.has(Number(ppid)))
  }

  #decide(key: string, isWanted: boolean): void {
    setWithin(this.#decided, MOST_EVENTS, key, isWanted)
  }

  #isOfDaemon(type: string): boolean {
    const known = this.#isDaemon.get(type)
    if (known !== undefined) return known
    if (this.#isDaemon.size >= MOST_TYPES) this.#isDaemon.clear()
    const isDaemon = isDaemonType(parseRecordTypeExactly(type))
    this.#isDaemon.set(type, isDaemon)
    return isDaemon
  }
}
