/** Recognises what attaches programs beside bpf(2), and what sees packets: socket options, netlink, perf events. */
import type { LogRecord } from '@ts-audit/log'
import { latin1 } from '@ts-audit/log/internal'
import * as RecordType from '@ts-audit/tables/record-type'
import { type CallArguments, callArguments } from './call-arguments.ts'
import { bodyStart } from './field-walk.ts'

/** SOL_SOCKET, and its options that attach (include/uapi/asm-generic/socket.h). */
const SOL_SOCKET = 1
const OPTIONS: ReadonlyMap<number, string> = new Map([
  [26, 'SO_ATTACH_FILTER'],
  [50, 'SO_ATTACH_BPF'],
  [51, 'SO_ATTACH_REUSEPORT_CBPF'],
  [52, 'SO_ATTACH_REUSEPORT_EBPF'],
])

/** What setsockopt(2) attaches, by its arguments: the name of the option; undefined for other options. */
export function attachingOption([, level, option]: CallArguments): string | undefined {
  return level === SOL_SOCKET && option !== undefined ? OPTIONS.get(option) : undefined
}

/** AF_PACKET (include/linux/socket.h). */
const AF_PACKET = 17

/** Whether socket(2) makes a packet socket, by its arguments. */
export function isPacketSocket([family]: CallArguments): boolean {
  return family === AF_PACKET
}

/** PERF_EVENT_IOC_SET_BPF (include/uapi/linux/perf_event.h); the second where _IOC_WRITE is 4: mips, powerpc, sparc. */
const SET_BPF: ReadonlySet<number> = new Set([0x4004_2408, 0x8004_2408])

/** Whether ioctl(2) attaches a program to a perf event, by its arguments. */
export function attachesToPerfEvent([, request]: CallArguments): boolean {
  return request !== undefined && SET_BPF.has(request)
}

/** The calls of socketcall(2) that matter here (include/uapi/linux/net.h), by their system calls of today. */
const SOCKET_CALLS: ReadonlyMap<number, string> = new Map([
  [1, 'socket'],
  [11, 'sendto'],
  [14, 'setsockopt'],
  [16, 'sendmsg'],
  [20, 'sendmmsg'],
])

/** A call with its arguments. */
export interface ArguedCall {
  readonly name: string
  readonly arguments: CallArguments
}

/** Which call socketcall(2), which i386 and s390 have, stands for: its arguments are in a SOCKETCALL record. */
export function resolveSocketcall(syscall: LogRecord, records: readonly LogRecord[]): ArguedCall | undefined {
  const [number] = callArguments(syscall)
  const name = number === undefined ? undefined : SOCKET_CALLS.get(number)
  const inner = records.find(({ type }) => type === RecordType.SOCKETCALL)
  return name === undefined || inner === undefined ? undefined : { name, arguments: callArguments(inner) }
}

/**
 * An address of AF_NETLINK with port 0, which is the kernel's (struct sockaddr_nl of include/uapi/linux/netlink.h), in
 * either order of bytes; what follows are groups.
 */
const NETLINK = / saddr=(?:1000|0010)[0-9A-Fa-f]{4}00000000/

/** Whether the event is a message to the kernel by netlink, which is how `tc` and `ip` attach programs. */
export function isNetlinkMessage(records: readonly LogRecord[]): boolean {
  const address = records.find(({ type }) => type === RecordType.SOCKADDR)
  return address !== undefined && NETLINK.test(latin1(address.bytes, address.start, address.textEnd))
}

/** Whether a SYSCALL record says that its call succeeded. */
export function hasSucceeded(record: LogRecord): boolean {
  const text = latin1(record.bytes, record.start, record.textEnd)
  const from = bodyStart(text) - 1
  const success = text.indexOf(' success=yes ', from)
  return success >= 0 && success < text.indexOf(' pid=', from)
}
