/** Recognises the calls by which a process sees packets: a filter attached to a socket, a packet socket. */
import type { LogRecord } from '@ts-audit/log'
import { latin1 } from '@ts-audit/log/internal'
import { bodyStart } from './field-walk.ts'

/**
 * SOL_SOCKET with SO_ATTACH_BPF and with SO_ATTACH_FILTER, in hexadecimal as the kernel writes arguments
 * (include/uapi/asm-generic/socket.h).
 */
const ATTACH_BPF = ' a1=1 a2=32 '
const ATTACH_FILTER = ' a1=1 a2=1a '
/** AF_PACKET (include/linux/socket.h). */
const PACKET_SOCKET = ' a0=11 '

/** What a SYSCALL record of setsockopt(2) attached to a socket, with success. */
export function filterKind(record: LogRecord): 'socket-filter' | 'classic-filter' | undefined {
  const text = latin1(record.bytes, record.start, record.textEnd)
  if (hasSucceededWith(text, ATTACH_BPF)) return 'socket-filter'
  return hasSucceededWith(text, ATTACH_FILTER) ? 'classic-filter' : undefined
}

/** Whether a SYSCALL record of socket(2) made a packet socket, with success. */
export function opensPacketSocket(record: LogRecord): boolean {
  return hasSucceededWith(latin1(record.bytes, record.start, record.textEnd), PACKET_SOCKET)
}

/** Whether these arguments stand between the call's success and its process. */
function hasSucceededWith(text: string, given: string): boolean {
  const from = bodyStart(text) - 1
  const found = text.indexOf(given, from)
  if (found < 0) return false
  const success = text.indexOf(' success=yes ', from)
  const pid = text.indexOf(' pid=', from)
  return success >= 0 && success < found && found < pid
}
