/** Recognises the setsockopt(2) call that makes a BPF program the filter of a socket. */
import type { LogRecord } from '@ts-audit/log'
import { latin1 } from '@ts-audit/log/internal'
import { bodyStart } from './field-walk.ts'

/** SOL_SOCKET and SO_ATTACH_BPF, in hexadecimal as the kernel writes arguments (include/uapi/asm-generic/socket.h). */
const ATTACH_BPF = ' a1=1 a2=32 '

/** Whether a SYSCALL record of setsockopt(2) is one that attached a program to a socket, with success. */
export function attachesSocketFilter(record: LogRecord): boolean {
  const text = latin1(record.bytes, record.start, record.textEnd)
  const from = bodyStart(text) - 1
  const attach = text.indexOf(ATTACH_BPF, from)
  const success = text.indexOf(' success=yes ', from)
  const pid = text.indexOf(' pid=', from)
  return success >= 0 && success < attach && attach < pid
}
