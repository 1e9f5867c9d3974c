/** Waits for descriptors (poll(2)). */
import { endianness } from 'node:os'
import type { ForeignFunctions } from './foreign-functions.ts'

const POLLIN = 1
/** Of `struct pollfd`. */
const ENTRY_BYTES = 8

/** Gives what waits until one of some descriptors can be read, at most so many milliseconds. */
export function createWait(
  { func }: ForeignFunctions,
  descriptors: readonly number[],
): (milliseconds: number) => void {
  const poll = func('int poll(void *descriptors, unsigned long count, int timeout)')
  const entries = new DataView(new ArrayBuffer(ENTRY_BYTES * descriptors.length))
  const isLittle = endianness() === 'LE'
  for (const [at, descriptor] of descriptors.entries()) {
    entries.setInt32(ENTRY_BYTES * at, descriptor, isLittle)
    entries.setInt16(ENTRY_BYTES * at + 4, POLLIN, isLittle)
  }
  const bytes = new Uint8Array(entries.buffer)
  return (milliseconds) => void poll(bytes, descriptors.length, milliseconds)
}
