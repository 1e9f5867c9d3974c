/** The interpreters of what logs usually hold. The others take as many bytes again in a page that loads them. */
import { FieldType, type FieldTypeCode } from '@ts-audit/tables/field-types'
import { usualSyscallName } from '@ts-audit/tables/usual'
import type { InterpreterSet } from '../context.ts'
import { groupId, userId } from './account-ids.ts'
import { type ArgumentIndex, ArgumentReaders } from './argument-reader.ts'
import { capability, capabilitySet } from './capability.ts'
import { errorNumber, exitCode } from './exit-code.ts'
import { fileMode, permissions, shortMode } from './file-mode.ts'
import { filterList } from './filter-list.ts'
import { unquote } from './hex.ts'
import { hexText, type Interpreter, verbatim } from './interpreter.ts'
import { mapFlags, openMode } from './memory-flags.ts'
import { promiscuous, session, success } from './outcome.ts'
import { processTitle } from './process-title.ts'
import { signal } from './signal.ts'
import { socketAddress } from './socket-address.ts'
import { architecture, systemCall, systemCallName } from './system-call.ts'
import { usualArguments } from './usual-arguments.ts'

/** The types of which the usual set has the interpreter: one row each. */
export const USUAL_TYPES: ReadonlyMap<FieldTypeCode, Interpreter> = new Map<FieldTypeCode, Interpreter>([
  [FieldType.UNCLASSIFIED, verbatim],
  [FieldType.UID, userId(10)],
  [FieldType.GID, groupId(10)],
  [FieldType.SYSCALL, systemCall],
  [FieldType.ARCH, architecture],
  [FieldType.EXIT, exitCode],
  [FieldType.ESCAPED, unquote],
  [FieldType.PERM, permissions],
  [FieldType.MODE, fileMode(8)],
  [FieldType.SOCKADDR, socketAddress],
  [FieldType.FLAGS, verbatim],
  [FieldType.PROMISC, promiscuous],
  [FieldType.CAPABILITY, capability],
  [FieldType.SUCCESS, success],
  [FieldType.A0, argument(0)],
  [FieldType.A1, argument(1)],
  [FieldType.A2, argument(2)],
  [FieldType.A3, argument(3)],
  [FieldType.SIGNAL, signal],
  [FieldType.LIST, filterList],
  [FieldType.SESSION, session],
  [FieldType.CAP_BITMAP, capabilitySet],
  [FieldType.ADDR, verbatim],
  [FieldType.OFLAG, openMode(0)],
  [FieldType.MMAP, mapFlags],
  [FieldType.MODE_SHORT, shortMode(8)],
  [FieldType.MAC_LABEL, verbatim],
  [FieldType.PROCTITLE, processTitle],
  [FieldType.ESCAPED_KEY, unquote],
  [FieldType.ESCAPED_FILE, unquote],
  [FieldType.ERRNO, errorNumber],
])

const readers = /* @__PURE__ */ new ArgumentReaders(usualArguments)

/** Knows the system calls of x86_64 alone, of those the arguments that need no large tables, and no rare type of field. */
export const usualInterpreters: InterpreterSet = {
  of: (type) => USUAL_TYPES.get(type) ?? verbatim,
  argument: (index, syscall) => readers.find(index, syscall),
  syscallName: usualSyscallName,
  innerCall: () => undefined,
}

function argument(index: ArgumentIndex): Interpreter {
  return (value, setting) => {
    const { context, syscall } = setting
    const name = systemCallName(syscall, context.interpreters)
    const reader = name === undefined ? undefined : context.interpreters.argument(index, name)
    const interpret = reader === undefined ? hexText : (reader.interpret ?? reader.choose(syscall))
    return interpret(value, setting)
  }
}
