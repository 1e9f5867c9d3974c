/** Every form of input that is understood: a new one is a file and a row here. */
import type { InputForm } from './input-form.ts'
import { jsonDocuments } from './json/json-block.ts'
import { auditLog } from './text/audit-log.ts'
import { kernelText } from './text/kernel-text.ts'

/** In the order in which they are tried: the first that knows a line, or an object, takes it. */
export const inputForms: readonly InputForm[] = [auditLog, kernelText, jsonDocuments]

/** Those that are recognised by themselves. */
export const automaticForms: readonly InputForm[] = inputForms.filter(({ onlyByName }) => onlyByName !== true)
