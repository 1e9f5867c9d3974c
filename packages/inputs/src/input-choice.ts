/**
 * What is read of an input: `audit` is auditd's log alone, as the reference does it; `compatible` the same, and what else is
 * there is reported; `any` every form, line by line; `auto` is `compatible` when the first 64 KiB hold a record of auditd's
 * log, and otherwise `any`.
 */
export type InputChoice = 'audit' | 'compatible' | 'auto' | 'any'
