/** Columns that show numbers and words of the event itself. */
import { IO_URING, NOT_RECORDED, UNSET } from '@ts-audit/auparse/search'
import { serialText } from '@ts-audit/log/internal'
import { Machine } from '@ts-audit/tables/machines'
import { formatRecordType, UNKNOWN_RECORD_TYPE } from '@ts-audit/tables/record-types'
import { syscallName } from '@ts-audit/tables/syscalls'
import type { ReportRow } from '../report-row.ts'
import type { Column } from './column.ts'

/** The serial number. */
export const serial: Column<number> = {
  write: ({ event }, out) => out.text(serialText(event)),
  value: ({ event }) => event.serial,
}

/** The type of the first record, also when another record made the event qualify (spec 05 §6.5). */
export const firstType: Column<string | null> = {
  write: ({ event, texts }, out) => out.text(texts.type(event.type)),
  value: ({ event }) => (event.type === UNKNOWN_RECORD_TYPE ? null : formatRecordType(event.type)),
}

/** The result of the event; null when no record decides it. */
export const success: Column<boolean | null> = {
  write: ({ attributes }, out) => out.text(successWord(attributes.success)),
  value: ({ attributes }) => (attributes.success === 1 ? true : attributes.success === 0 ? false : null),
}

/** The process; null when no record names it. */
export const pid: Column<number | null> = {
  write: ({ attributes }, out) => out.text(String(attributes.pid >>> 0)),
  value: ({ attributes }) => (attributes.pid === UNSET ? null : attributes.pid),
}

/** The login session: 4294967295 for none, as in the log; null when no record names it. */
export const session: Column<number | null> = {
  write: ({ attributes }, out) => out.text(String(attributes.session)),
  value: ({ attributes: { session: id } }) => (id === NOT_RECORDED ? null : id),
}

/** The syscall: a number, a name where names were asked for and its machine is known; `io_uring:openat`. */
export const syscall: Column<number | string> = {
  write: (row, out) => out.text(syscallText(row)),
  value(row) {
    const { arch, syscall: number } = row.attributes
    // No line shows these: their numbers are of another table.
    if (arch === IO_URING) return `io_uring:${syscallName(Machine.uring, number) ?? number}`
    if (!row.texts.interpret) return number
    const text = syscallText(row)
    return text === '?' ? number : text
  },
}

/** The syscall as printed. */
export function syscallText({ attributes, texts }: ReportRow): string {
  return texts.syscall(attributes.arch, attributes.syscall)
}

function successWord(result: number): string {
  return result === 1 ? 'yes' : result === 0 ? 'no' : 'unset'
}
