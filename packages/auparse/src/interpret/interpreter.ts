/** What an interpreter is, and the small pieces most of them are made of. */
import { lookupName, type NameTable, namesOfBits } from '@ts-audit/tables/name-table'
import type { FieldSetting, InterpretContext, Interpreter } from '../context.ts'
import type { SyscallContext } from '../fields/parsed-record.ts'
import { type Base, unsigned64, type Wide } from './integers.ts'

export type { FieldSetting, Interpreter } from '../context.ts'

/** What every numeric type says of a number that does not fit 64 bits (spec 03 §0.2). */
export function conversionError(value: string): string {
  return `conversion error(${value})`
}

/** An interpreter of values that start with an unsigned number in `base`. */
export function ofNumber(
  base: Base,
  textOf: (number: Wide, value: string, setting: FieldSetting) => string,
): Interpreter {
  return (value, setting) => {
    const number = unsigned64(value, base)
    return number === undefined ? conversionError(value) : textOf(number, value, setting)
  }
}

/** An interpreter that looks the low 32 bits of a number up in a table; `unknown` says what others are called. */
export function named(
  base: Base,
  table: NameTable,
  unknown: (value: string, number: number) => string,
): Interpreter {
  return ofNumber(base, ({ low }, value) => lookupName(table, low | 0) ?? unknown(value, low | 0))
}

/** An interpreter of flag words: names joined with a bar, or the value as it stands with `0x` before it. */
export function flagWord(table: NameTable): Interpreter {
  return ofNumber(16, ({ low }, value) => namesOfBits(table, low).join('|') || hexText(value))
}

/** The value with `0x` before it. */
export function hexText(value: string): string {
  return `0x${value}`
}

/** The value as it stands. */
export function verbatim(value: string): string {
  return value
}

/** The setting of a value that stands alone: no system call, no netfilter family. */
export function settingOf(context: InterpretContext, syscall: SyscallContext = NO_SYSCALL): FieldSetting {
  return { context, syscall, hookFamily: undefined }
}

const ZERO: Wide = { high: 0, low: 0 }

/** The context of a record that is about no system call. */
export const NO_SYSCALL: SyscallContext = { machine: -1, syscall: -1, arg0: ZERO, arg1: ZERO }
