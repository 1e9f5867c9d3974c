/**
 * Records of programs from the kernel itself: it sends each record to those who listen (netlink(7), AUDIT_NLGRP_READLOG,
 * since Linux 3.16) before it sends it to auditd, which passes it on to its plugins some milliseconds later.
 */
import { closeSync } from 'node:fs'
import { endianness } from 'node:os'
import * as RecordType from '@ts-audit/tables/record-type'
import { errorName, type ForeignFunctions } from './foreign-functions.ts'

const AF_NETLINK = 16
const SOCK_RAW_CLOEXEC = 3 | 0o2000000
const NETLINK_AUDIT = 9
/** The group AUDIT_NLGRP_READLOG, as a bit. */
const READLOG = 1
const SOL_SOCKET = 1
const SO_ATTACH_FILTER = 26
const MSG_DONTWAIT = 0x40
const HEADER_BYTES = 16
/** Such a record is shorter than this. */
const MOST_BYTES = 512
const PROGRAM = /^audit\((\d{1,12}\.\d{3}:\d{1,12})\): prog-id=(\d{1,10}) op=(LOAD|UNLOAD)/

/** A record of a program. */
export interface ProgramRecord {
  /** The stamp of its event: `SECONDS.MMM:SERIAL`. */
  readonly event: string
  readonly progId: number
  readonly op: 'LOAD' | 'UNLOAD'
}

/** A socket that hears of programs. */
export interface RecordSocket {
  /** It can be waited for. */
  readonly descriptor: number
  /** The records that have come, in order, at most so many. */
  readonly receive: (atMost: number) => readonly ProgramRecord[]
  readonly close: () => void
}

/**
 * Opens it: CAP_AUDIT_READ is wanted. The kernel writes an EVENT_LISTENER record when it is opened and when it is closed.
 *
 * @throws Error with one line when it is not allowed
 */
export function openRecordSocket({ func, address, errno }: ForeignFunctions): RecordSocket {
  const socket = func('int socket(int domain, int type, int protocol)')
  const bind = func('int bind(int fd, void *address, unsigned int size)')
  const setsockopt = func('int setsockopt(int fd, int level, int name, void *value, unsigned int size)')
  const recv = func('long recv(int fd, void *buffer, unsigned long size, int flags)')
  const descriptor = socket(AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_AUDIT)
  if (descriptor < 0) throw new Error(errorName(errno()))
  const instructions = onlyProgramRecords()
  const filter = Buffer.alloc(16)
  write16(filter, instructions.length / 8, 0)
  write64(filter, address(instructions), 8)
  const name = Buffer.alloc(12)
  write16(name, AF_NETLINK, 0)
  write32(name, READLOG, 8)
  const isOpen =
    setsockopt(descriptor, SOL_SOCKET, SO_ATTACH_FILTER, filter, filter.length) === 0 &&
    bind(descriptor, name, name.length) === 0
  if (!isOpen) {
    const error = errno()
    closeSync(descriptor)
    throw new Error(errorName(error))
  }
  const bytes = Buffer.alloc(MOST_BYTES)
  const receive = (atMost: number): readonly ProgramRecord[] => {
    const records: ProgramRecord[] = []
    while (records.length < atMost) {
      // When more have come than it could hold, an error says so once.
      const length = recv(descriptor, bytes, bytes.length, MSG_DONTWAIT)
      if (length < 0) break
      const record = programRecord(bytes.subarray(0, length))
      if (record !== undefined) records.push(record)
    }
    return records
  }
  return { descriptor, receive, close: () => closeSync(descriptor) }
}

/** What a message of the kernel (linux/netlink.h, struct nlmsghdr) says of a program. */
export function programRecord(message: Buffer): ProgramRecord | undefined {
  if (message.length < HEADER_BYTES || read16(message, 4) !== RecordType.BPF) return undefined
  const found = PROGRAM.exec(message.toString('latin1', HEADER_BYTES))
  if (found === null) return undefined
  const [, event = '', id = '', op] = found
  return { event, progId: Number(id), op: op === 'LOAD' ? 'LOAD' : 'UNLOAD' }
}

/** A filter of the socket (linux/filter.h), so that other records wake nobody: it is no program with an id, and is not logged. */
function onlyProgramRecords(): Buffer {
  // Its numbers are in the order of the network, those of netlink in the machine's.
  const type = isLittle ? ((RecordType.BPF & 0xff) << 8) | (RecordType.BPF >> 8) : RecordType.BPF
  const instructions = [
    [0x28, 0, 0, 4], // ldh [4]
    [0x15, 0, 1, type], // jeq #type, 0, 1
    [0x06, 0, 0, 0xffff_ffff], // ret #-1: all of it
    [0x06, 0, 0, 0], // ret #0: nothing
  ] as const
  const bytes = Buffer.alloc(8 * instructions.length)
  for (const [at, [code, whenTrue, whenFalse, value]] of instructions.entries()) {
    write16(bytes, code, 8 * at)
    bytes[8 * at + 2] = whenTrue
    bytes[8 * at + 3] = whenFalse
    write32(bytes, value, 8 * at + 4)
  }
  return bytes
}

// Structures of the kernel are in the machine's order.
const isLittle = endianness() === 'LE'

function read16(bytes: Buffer, at: number): number {
  return isLittle ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at)
}

function write16(bytes: Buffer, value: number, at: number): void {
  if (isLittle) bytes.writeUInt16LE(value, at)
  else bytes.writeUInt16BE(value, at)
}

function write32(bytes: Buffer, value: number, at: number): void {
  if (isLittle) bytes.writeUInt32LE(value, at)
  else bytes.writeUInt32BE(value, at)
}

function write64(bytes: Buffer, value: bigint, at: number): void {
  if (isLittle) bytes.writeBigUInt64LE(value, at)
  else bytes.writeBigUInt64BE(value, at)
}
