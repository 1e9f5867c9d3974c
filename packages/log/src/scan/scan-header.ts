/** A header that was read in JavaScript, in the memory of assembly/scan.ts: the numbers of a line whose record is added. */
import type { Header } from '../header.ts'
import { lowerBits } from './exact-numbers.ts'
import type { ScanMemory } from './scan-memory.ts'
import type { ScanExports } from './scan-module.ts'

/** Where they stand: seconds and serial in 64-bit floating-point numbers, the others in 32-bit integers. */
const SECONDS = 0
const SERIAL = 1
const MILLISECONDS = 4
/** The length of the node's name, or -1. */
const NODE_LENGTH = 5
const SECONDS_LOW = 6
const SERIAL_LOW = 7

/** Writes the numbers of a header, whose line is among the bytes, and the name of its node. */
export function writeHeader(
  { HEADER, HEADER_NODE }: ScanExports,
  { bytes: memory, integers, floats }: ScanMemory,
  header: Header,
  bytes: Uint8Array,
): void {
  const { nodeStart, nodeEnd, milliseconds, exact, seconds, serial } = header
  const nodeLength = nodeStart < 0 ? -1 : nodeEnd - nodeStart
  if (nodeLength > 0) memory.set(bytes.subarray(nodeStart, nodeEnd), HEADER_NODE.value)
  const at = HEADER.value >> 2
  floats[at / 2 + SECONDS] = seconds
  floats[at / 2 + SERIAL] = serial
  integers[at + SECONDS_LOW] = lowerBits(seconds, exact?.seconds)
  integers[at + SERIAL_LOW] = lowerBits(serial, exact?.serial)
  integers[at + MILLISECONDS] = milliseconds
  integers[at + NODE_LENGTH] = nodeLength
}
