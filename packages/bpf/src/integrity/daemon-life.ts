/** auditd's own records of one node: whether it has started, ended, or stopped without saying so. */
import * as RecordType from '@ts-audit/tables/record-type'
import type { BootLine } from './boot-line.ts'
import { type Mark, positionOf } from './mark.ts'

/** What a record of auditd's says. */
export type DaemonStep =
  | { readonly kind: 'start' | 'end' | 'resume' | 'rotate' }
  /** A start while it was running, as far as the log says; whether a boot lies between, the next event tells. */
  | { readonly kind: 'start-again'; readonly boot: BootLine | undefined }

/** Numbers that auditd gave its own records, and that none has. */
export interface DaemonGap {
  readonly first: number
  readonly last: number
  readonly before: Mark
}

/** More are not missing, but of another life. */
const MOST_MISSING = 1_000

/** At each start auditd picks a number and counts its records on from there, except those about its configuration. */
export class DaemonLife {
  #last: Mark | undefined
  #isRunning = false
  #boot: BootLine | undefined
  /** The first event of the kernel in the log, by its line. */
  #firstEvent: Mark | undefined

  /** An event of the kernel, which auditd has written. */
  event(mark: Mark, boot: BootLine | undefined): void {
    this.#boot ??= boot
    if (this.#firstEvent === undefined || positionOf(mark) < positionOf(this.#firstEvent))
      this.#firstEvent = mark
  }

  /** Whether its last word was its end. */
  get hasEnded(): boolean {
    return this.#last !== undefined && !this.#isRunning
  }

  /** The numbers that are missing before this record. */
  gapBefore(type: number, mark: Mark): DaemonGap | undefined {
    const last = this.#last
    if (last === undefined || type === RecordType.DAEMON_START || !isCounted(type)) return undefined
    const missing = mark.serial - last.serial - 1
    return missing > 0 && missing <= MOST_MISSING
      ? { first: last.serial + 1, last: mark.serial - 1, before: last }
      : undefined
  }

  take(type: number, mark: Mark, boot: BootLine | undefined): DaemonStep | undefined {
    if (!isCounted(type)) return undefined
    const first = this.#firstEvent
    // Events that stand before its first start were written by an auditd that must have run before.
    const hasWritten = first !== undefined && first.line > 0 && positionOf(first) < positionOf(mark)
    const wasRunning = this.#last === undefined ? hasWritten : this.#isRunning
    const before = this.#boot
    this.#last = mark
    this.#boot = boot
    this.#isRunning = type !== RecordType.DAEMON_END && type !== RecordType.DAEMON_ABORT
    if (!this.#isRunning) return { kind: 'end' }
    if (type === RecordType.DAEMON_START)
      return wasRunning ? { kind: 'start-again', boot: before } : { kind: 'start' }
    return { kind: type === RecordType.DAEMON_ROTATE ? 'rotate' : 'resume' }
  }
}

const COUNTED: ReadonlySet<number> = new Set([
  RecordType.DAEMON_START,
  RecordType.DAEMON_END,
  RecordType.DAEMON_ABORT,
  RecordType.DAEMON_ROTATE,
  RecordType.DAEMON_RESUME,
])

function isCounted(type: number): boolean {
  return COUNTED.has(type)
}
