/** Reads the arguments of a system call after the first, which few of them are asked for. */
import type { LogRecord } from '@ts-audit/log'
import { latin1 } from '@ts-audit/log/internal'
import { bodyStart } from './field-walk.ts'

/** The arguments `a1=` to `a3=` of a SYSCALL record, unsigned; undefined where the record has none. */
export function callArguments(record: LogRecord): readonly (number | undefined)[] {
  const text = latin1(record.bytes, record.start, record.textEnd)
  const from = bodyStart(text) - 1
  const end = text.indexOf(' pid=', from)
  return [' a1=', ' a2=', ' a3='].map((name) => {
    const at = text.indexOf(name, from)
    if (at < 0 || (end >= 0 && at > end)) return undefined
    const digits = /^[0-9a-f]{1,16}(?= |$)/.exec(text.slice(at + name.length, at + name.length + 17))?.[0]
    return digits === undefined ? undefined : Number(`0x${digits}`)
  })
}
