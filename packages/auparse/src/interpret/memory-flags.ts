/** Flags of open(2) and mmap(2) (spec 03 §4.26, §4.27, §5.1). */
import {
  mmapFlags,
  type NameTable,
  namesOfBits,
  openFlags,
  protectionFlags,
  tableRows,
} from '@ts-audit/tables/usual'
import type { Base } from './integers.ts'
import { hexText, type Interpreter, ofNumber } from './interpreter.ts'

const ACCESS_MODE = 3
const MAP_TYPE = 0xf
const PROTECTION = 7

/** Open flags: O_RDONLY, which has no bit, is named when neither O_WRONLY nor O_RDWR is. */
export function openMode(base: Base): Interpreter {
  return ofNumber(base, ({ low }) => withZero('O_RDONLY', (low & ACCESS_MODE) === 0, openFlags, low))
}

/** Flags of mmap(2); MAP_FILE, which has no bit, is named when no mapping type is. */
export const mapFlags: Interpreter = ofNumber(
  16,
  ({ low }, value) => withZero('MAP_FILE', (low & MAP_TYPE) === 0, mmapFlags, low) || hexText(value),
)

/** Protection flags of which only the first `count` of the table are known. */
export function protection(count: number): Interpreter {
  return ofNumber(16, ({ low }) => {
    if ((low & PROTECTION) === 0) return 'PROT_NONE'
    const rows = tableRows(protectionFlags).slice(0, count)
    return rows
      .filter((row) => (row.number & low) !== 0)
      .map((row) => row.name)
      .join('|')
  })
}

function withZero(name: string, zero: boolean, table: NameTable, bits: number): string {
  const names = namesOfBits(table, bits)
  return (zero ? [name, ...names] : names).join('|')
}
