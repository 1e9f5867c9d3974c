/** What the kernel prints of audit records while no auditd listens, without any stamp before it. */
import { ascii, digitsEnd, equals, indexOf, latin1Text, startsWith } from '../bytes.ts'
import type { Part } from '../clean-line.ts'
import type { FormOutput, LineForm, LineReader } from '../input-form.ts'
import { kernelRecord } from '../record-heads.ts'
import { withoutQuoteEscapes } from '../wrapped-record.ts'
import { type EscapeRule, withoutKernelEscapes } from './kernel-escapes.ts'

const AUDIT = ascii('audit: ')
const AUDIT_ALONE = ascii('audit:')
const AUDIT_TYPE = ascii('audit: type=')
const AUDIT_LOST = ascii('audit_lost=')
/** By the name of the function: the second is that of kernels before 4.10. */
const SUPPRESSED_BY: readonly Uint8Array[] = ['kauditd_printk_skb: ', 'audit_printk_skb: '].map(ascii)
const SUPPRESSED = ascii(' callbacks suppressed')
/** `printk: 4 messages suppressed.` */
const PRINTK = ascii('printk: ')
const SUPPRESSED_BY_PRINTK = ascii(' messages suppressed.')
/**
 * Why a record was lost (kernel/audit.c): how many is not said, as `audit_lost=` beside it does that unless that line was
 * suppressed.
 */
const REASONS: readonly Uint8Array[] = [
  ' queue overflow',
  'backlog limit exceeded',
  'rate limit exceeded',
  'out of memory in audit_',
  'error in audit_',
  'audit_backlog=',
].map(ascii)
const STARS = ascii('** ')
const DROPPED = ascii(' printk messages dropped **')
/** `…`, where journalctl has cut a line at the width of a terminal. */
const ELLIPSIS = ascii('\u2026')

/**
 * Text after the stamp that is this long was cut: the kernel prints at most 1,024 bytes, its prefix included, and names the
 * thread in some configurations (measured up to 6.3; computed for later ones).
 */
const CUT_LENGTHS: readonly number[] = [973, 989, 1021]

/** Reads what follows the stamp of a line of the kernel log. */
export class KernelText implements LineReader {
  readonly #out: FormOutput
  readonly #escapes: EscapeRule | undefined
  #lostSinceBoot = 0
  /** Of those, the ones that only a reason tells of so far. */
  #guessed = 0

  /** `escapes` says which escapes of unprintable bytes the source makes. */
  constructor(out: FormOutput, escapes?: EscapeRule) {
    this.#out = out
    this.#escapes = escapes
  }

  line(bytes: Uint8Array, start: number, end: number): boolean {
    if (this.record(bytes, start, end)) return true
    if (startsWith(bytes, start, end, STARS))
      return this.#readCount(bytes, start + STARS.length, end, DROPPED)
    if (startsWith(bytes, start, end, PRINTK))
      return this.#readCount(bytes, start + PRINTK.length, end, SUPPRESSED_BY_PRINTK)
    if (startsWith(bytes, start, end, AUDIT) || equals(bytes, start, end, AUDIT_ALONE)) {
      this.#readLoss(bytes, start, end)
      if (end - start <= AUDIT.length || startsWith(bytes, start, end, AUDIT_TYPE))
        this.#out.unread('malformed')
      return true
    }
    if (!SUPPRESSED_BY.some((name) => startsWith(bytes, start, end, name))) return false
    this.#readLoss(bytes, start, end)
    return true
  }

  /** Takes a text that is a record; gives whether it is. */
  record(bytes: Uint8Array, start: number, end: number): boolean {
    const record = kernelRecord(bytes, start, end)
    if (record === undefined) return false
    const { type, stampStart, stampEnd, body } = record
    const printed = this.#unescaped(bytes, body, end)
    const length = body - start + printed.end - printed.start
    if (CUT_LENGTHS.includes(length) || startsWith(bytes, end - ELLIPSIS.length, end, ELLIPSIS)) {
      this.#out.loss('maybe-truncated')
    }
    const plain = withoutQuoteEscapes(printed.bytes, printed.start, printed.end) ?? printed
    const stamp = latin1Text(bytes, stampStart, stampEnd)
    this.#out.compose(type, stamp, plain.bytes, plain.start, plain.end)
    return true
  }

  #unescaped(bytes: Uint8Array, start: number, end: number): Part {
    const plain = this.#escapes && withoutKernelEscapes(bytes, start, end, this.#escapes)
    if (plain === undefined) return { bytes, start, end }
    if (this.#escapes === 'unprintable') this.#out.loss('ambiguous-escapes')
    return plain
  }

  /** What the console could not show, what fell out of the kernel's buffer, and what printk(9) held back. */
  #readCount(bytes: Uint8Array, number: number, end: number, words: Uint8Array): boolean {
    const digits = digitsEnd(bytes, number, end)
    if (digits === number || !startsWith(bytes, digits, end, words)) return false
    this.#out.missing(Number(latin1Text(bytes, number, Math.min(digits, number + 10))))
    return true
  }

  #readLoss(bytes: Uint8Array, start: number, end: number): void {
    const at = indexOf(bytes, start, end, AUDIT_LOST)
    if (at >= 0) {
      const number = at + AUDIT_LOST.length
      const lost = Number(latin1Text(bytes, number, Math.min(digitsEnd(bytes, number, end), number + 10)))
      // The kernel counts anew from each boot and each auditctl(8) --reset-lost.
      const more = lost < this.#lostSinceBoot ? lost : lost - this.#lostSinceBoot
      this.#out.missing(Math.max(0, more - this.#guessed))
      this.#lostSinceBoot = lost
      this.#guessed = 0
      return
    }
    if (REASONS.some((reason) => indexOf(bytes, start, end, reason) >= 0)) {
      if (this.#lostSinceBoot === 0 && this.#guessed === 0) {
        this.#out.missing(1)
        this.#guessed = 1
      }
      return
    }
    const suppressed = indexOf(bytes, start, end, SUPPRESSED)
    if (suppressed < 0 || suppressed + SUPPRESSED.length !== end) return
    const digits = /(\d{1,10})$/.exec(latin1Text(bytes, Math.max(start, suppressed - 10), suppressed))?.[1]
    if (digits !== undefined) this.#out.missing(Number(digits))
  }
}

export const kernelText: LineForm = {
  kind: 'line',
  name: 'kernel',
  title: "the kernel's text without stamps",
  titleWithin: "the kernel's messages",
  losses: ['no-enrichment', 'no-daemon-records'],
  open: (out) => new KernelText(out, 'unprintable'),
}
