/** Asks by bpf(2) itself, through a foreign function interface that comes built: no process is started, and no compiler is needed. */
import { closeSync, readFileSync } from 'node:fs'
import { type Answer, bootTime, type KernelProgram, TIME_TOLERANCE } from './answer.ts'
import {
  errorName,
  type ForeignFunction,
  type ForeignFunctions,
  openForeignFunctions,
} from './foreign-functions.ts'
import { programTypeName } from './program-types.ts'
import {
  type DescriptorUse,
  fdinfoText,
  PinCache,
  type ProgramUse,
  pinFolders,
  pinnedFiles,
  programUses,
  readDescriptorUse,
} from './program-uses.ts'

const OBJ_GET = 7
const PROG_GET_NEXT_ID = 11
const PROG_GET_FD_BY_ID = 13
const OBJ_GET_INFO_BY_FD = 15
const LINK_GET_FD_BY_ID = 30
const LINK_GET_NEXT_ID = 31
/** Links that are looked at in all. */
const MOST_LINKS = 2_000
/** Of `struct bpf_prog_info` as of 6.1; older kernels fill less of it, newer ones take it as it is. */
const INFO_BYTES = 232
const MOST_MAPS = 64
const NAME_BYTES = 16
/** The error of what is not there. */
const ENOENT = 2
/** bpf(2) by machine (asm/unistd.h). */
const NUMBERS: Readonly<Record<string, number>> = {
  x64: 321,
  arm64: 280,
  riscv64: 280,
  loong64: 280,
  ppc64: 361,
  s390x: 351,
}
/** Milliseconds until the time of the boot is worked out again. */
const BOOT_TIME_AGE = 1000

/** bpf(2), or why there is none. */
export type BpfCall =
  | {
      readonly ask: (progId: number, loadedAt: number | undefined) => Answer
      /** The first half of it, after which the program stays until the second one: to be called soon, and once. */
      readonly hold: (progId: number) => (loadedAt: number | undefined) => Answer
      readonly list: () => number[]
      /** Links and pinned files, by the id of the program. */
      readonly uses: () => ReadonlyMap<number, ProgramUse>
    }
  | { readonly problem: string }

/** Prepares it, and tries whether it is allowed: programs of others are open to CAP_SYS_ADMIN only. */
export function openBpfCall(scriptUrl: string): BpfCall {
  const number = process.platform === 'linux' ? NUMBERS[process.arch] : undefined
  if (number === undefined)
    return { problem: `bpf(2) has no known number on ${process.platform} ${process.arch}` }
  let foreign: ForeignFunctions
  let call: ForeignFunction
  try {
    foreign = openForeignFunctions(scriptUrl)
    call = foreign.func('long syscall(long number, int command, void *attributes, unsigned int size)')
  } catch (error) {
    return { problem: (error as Error).message }
  }
  const attributes = Buffer.alloc(128)
  const bpf = (command: number, size: number): number => call(number, command, attributes, size)
  const openProgram = (progId: number): number => {
    attributes.fill(0)
    attributes.writeUInt32LE(progId, 0)
    return bpf(PROG_GET_FD_BY_ID, 12)
  }
  const info = Buffer.alloc(INFO_BYTES)
  const maps = Buffer.alloc(4 * MOST_MAPS)
  const infoAddress = foreign.address(info)
  const mapsAddress = foreign.address(maps)
  const read = (descriptor: number): boolean => {
    info.fill(0)
    info.writeUInt32LE(MOST_MAPS, 52)
    info.writeBigUInt64LE(mapsAddress, 56)
    attributes.fill(0)
    attributes.writeUInt32LE(descriptor, 0)
    attributes.writeUInt32LE(INFO_BYTES, 4)
    attributes.writeBigUInt64LE(infoAddress, 8)
    return bpf(OBJ_GET_INFO_BY_FD, 16) === 0
  }
  const bootTimeNow = createBootTime()
  const hold = (progId: number): ((loadedAt: number | undefined) => Answer) => {
    const descriptor = openProgram(progId)
    if (descriptor >= 0) return (loadedAt) => answerOf(descriptor, loadedAt)
    const error = foreign.errno()
    const answer: Answer =
      error === ENOENT ? { answer: 'gone', by: 'bpf' } : { answer: 'not-asked', reason: errorName(error) }
    return () => answer
  }
  const answerOf = (descriptor: number, loadedAt: number | undefined): Answer => {
    // Closed at once: who closes the last descriptor is written into the UNLOAD.
    let isRead: boolean
    try {
      isRead = read(descriptor)
    } finally {
      closeSync(descriptor)
    }
    if (!isRead) return { answer: 'not-asked', reason: errorName(foreign.errno()) }
    const program = programOf(info, maps, bootTimeNow())
    if (loadedAt !== undefined && Math.abs((program.loadedAt ?? loadedAt) - loadedAt) > TIME_TOLERANCE)
      return { answer: 'other-program', by: 'bpf' }
    return { answer: 'found', by: 'bpf', ...program }
  }
  const ask = (progId: number, loadedAt: number | undefined): Answer => hold(progId)(loadedAt)
  const idsOf = (command: number, most: number): number[] => {
    const ids: number[] = []
    for (let id = 0; ids.length < most; ) {
      attributes.fill(0)
      attributes.writeUInt32LE(id, 0)
      if (bpf(command, 12) !== 0) break
      id = attributes.readUInt32LE(4)
      ids.push(id)
    }
    return ids
  }
  const list = (): number[] => idsOf(PROG_GET_NEXT_ID, Number.POSITIVE_INFINITY)
  /** What a descriptor is, which is closed. */
  const useOf = (descriptor: number): DescriptorUse | undefined => {
    if (descriptor < 0) return undefined
    try {
      return readDescriptorUse(fdinfoText(descriptor))
    } finally {
      closeSync(descriptor)
    }
  }
  const openLink = (id: number): number => {
    attributes.fill(0)
    attributes.writeUInt32LE(id, 0)
    return bpf(LINK_GET_FD_BY_ID, 12)
  }
  const openPin = (file: string): number => {
    const name = Buffer.from(`${file}\0`)
    attributes.fill(0)
    attributes.writeBigUInt64LE(foreign.address(name), 0)
    return bpf(OBJ_GET, 16)
  }
  const pins = new PinCache((file) => useOf(openPin(file)))
  const uses = (): ReadonlyMap<number, ProgramUse> =>
    programUses(
      idsOf(LINK_GET_NEXT_ID, MOST_LINKS).flatMap((id) => useOf(openLink(id)) ?? []),
      pins.read(pinnedFiles(pinFolders(readFileSync('/proc/self/mountinfo', 'utf8')))),
    )
  // No program has this id.
  const trial = openProgram(0xffff_fffe)
  const error = foreign.errno()
  if (trial >= 0) closeSync(trial)
  else if (error !== ENOENT) return { problem: `bpf(2) is not allowed: ${errorName(error)}` }
  return { ask, hold, list, uses }
}

/** When the machine was started; the clock may be set while we run, but it is not looked at for each program. */
function createBootTime(): () => number {
  let known = { boot: 0, at: Number.NEGATIVE_INFINITY }
  return () => {
    const now = performance.now()
    if (now - known.at > BOOT_TIME_AGE) {
      known = { boot: bootTime(readFileSync('/proc/uptime', 'latin1'), Date.now()), at: now }
    }
    return known.boot
  }
}

function programOf(info: Buffer, maps: Buffer, boot: number): KernelProgram {
  const mapCount = Math.min(info.readUInt32LE(52), MOST_MAPS)
  const name = info.subarray(64, 64 + NAME_BYTES)
  const end = name.indexOf(0)
  const positive = (at: number): number | undefined => info.readUInt32LE(at) || undefined
  const btfId = positive(128)
  const verifiedInstructions = positive(216)
  const attachBtfObjId = positive(220)
  const attachBtfId = positive(224)
  return {
    type: programTypeName(info.readUInt32LE(0)),
    name: name.toString('latin1', 0, end < 0 ? NAME_BYTES : end),
    tag: info.toString('hex', 8, 16),
    uid: info.readUInt32LE(48),
    loadedAt: Math.round(boot + Number(info.readBigUInt64LE(40)) / 1e6),
    mapIds: Array.from({ length: mapCount }, (_, at) => maps.readUInt32LE(4 * at)),
    ...(btfId !== undefined && { btfId }),
    ...(attachBtfObjId !== undefined && { attachBtfObjId }),
    ...(attachBtfId !== undefined && { attachBtfId }),
    xlatedBytes: info.readUInt32LE(20),
    jitedBytes: info.readUInt32LE(16),
    gplCompatible: (info.readUInt32LE(84) & 1) === 1,
    ...(verifiedInstructions !== undefined && { verifiedInstructions }),
  }
}
