/** What a log of auditd's has beside its records: it is looked at, to be told, and not read. */
import { NEWLINE } from './ascii.ts'
import type { InputForm } from './input-form.ts'
import { automaticForms } from './input-forms.ts'
import type { LineReport } from './input-report.ts'
import { Unwrapper } from './unwrapper.ts'

const LINE_END = Uint8Array.of(NEWLINE)

/** Looks at one line after the other. */
export class Aside {
  readonly #unwrapper: Unwrapper

  constructor(syslogTags: readonly string[] | undefined, forms: readonly InputForm[] = automaticForms) {
    this.#unwrapper = new Unwrapper({ forms, syslogTags })
  }

  /** Takes a line without its newline. */
  line(bytes: Uint8Array): void {
    this.#unwrapper.push(bytes)
    this.#unwrapper.push(LINE_END)
    this.#unwrapper.lines.take()
  }

  endInput(): void {
    this.#unwrapper.end()
    this.#unwrapper.lines.take()
  }

  get report(): LineReport {
    return this.#unwrapper.report
  }
}
