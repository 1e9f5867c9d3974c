/** Where a value that was read goes. */
import type { ByteSpan } from './byte-span.ts'
import type { RecordText } from './record-text.ts'
import type { SearchAttributes } from './search-attributes.ts'

/** Takes the low 32 bits of a number, unsigned. */
export type AssignNumber = (attributes: SearchAttributes, value: number) => void
/** Takes a text; undefined when the value could not be decoded, which wipes an earlier one. */
export type AssignText = (attributes: SearchAttributes, value: ByteSpan | undefined, text: RecordText) => void

export const toPid: AssignNumber = (attributes, value) => {
  attributes.pid = value | 0
}
export const toPpid: AssignNumber = (attributes, value) => {
  attributes.ppid = value | 0
}
export const toUid: AssignNumber = (attributes, value) => {
  attributes.uid = value
  attributes.namedUid = value
}
/** DAEMON records store no name, so a criterion given by name never finds them (spec 01 §5.5, a quirk). */
export const toUidWithoutName: AssignNumber = (attributes, value) => {
  attributes.uid = value
}
export const toEuid: AssignNumber = (attributes, value) => {
  attributes.euid = value
  attributes.namedEuid = value
}
export const toAuid: AssignNumber = (attributes, value) => {
  attributes.auid = value
  attributes.namedAuid = value
}
export const toGid: AssignNumber = (attributes, value) => {
  attributes.gid = value
}
export const toEgid: AssignNumber = (attributes, value) => {
  attributes.egid = value
}
export const toSession: AssignNumber = (attributes, value) => {
  attributes.session = value
}
export const toSuccess: AssignNumber = (attributes, value) => {
  attributes.success = value | 0
}
export const toSyscall: AssignNumber = (attributes, value) => {
  attributes.syscall = value | 0
}
export const toArch: AssignNumber = (attributes, value) => {
  attributes.arch = value
}
export const toComm: AssignText = (attributes, value) => {
  attributes.comm = value
}
export const toExe: AssignText = (attributes, value) => {
  attributes.exe = value
}
export const toTerminal: AssignText = (attributes, value) => {
  attributes.terminal = value
}
export const toHost: AssignText = (attributes, value) => {
  attributes.host = value
}
export const toVm: AssignText = (attributes, value) => {
  attributes.vm = value
}
export const toCwd: AssignText = (attributes, value) => {
  attributes.cwd = value
}
export const toSubject: AssignText = (attributes, value) => attributes.addContext(value, undefined)
export const toObject: AssignText = (attributes, value) => attributes.addContext(undefined, value)
/** Into the entry an AVC record is filling. */
export const toEntrySubject: AssignText = (_attributes, value, text) => {
  if (text.entry !== undefined) text.entry.subject = value
}
/** As {@link toEntrySubject}. */
export const toEntryObject: AssignText = (_attributes, value, text) => {
  if (text.entry !== undefined) text.entry.object = value
}
/** As {@link toEntrySubject}. */
export const toEntryClass: AssignText = (_attributes, value, text) => {
  if (text.entry !== undefined) text.entry.objectClass = value
}
