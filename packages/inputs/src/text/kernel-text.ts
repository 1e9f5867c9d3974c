/** What the kernel prints of audit records while no auditd listens, without any stamp before it. */
import { ascii, digitsEnd, indexOf, startsWith } from '../bytes.ts'
import type { FormOutput, LineForm, LineReader } from '../input-form.ts'
import { kernelRecord } from '../record-heads.ts'

const AUDIT = ascii('audit: ')
const AUDIT_LOST = ascii('audit_lost=')
const SUPPRESSED_BY = ascii('kauditd_printk_skb: ')
const SUPPRESSED = ascii(' callbacks suppressed')

/**
 * Text after the stamp that is this long was cut: the kernel prints at most 1,024 bytes, its prefix included, and names the
 * thread in some configurations (measured up to 6.3; computed for later ones).
 */
const CUT_LENGTHS: readonly number[] = [973, 989, 1021]

/** Reads what follows the stamp of a line of the kernel log. */
export class KernelText implements LineReader {
  readonly #out: FormOutput
  #lostSinceBoot = 0

  constructor(out: FormOutput) {
    this.#out = out
  }

  line(bytes: Uint8Array, start: number, end: number): boolean {
    const record = kernelRecord(bytes, start, end)
    if (record !== undefined) {
      const { type, stampStart, stampEnd, body } = record
      if (CUT_LENGTHS.includes(end - start)) this.#out.loss('maybe-truncated')
      this.#out.compose(type, text(bytes, stampStart, stampEnd), bytes, body, end)
      return true
    }
    const audit = startsWith(bytes, start, end, AUDIT)
    if (!audit && !startsWith(bytes, start, end, SUPPRESSED_BY)) return false
    this.#readLoss(bytes, start, end)
    return true
  }

  #readLoss(bytes: Uint8Array, start: number, end: number): void {
    const at = indexOf(bytes, start, end, AUDIT_LOST)
    if (at >= 0) {
      const number = at + AUDIT_LOST.length
      const lost = Number(text(bytes, number, Math.min(digitsEnd(bytes, number, end), number + 10)))
      // The kernel counts anew from each boot and each auditctl(8) --reset-lost.
      this.#out.missing(lost < this.#lostSinceBoot ? lost : lost - this.#lostSinceBoot)
      this.#lostSinceBoot = lost
      return
    }
    const suppressed = indexOf(bytes, start, end, SUPPRESSED)
    if (suppressed < 0 || suppressed + SUPPRESSED.length !== end) return
    const digits = /(\d{1,10})$/.exec(text(bytes, Math.max(start, suppressed - 10), suppressed))?.[1]
    if (digits !== undefined) this.#out.missing(Number(digits))
  }
}

function text(bytes: Uint8Array, start: number, end: number): string {
  let made = ''
  for (let at = start; at < end; at++) made += String.fromCharCode(bytes[at] as number)
  return made
}

export const kernelText: LineForm = {
  kind: 'line',
  name: 'kernel',
  title: "the kernel's text without stamps",
  losses: ['no-enrichment', 'no-daemon-records'],
  open: (out) => new KernelText(out),
}
