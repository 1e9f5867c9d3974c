/** Every form of input that is understood: a new one is a file and a row here. */

import type { InputChoice } from './input-choice.ts'
import type { InputForm } from './input-form.ts'
import { journalExport } from './journal/export.ts'
import { goAudit } from './json/go-audit.ts'
import { journaldJson } from './json/journald.ts'
import { jsonDocuments } from './json/json-block.ts'
import { laurel } from './json/laurel.ts'
import { auditLog } from './text/audit-log.ts'
import { kernelText } from './text/kernel-text.ts'

/** In the order in which they are tried: the first that knows a line, or an object, takes it. */
export const inputForms: readonly InputForm[] = [
  auditLog,
  kernelText,
  journalExport,
  jsonDocuments,
  journaldJson,
  laurel,
  goAudit,
]

/** Those that are recognised by themselves. */
export const automaticForms: readonly InputForm[] = inputForms.filter(({ onlyByName }) => onlyByName !== true)

/** What is read, and in which forms. */
export interface ChosenForms {
  readonly choice: InputChoice
  readonly forms: readonly InputForm[]
}

/** The words that choose what is read: `any`, `audit`, and the name of each form. */
export function inputFormatWords(): string[] {
  return ['any', 'audit', ...inputForms.filter(isNamed).map(({ name }) => name)]
}

/**
 * What a word of {@link inputFormatWords} chooses; without one, the fallback with all forms that are recognised by
 * themselves. A form that is named is the only one, with what it may wrap.
 *
 * @throws {RangeError} for another word
 */
export function chosenForms(word: string | undefined, fallback: InputChoice): ChosenForms {
  if (word === undefined || word === 'any' || word === 'audit') {
    return { choice: word ?? fallback, forms: automaticForms }
  }
  const form = inputForms.find(({ name }) => name === word)
  if (form === undefined || !isNamed(form)) throw new RangeError(`No input format is named ${word}`)
  return { choice: 'any', forms: [...new Set([form, kernelText, jsonDocuments])] }
}

function isNamed(form: InputForm): boolean {
  return form !== auditLog && form !== jsonDocuments
}
