/** What syslog has carried of audit records, by the tag of the program that it came from (`TAG[PID]: TEXT`). */
import { AT, OPEN_BRACE } from '../ascii.ts'
import { ascii, digitsEnd, latin1Text, skipBlanks, startsWith } from '../bytes.ts'
import type { FormOutput } from '../input-form.ts'
import { isAuditRecord, kernelRecord } from '../record-heads.ts'
import { wrappedRecord } from '../wrapped-record.ts'
import { isInterpretedRecord } from './interpreted.ts'
import { isJournalCopy } from './journal-copy.ts'
import { afterKernelPrefix } from './kernel-prefix.ts'
import { KernelText } from './kernel-text.ts'
import type { SyslogTag } from './syslog-tag.ts'

/** Relays cut at these sizes, of the text or of the whole line. */
const CUT_SIZES: readonly number[] = [1024, 2048, 8192]

/** Such lines are short. */
const LONGEST_NOTICE = 200
/** S, i, q, d, A and a slash. */
const NOTICE_BEGINS: readonly number[] = [0x53, 0x69, 0x71, 0x64, 0x41, 0x2f]
const limits: readonly RegExp[] = [
  /^Suppressed (\d{1,10}) messages from [^ ]*(?:audit|kernel)/,
  /^(?:imjournal|imuxsock|imklog)[^\d]{0,40}(\d{1,10}) messages? (?:lost|discarded|dropped) due to rate-limiting/,
  /^imuxsock lost (\d{1,10}) messages from pid \d+ due to rate-limiting/,
  /^(?:queue to plugins is full|queue is full|dispatch error reporting limit reached)\b.{0,60}(?:dropping|lost|ending)/,
  /^dispatch err \(pipe full\) event lost/,
  /^\/dev\/kmsg buffer overrun, some messages lost/,
  /^Audit daemon (?:is suspending logging|has no space left|is low on disk space and is suspending)/,
]
const MISSED = ascii('Missed ')
const KERNEL_MESSAGES = ascii(' kernel messages')
const CEE = ascii('@cee:')

/** Reads the texts of syslog messages. Any local user could have written them. */
export class SyslogText {
  readonly #out: FormOutput
  readonly #kernel: KernelText

  constructor(out: FormOutput) {
    this.#out = out
    this.#kernel = new KernelText(out)
  }

  /**
   * Takes a text, of a line of `lineLength` bytes. Gives what it was: `none` is no audit text, and `journal copy` one that
   * another form counts.
   */
  read(
    tag: SyslogTag,
    bytes: Uint8Array,
    textStart: number,
    end: number,
    lineLength: number,
  ): 'read' | 'none' | 'journal copy' {
    const start = skipBlanks(bytes, textStart, end)
    if (tag === 'kernel') return this.#readKernel(bytes, start, end)
    if (tag === 'audit') return this.#readAudit(bytes, start, end, lineLength)
    if (tag === 'json') return this.#readJson(bytes, start, end)
    if (tag === 'journald' && this.#readMissed(bytes, start, end)) return 'read'
    if (this.#readLimited(bytes, start, end)) return 'read'
    return this.#refuse(bytes, start, end)
  }

  #readAudit(bytes: Uint8Array, start: number, end: number, lineLength: number) {
    if (isAuditRecord(bytes, start, end)) {
      if (CUT_SIZES.includes(lineLength) || CUT_SIZES.includes(end - start)) this.#out.loss('maybe-truncated')
      const record = wrappedRecord(bytes, start, end)
      if (record !== undefined) this.#out.record(record, 0, record.length)
      return 'read'
    }
    if (isInterpretedRecord(bytes, start, end)) {
      this.#out.unread('interpreted')
      return 'read'
    }
    if (isJournalCopy(bytes, start, end)) return 'journal copy'
    return this.#readLimited(bytes, start, end) ? 'read' : this.#refuse(bytes, start, end)
  }

  #readKernel(bytes: Uint8Array, start: number, end: number) {
    const text = afterKernelPrefix(bytes, start, end)
    if (this.#kernel.record(bytes, text, end)) {
      this.#out.loss('no-enrichment')
      this.#out.loss('no-daemon-records')
      return 'read'
    }
    return this.#kernel.line(bytes, text, end) ? 'read' : 'none'
  }

  #readJson(bytes: Uint8Array, start: number, end: number) {
    const object = bytes[start] === AT ? afterCee(bytes, start, end) : start
    if (bytes[object] !== OPEN_BRACE || object >= end) return 'none'
    if (!this.#out.object(bytes, object, end)) this.#out.unread('without-text')
    return 'read'
  }

  /** `Missed 35 kernel messages` */
  #readMissed(bytes: Uint8Array, start: number, end: number): boolean {
    if (!startsWith(bytes, start, end, MISSED)) return false
    const number = start + MISSED.length
    const digits = digitsEnd(bytes, number, end)
    if (digits === number || !startsWith(bytes, digits, end, KERNEL_MESSAGES)) return false
    this.#out.missing(Number(latin1Text(bytes, number, Math.min(digits, number + 10))))
    return true
  }

  /** What journald, rsyslog and auditd say when they take no more. */
  #readLimited(bytes: Uint8Array, start: number, end: number): boolean {
    if (end - start > LONGEST_NOTICE || !NOTICE_BEGINS.includes(bytes[start] ?? 0)) return false
    const text = latin1Text(bytes, start, end)
    const lost = limits.map((limit) => limit.exec(text)).find((found) => found !== null)
    if (lost === undefined || lost === null) return false
    this.#out.missing(Number(lost[1] ?? 1))
    return true
  }

  #refuse(bytes: Uint8Array, start: number, end: number): 'read' | 'none' {
    const isRecord = isAuditRecord(bytes, start, end)
    if (!isRecord && kernelRecord(bytes, start, end) === undefined) return 'none'
    this.#out.unread(isRecord ? 'refused-tag' : 'not-kernel')
    return 'read'
  }
}

/** Where the object begins after `@cee:`; the end where there is none. */
export function afterCee(bytes: Uint8Array, start: number, end: number): number {
  return startsWith(bytes, start, end, CEE) ? skipBlanks(bytes, start + CEE.length, end) : end
}
