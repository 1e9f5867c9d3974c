/** What reading came to: how much was read of which form, and what was not. */
import type { InputForm } from './input-form.ts'
import type { Loss, UnreadReason } from './loss.ts'

/** What was read of one form in one input. */
export interface SourceReport {
  /** The index of the input, as they were read. */
  readonly input: number
  readonly form: InputForm
  /** The form whose texts are of that form: `dmesg` in `docker`, say. */
  readonly within: InputForm | undefined
  readonly records: number
  /** Records that another source had told before. */
  readonly duplicates: number
  /** Lines, or documents, that are of the form and held nothing that could be read, by reason. */
  readonly unread: ReadonlyMap<UnreadReason, number>
  readonly losses: ReadonlySet<Loss>
  /** Messages that the input says are missing. */
  readonly missing: number
}

/** What reading came to. */
export interface InputReport extends LineReport {
  /** Inputs that were not read, each as a noun with the remedy. */
  readonly refusals: readonly string[]
  /** What an input that is read as auditd's log has beside: it was not read. Undefined where nobody looked. */
  readonly aside: LineReport | undefined
  /** Lines that begin as a record of auditd's log, and are none. */
  readonly brokenRecords: number
  /** The beginning of the first of them, in printable characters. */
  readonly brokenSample: string | undefined
}

/** What was found in lines and documents. */
export interface LineReport {
  readonly sources: readonly SourceReport[]
  /** Lines that no form knows. */
  readonly unknownLines: number
  /** The beginning of the first of them, in printable characters. */
  readonly unknownSample: string | undefined
  /** Unknown lines that are longer than any line that is read. */
  readonly longLines: number
  /** Lines, unknown ones included; a document of several lines counts all of them. */
  readonly lines: number
  /** Whether all records were compared with those of other sources. */
  readonly comparedAll: boolean
}

/** A source while it is read. */
export class SourceCount implements SourceReport {
  readonly input: number
  readonly form: InputForm
  readonly within: InputForm | undefined
  records = 0
  duplicates = 0
  readonly unread = new Map<UnreadReason, number>()
  readonly losses = new Set<Loss>()
  missing = 0

  constructor(input: number, form: InputForm, within: InputForm | undefined) {
    this.input = input
    this.form = form
    this.within = within
    for (const loss of form.losses) this.losses.add(loss)
  }

  addUnread(reason: UnreadReason, count: number): void {
    this.unread.set(reason, (this.unread.get(reason) ?? 0) + count)
  }
}
