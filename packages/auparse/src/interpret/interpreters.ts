/** The interpreter of every field type: one row each. */
import { FieldType, type FieldTypeCode } from '@ts-audit/tables/field-types'
import { groupId, userId } from './account-ids.ts'
import { type ArgumentIndex, argumentInterpreter } from './arguments.ts'
import { capability, capabilitySet } from './capability.ts'
import { errorNumber, exitCode } from './exit-code.ts'
import { fanInfo, fanResponse, fanType, trust } from './fanotify.ts'
import { fileMode, permissions, resolve, shortMode } from './file-mode.ts'
import { unquote } from './hex.ts'
import { type Interpreter, verbatim } from './interpreter.ts'
import { mapFlags, openMode } from './memory-flags.ts'
import {
  hook,
  icmpType,
  macProtocol,
  netfilterAction,
  netfilterFamily,
  netlinkGroup,
  protocol,
} from './netfilter.ts'
import { promiscuous, session, success } from './outcome.ts'
import { filterList, ioctlRequest, personality, seccompCode } from './process-attributes.ts'
import { processTitle } from './process-title.ts'
import { signal } from './signal.ts'
import { socketAddress } from './socket-address.ts'
import { architecture, systemCall, systemCallName } from './system-call.ts'
import { ttyData } from './tty-data.ts'

const INTERPRETERS: ReadonlyMap<FieldTypeCode, Interpreter> = new Map<FieldTypeCode, Interpreter>([
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
  [FieldType.TTY_DATA, ttyData],
  [FieldType.SESSION, session],
  [FieldType.CAP_BITMAP, capabilitySet],
  [FieldType.NFPROTO, netfilterFamily],
  [FieldType.ICMPTYPE, icmpType],
  [FieldType.PROTOCOL, protocol],
  [FieldType.ADDR, verbatim],
  [FieldType.PERSONALITY, personality],
  [FieldType.SECCOMP, seccompCode],
  [FieldType.OFLAG, openMode(0)],
  [FieldType.MMAP, mapFlags],
  [FieldType.MODE_SHORT, shortMode(8)],
  [FieldType.MAC_LABEL, verbatim],
  [FieldType.PROCTITLE, processTitle],
  [FieldType.HOOK, hook],
  [FieldType.NETACTION, netfilterAction],
  [FieldType.MACPROTO, macProtocol],
  [FieldType.IOCTL_REQ, ioctlRequest],
  [FieldType.ESCAPED_KEY, unquote],
  [FieldType.ESCAPED_FILE, unquote],
  [FieldType.FANOTIFY, fanResponse],
  [FieldType.NLMCGRP, netlinkGroup],
  [FieldType.RESOLVE, resolve],
  [FieldType.TRUST, trust],
  [FieldType.FAN_TYPE, fanType],
  [FieldType.FAN_INFO, fanInfo],
  [FieldType.ERRNO, errorNumber],
])

/** The interpreter of a field type. */
export function interpreterOf(type: FieldTypeCode): Interpreter {
  return INTERPRETERS.get(type) ?? verbatim
}

function argument(index: ArgumentIndex): Interpreter {
  return (value, setting) => {
    const { syscall } = setting
    return argumentInterpreter(index, systemCallName(syscall), syscall)(value, setting)
  }
}
