/**
 * Programs at the moment they are loaded, from the side band of perf (perf_event_open(2), PERF_RECORD_BPF_EVENT, since Linux
 * 5.0): the kernel writes into memory that it shares, before it makes the audit record. On a busy machine records come tens
 * of milliseconds later, when the thread that sends them has had its turn.
 */
import { closeSync, readFileSync } from 'node:fs'
import { endianness } from 'node:os'
import { errorName, type ForeignFunctions } from './foreign-functions.ts'

/** perf_event_open(2) by machine (asm/unistd.h). */
const NUMBERS: Readonly<Record<string, number>> = {
  x64: 298,
  arm64: 241,
  riscv64: 241,
  loong64: 241,
  ppc64: 319,
  s390x: 331,
}
/** Of `struct perf_event_attr`, as of Linux 4.1 (PERF_ATTR_SIZE_VER5): a kernel that knows more takes the rest for 0. */
const ATTRIBUTE_BYTES = 112
const PERF_TYPE_SOFTWARE = 1
/** It counts nothing: only the side band is wanted. */
const PERF_COUNT_SW_DUMMY = 9n
/** Bits of the attributes: tell of programs, and wake whoever waits as soon as there is a byte. */
const FLAGS = [14n /* watermark */, 30n /* bpf_event */]
const CLOSE_ON_EXEC = 8
const ALL_PROCESSES = -1
const PERF_RECORD_BPF_EVENT = 18
const PERF_BPF_EVENT_PROG_LOAD = 1
/** Numbers of 64 bits in the first page, where the kernel says how far it has written, and we how far we have read. */
const HEAD = 128
const TAIL = 129
const SC_PAGESIZE = 30
const ONLINE = '/sys/devices/system/cpu/online'
const isLittle = endianness() === 'LE'

/** What is written on one CPU. */
interface LoadRing {
  readonly positions: BigInt64Array
  readonly records: DataView
}

/** The side band of all CPUs that are online. */
export interface LoadRings {
  /** They can be waited for. */
  readonly descriptors: readonly number[]
  /** The ids of programs that were loaded since the last time. */
  readonly take: () => number[]
}

/**
 * Opens it: CAP_PERFMON or CAP_SYS_ADMIN is wanted.
 *
 * @throws Error with one line when it is not allowed, or not known to the kernel
 */
export function openLoadRings(foreign: ForeignFunctions): LoadRings {
  const number = NUMBERS[process.arch]
  if (number === undefined) throw new Error(`perf_event_open(2) has no known number on ${process.arch}`)
  const open = foreign.func(
    'long syscall(long number, void *attributes, int pid, int cpu, int group, unsigned long flags)',
  )
  const pageBytes = Number(foreign.func('long sysconf(int name)')(SC_PAGESIZE))
  const attributes = loadAttributes()
  const descriptors: number[] = []
  try {
    for (const cpu of onlineCpus(readFileSync(ONLINE, 'latin1'))) {
      const descriptor = Number(open(number, attributes, ALL_PROCESSES, cpu, -1, CLOSE_ON_EXEC))
      if (descriptor < 0) throw new Error(`perf_event_open(2): ${errorName(foreign.errno())}`)
      descriptors.push(descriptor)
    }
    // What is shared is written to until the process ends: only when all are open.
    const rings = descriptors.map((descriptor) => ringIn(foreign.map(descriptor, 2 * pageBytes), pageBytes))
    return { descriptors, take: () => rings.flatMap(takeLoads) }
  } catch (error) {
    for (const descriptor of descriptors) closeSync(descriptor)
    throw error
  }
}

/** The CPUs of a list such as `0-3,8`. */
export function onlineCpus(list: string): number[] {
  return list.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number)
    return Array.from({ length: last - first + 1 }, (_, at) => first + at)
  })
}

/** `struct perf_event_attr`. */
function loadAttributes(): Buffer {
  const bytes = Buffer.alloc(ATTRIBUTE_BYTES)
  // Bits are counted from the other end where numbers are.
  const flags = FLAGS.reduce((sum, bit) => sum | (1n << (isLittle ? bit : 63n - bit)), 0n)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  view.setUint32(0, PERF_TYPE_SOFTWARE, isLittle)
  view.setUint32(4, ATTRIBUTE_BYTES, isLittle)
  view.setBigUint64(8, PERF_COUNT_SW_DUMMY, isLittle)
  view.setBigUint64(40, flags, isLittle)
  view.setUint32(48, 1, isLittle) // wakeup_watermark
  return bytes
}

function ringIn(memory: ArrayBuffer, pageBytes: number): LoadRing {
  return {
    positions: new BigInt64Array(memory, 0, TAIL + 1),
    records: new DataView(memory, pageBytes, pageBytes),
  }
}

/** Records are `struct perf_event_header` (type, misc, size), and of programs their event, flags and id. */
function takeLoads({ positions, records }: LoadRing): number[] {
  const ids: number[] = []
  // Atomically: what was written before the position is there.
  const head = Atomics.load(positions, HEAD)
  const size = BigInt(records.byteLength)
  let tail = positions[TAIL] as bigint
  while (tail < head) {
    // All sizes are multiples of eight, so that these parts never go around the end.
    const at = (offset: number): number => Number((tail + BigInt(offset)) % size)
    const length = records.getUint16(at(6), isLittle)
    const isLoad =
      records.getUint32(at(0), isLittle) === PERF_RECORD_BPF_EVENT &&
      records.getUint16(at(8), isLittle) === PERF_BPF_EVENT_PROG_LOAD
    if (isLoad) ids.push(records.getUint32(at(12), isLittle))
    if (length === 0) break
    tail += BigInt(length)
  }
  Atomics.store(positions, TAIL, head)
  return ids
}
