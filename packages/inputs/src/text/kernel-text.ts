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
const SUPPRESSED_BY = ascii('kauditd_printk_skb: ')
const SUPPRESSED = ascii(' callbacks suppressed')
/** `audit: kauditd hold queue overflow`: how many records were lost is not said; older kernels count them in audit_lost. */
const OVERFLOW = ascii(' queue overflow')
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

  /** `escapes` says which escapes of unprintable bytes the source makes. */
  constructor(out: FormOutput, escapes?: EscapeRule) {
    this.#out = out
    this.#escapes = escapes
  }

  line(bytes: Uint8Array, start: number, end: number): boolean {
    if (this.record(bytes, start, end)) return true
    if (startsWith(bytes, start, end, STARS)) return this.#readDropped(bytes, start, end)
    if (startsWith(bytes, start, end, AUDIT) || equals(bytes, start, end, AUDIT_ALONE)) {
      this.#readLoss(bytes, start, end)
      if (end - start <= AUDIT.length || startsWith(bytes, start, end, AUDIT_TYPE))
        this.#out.unread('malformed')
      return true
    }
    if (!startsWith(bytes, start, end, SUPPRESSED_BY)) return false
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

  /** What the console could not show, and what fell out of the kernel's buffer. */
  #readDropped(bytes: Uint8Array, start: number, end: number): boolean {
    const number = start + STARS.length
    const digits = digitsEnd(bytes, number, end)
    if (digits === number || !startsWith(bytes, digits, end, DROPPED)) return false
    this.#out.missing(Number(latin1Text(bytes, number, Math.min(digits, number + 10))))
    return true
  }

  #readLoss(bytes: Uint8Array, start: number, end: number): void {
    const at = indexOf(bytes, start, end, AUDIT_LOST)
    if (at >= 0) {
      const number = at + AUDIT_LOST.length
      const lost = Number(latin1Text(bytes, number, Math.min(digitsEnd(bytes, number, end), number + 10)))
      // The kernel counts anew from each boot and each auditctl(8) --reset-lost.
      this.#out.missing(lost < this.#lostSinceBoot ? lost : lost - this.#lostSinceBoot)
      this.#lostSinceBoot = lost
      return
    }
    if (indexOf(bytes, start, end, OVERFLOW) >= 0) {
      // Beside it stands `audit_lost=`, which counts it, unless that line was suppressed.
      if (this.#lostSinceBoot === 0) this.#out.missing(1)
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
  losses: ['no-enrichment', 'no-daemon-records'],
  open: (out) => new KernelText(out, 'unprintable'),
}
