/** Every form of input that is understood: a new one is a file and a row here. */
import { auditLog } from './audit-log.ts'
import type { InputForm } from './input-form.ts'
import { kernelLog } from './kernel-log.ts'

/** In the order in which they are tried: the first that knows a line decides, and the last takes what nobody knows. */
export const inputForms: readonly InputForm[] = [auditLog, kernelLog]
