/** Formatters of the other system calls' arguments that are words of flags (spec 03 §5.1). */
import {
  cloneFlags as cloneFlagNames,
  ipcFlags,
  mountFlags as mountFlagNames,
  namesOfBits,
  shmFlags as shmFlagNames,
  umountFlags as umountFlagNames,
  xattrFlags as xattrFlagNames,
} from '@ts-audit/tables/flags'
import { shortModeText } from './file-mode.ts'
import { flagWord, type Interpreter, ofNumber } from './interpreter.ts'
import { signalName } from './signal.ts'

/** The reference's masks are octal, so that of all flags only four can show. */
const IPC_MASK = 0o3000
const SHM_MASK = 0o14000

/** Flags of clone(2); the low byte is the signal the parent gets. */
export const cloneFlags: Interpreter = ofNumber(16, ({ low }) => {
  const names = namesOfBits(cloneFlagNames, low)
  const signal = (low & 0xff) === 0 ? undefined : signalName(low & 0xff)
  if (signal !== undefined) names.push(signal)
  return names.join('|') || `0x${low.toString(16)}`
})

export const xattrFlags: Interpreter = flagWord(xattrFlagNames)
export const mountFlags: Interpreter = flagWord(mountFlagNames)
export const umountFlags: Interpreter = flagWord(umountFlagNames)

/** Flags of shmget(2), with the mode they carry. */
export const sharedMemoryFlags: Interpreter = ofNumber(16, ({ low }) => {
  const names = [...namesOfBits(ipcFlags, low & IPC_MASK), ...namesOfBits(shmFlagNames, low & SHM_MASK)]
  return [...names, shortModeText(low & 0o777)].join('|')
})
