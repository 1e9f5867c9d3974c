/** Every form of input that is understood: a new one is a file and a row here. */

import type { InputChoice } from './input-choice.ts'
import type { InputForm } from './input-form.ts'
import { journalExport } from './journal/export.ts'
import { dockerJson } from './json/container-json.ts'
import { dmesgJson } from './json/dmesg-json.ts'
import { elastic } from './json/elastic.ts'
import { goAudit } from './json/go-audit.ts'
import { journaldJson } from './json/journald.ts'
import { jsonDocuments } from './json/json-block.ts'
import { kinesis } from './json/kinesis.ts'
import { laurel } from './json/laurel.ts'
import { osquery } from './json/osquery.ts'
import { otlp } from './json/otlp.ts'
import { jsonLine, textWrappers } from './json/text-wrappers.ts'
import { tsAudit } from './json/ts-audit.ts'
import { auditLog } from './text/audit-log.ts'
import { brokenRecord } from './text/broken-record.ts'
import { cri, stamped } from './text/containers.ts'
import { dmesg } from './text/dmesg.ts'
import { grep, grepLines } from './text/grep.ts'
import { aureportOutput, ausearchOutput, interpretedRecords } from './text/interpreted.ts'
import { journalShort } from './text/journal-short.ts'
import { journalVerbose } from './text/journal-verbose.ts'
import { cee, fluentBit } from './text/json-lines.ts'
import { kernelText } from './text/kernel-text.ts'
import { kmsg } from './text/kmsg.ts'
import { logcat } from './text/logcat.ts'
import { splunkCsv } from './text/splunk-csv.ts'
import { syslog } from './text/syslog.ts'
import { syslog5424 } from './text/syslog-5424.ts'
import { syslogOctets } from './text/syslog-octets.ts'

/** Lines that are text: those that begin alike stand next to each other, the more particular first. */
const textForms: readonly InputForm[] = [
  // Its tag may be `audit:`, as the kernel's text begins.
  fluentBit,
  kernelText,
  dmesg,
  kmsg,
  cri,
  stamped,
  syslog5424,
  journalVerbose,
  logcat,
  syslog,
  journalShort,
  cee,
  ausearchOutput,
  aureportOutput,
  grep,
  grepLines,
  brokenRecord,
]

/** Blocks of text. */
const blockForms: readonly InputForm[] = [journalExport, syslogOctets, splunkCsv]

/** Objects that are entries of the journal or events. */
const eventForms: readonly InputForm[] = [tsAudit, journaldJson, laurel, goAudit]

/** Objects that wrap a line. */
const wrapperForms: readonly InputForm[] = [
  dockerJson,
  elastic,
  dmesgJson,
  otlp,
  osquery,
  ...textWrappers,
  kinesis,
  jsonLine,
]

/** In the order in which they are tried: the first that knows a line, or an object, takes it. */
export const inputForms: readonly InputForm[] = [
  interpretedRecords,
  auditLog,
  ...textForms,
  ...blockForms,
  jsonDocuments,
  ...eventForms,
  ...wrapperForms,
]

/** Those that are recognised by themselves. */
export const automaticForms: readonly InputForm[] = inputForms.filter(({ onlyByName }) => onlyByName !== true)

/** What is read, and in which forms. */
export interface ChosenForms {
  readonly choice: InputChoice
  readonly forms: readonly InputForm[]
}

/** The names by which forms can be chosen: the words of `input-format-words.ts` beside `any` and `audit`. */
export function formNames(): string[] {
  return inputForms.filter(isNamed).map(({ name }) => name)
}

/**
 * What a word of `inputFormatWords` chooses; without one, the fallback with all forms that are recognised by
 * themselves. A form that is named is the only one, with what it may wrap.
 *
 * @throws {RangeError} for another word
 */
export function chosenForms(word: string | undefined, fallback: InputChoice): ChosenForms {
  if (word === undefined || word === 'any' || word === 'audit') {
    return { choice: word ?? fallback, forms: automaticForms }
  }
  // `syslog` is all of its kinds: `syslog-5424`, `syslog-octets`.
  const chosen = inputForms.filter(
    (form) => isNamed(form) && (form.name === word || form.name.startsWith(`${word}-`)),
  )
  if (chosen.length === 0) throw new RangeError(`No input format is named ${word}`)
  return { choice: 'any', forms: [...new Set([...chosen, kernelText, jsonDocuments])] }
}

function isNamed(form: InputForm): boolean {
  return form !== auditLog && form !== jsonDocuments && form.readsNothing !== true
}
