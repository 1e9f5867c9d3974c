/** File modes and permissions of a watch (spec 03 §4.8 to §4.10). */
import { fileTypes, lookupName } from '@ts-audit/tables/usual'
import { type Base, signed64 } from './integers.ts'
import { conversionError, type Interpreter, ofNumber } from './interpreter.ts'

const FILE_TYPE = 0o170000

/** The bits above the permissions, stat(2). */
const SPECIAL: readonly (readonly [bit: number, name: string])[] = [
  [0o4000, 'suid'],
  [0o2000, 'sgid'],
  [0o1000, 'sticky'],
]

/** `AUDIT_PERM_*` of linux/audit.h, in the order they are shown. */
const PERMISSIONS: readonly (readonly [bit: number, name: string])[] = [
  [4, 'read'],
  [2, 'write'],
  [1, 'exec'],
  [8, 'attr'],
]
const ALL_PERMISSIONS = 15

/** A full mode such as `file,suid,755`. */
export function fileMode(base: Base): Interpreter {
  return ofNumber(base, ({ low }) => {
    const type = lookupName(fileTypes, low & FILE_TYPE) ?? octal((low & FILE_TYPE) / 0o10000)
    return [type, ...namesIn(SPECIAL, low), octal(low & 0o777)].join(',')
  })
}

/** A mode without a file type, such as `suid,0755`. */
export function shortMode(base: Base): Interpreter {
  return ofNumber(base, ({ low }) => shortModeText(low))
}

/** The text of a mode without its file type. */
export function shortModeText(mode: number): string {
  return [...namesIn(SPECIAL, mode), `0${octal(mode & 0o777)}`].join(',')
}

/** `perm`: what accesses a watch looks for; 0 stands for all. */
export const permissions: Interpreter = (value) => {
  const number = signed64(value, 10)
  if (number === undefined) return conversionError(value)
  return namesIn(PERMISSIONS, (number.low | 0) === 0 ? ALL_PERMISSIONS : number.low).join(',')
}

function namesIn(table: readonly (readonly [bit: number, name: string])[], bits: number): string[] {
  return table.filter(([bit]) => (bits & bit) !== 0).map(([, name]) => name)
}

function octal(number: number): string {
  return number.toString(8).padStart(3, '0')
}
