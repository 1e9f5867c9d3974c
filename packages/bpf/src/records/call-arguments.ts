/** Reads the arguments of a system call, for the few calls of which more than the first is asked for. */
import type { LogRecord } from '@ts-audit/log'
import { latin1 } from '@ts-audit/log/internal'
import { bodyStart } from './field-walk.ts'

/** The arguments in their order, unsigned; undefined where the record has none. */
export type CallArguments = readonly (number | undefined)[]

const NAMES = [' a0=', ' a1=', ' a2=', ' a3=', ' a4=', ' a5=']

/** The arguments of a SYSCALL record, which has four, or of a SOCKETCALL record (type 1304), which has up to six. */
export function callArguments(record: LogRecord): CallArguments {
  const text = latin1(record.bytes, record.start, record.textEnd)
  const from = bodyStart(text) - 1
  const end = text.indexOf(' pid=', from)
  return NAMES.map((name) => {
    const at = text.indexOf(name, from)
    if (at < 0 || (end >= 0 && at > end)) return undefined
    const digits = /^[0-9a-f]{1,16}(?=\s|$)/.exec(text.slice(at + name.length, at + name.length + 17))?.[0]
    return digits === undefined ? undefined : Number(`0x${digits}`)
  })
}
