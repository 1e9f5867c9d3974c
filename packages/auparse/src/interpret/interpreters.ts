/** All interpreters: of every field type, of every argument of a system call that has one. */
import { FieldType, type FieldTypeCode } from '@ts-audit/tables/field-types'
import { syscallName } from '@ts-audit/tables/syscalls'
import { ipcCalls, lookupName, socketCalls } from '@ts-audit/tables/values'
import type { InterpreterSet } from '../context.ts'
import { ArgumentReaders } from './argument-reader.ts'
import { fanInfo, fanResponse, fanType, trust } from './fanotify.ts'
import { type Interpreter, verbatim } from './interpreter.ts'
import {
  hook,
  icmpType,
  macProtocol,
  netfilterAction,
  netfilterFamily,
  netlinkGroup,
  protocol,
} from './netfilter.ts'
import { ioctlRequest, personality, resolve, seccompCode } from './process-attributes.ts'
import { rareArguments } from './rare-arguments.ts'
import { ttyData } from './tty-data.ts'
import { USUAL_TYPES, usualInterpreters } from './usual-interpreters.ts'

/** The types that the usual set lacks: one row each. */
const RARE_TYPES: ReadonlyMap<FieldTypeCode, Interpreter> = new Map<FieldTypeCode, Interpreter>([
  [FieldType.TTY_DATA, ttyData],
  [FieldType.NFPROTO, netfilterFamily],
  [FieldType.ICMPTYPE, icmpType],
  [FieldType.PROTOCOL, protocol],
  [FieldType.PERSONALITY, personality],
  [FieldType.SECCOMP, seccompCode],
  [FieldType.HOOK, hook],
  [FieldType.NETACTION, netfilterAction],
  [FieldType.MACPROTO, macProtocol],
  [FieldType.IOCTL_REQ, ioctlRequest],
  [FieldType.FANOTIFY, fanResponse],
  [FieldType.NLMCGRP, netlinkGroup],
  [FieldType.RESOLVE, resolve],
  [FieldType.TRUST, trust],
  [FieldType.FAN_TYPE, fanType],
  [FieldType.FAN_INFO, fanInfo],
])

const rareReaders = /* @__PURE__ */ new ArgumentReaders(rareArguments)

export const interpreters: InterpreterSet = {
  of: (type) => USUAL_TYPES.get(type) ?? RARE_TYPES.get(type) ?? verbatim,
  argument: (index, syscall) =>
    usualInterpreters.argument(index, syscall) ?? rareReaders.find(index, syscall),
  syscallName,
  innerCall: (syscall, arg0) => lookupName(syscall === 'socketcall' ? socketCalls : ipcCalls, arg0),
}
