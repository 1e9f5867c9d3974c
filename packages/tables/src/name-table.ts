// Tables of names and numbers: each is kept as one string and decoded on first use.

/** One row of a table. `symbol` is the constant's name in C where it differs from the name shown to people. */
export interface NameRow {
  readonly number: number
  readonly name: string
  readonly symbol: string | undefined
}

interface DecodedTable {
  readonly rows: readonly NameRow[]
  readonly byNumber: ReadonlyMap<number, NameRow>
  readonly byName: ReadonlyMap<string, NameRow>
}

/**
 * An ordered table of names and numbers. Read it with {@link lookupName}, {@link lookupNumber}, {@link tableRows} and
 * {@link namesOfBits}. `encoded` holds a row per line, `[number ]name[<TAB>symbol]`, where a missing number means the
 * one of the row before plus 1 (0 in the first row). Where there are `symbols`, which they all begin with, a row without one
 * has that of the first row of its number, or else `symbols` and its name in upper case. `decoded` is filled on first use, so
 * unused tables cost nothing.
 */
export interface NameTable {
  readonly encoded: string
  readonly symbols?: string
  decoded: DecodedTable | undefined
}

/** The row of `number`, or undefined. Where a number occurs twice the first row counts (spec 03 §0.3). */
export function lookupRow(table: NameTable, number: number): NameRow | undefined {
  return decode(table).byNumber.get(asSigned(number))
}

/** The name of `number`, or undefined. A number and its two's complement in 32 bits are the same (spec 03 §0.3). */
export function lookupName(table: NameTable, number: number): string | undefined {
  return lookupRow(table, number)?.name
}

/** The number of `name`, compared exactly, or undefined. */
export function lookupNumber(table: NameTable, name: string): number | undefined {
  return decode(table).byName.get(name)?.number
}

/** The number of `name`, the case of A-Z ignored, or undefined. Not for tables with names that differ in case alone. */
export function lookupNumberIgnoringCase(table: NameTable, name: string): number | undefined {
  const exact = lookupNumber(table, name)
  if (exact !== undefined) return exact
  const wanted = lowerCaseAscii(name)
  return decode(table).rows.find((row) => lowerCaseAscii(row.name) === wanted)?.number
}

/** All rows in table order. */
export function tableRows(table: NameTable): readonly NameRow[] {
  return decode(table).rows
}

/**
 * The names of all rows that share a bit with `bits`, in table order (spec 03 §0.3, `bits(T, n)`). A number is taken
 * modulo 2^32, so rows above that never match; a bigint is taken modulo 2^64.
 */
export function namesOfBits(table: NameTable, bits: number | bigint): string[] {
  const names: string[] = []
  for (const row of decode(table).rows) if (sharesBit(row.number, bits)) names.push(row.name)
  return names
}

/** `text` with A-Z lower-cased and every other character kept, as the C library does in the C locale. */
export function lowerCaseAscii(text: string): string {
  // For ASCII the engine's own method gives the same; without it, unknown type names took a quarter of the time of a search.
  if (!/[^\x00-\x7f]/.test(text)) return text.toLowerCase()
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

function sharesBit(number: number, bits: number | bigint): boolean {
  if (typeof bits === 'number') return (number & bits) !== 0
  return ((number < 0 ? BigInt(number >>> 0) : BigInt(number)) & bits) !== 0n
}

function asSigned(number: number): number {
  return number >= 0x8000_0000 && number <= 0xffff_ffff ? number - 0x1_0000_0000 : number
}

function decode(table: NameTable): DecodedTable {
  if (table.decoded === undefined) table.decoded = decodeTable(table)
  return table.decoded
}

function decodeTable({ encoded, symbols }: NameTable): DecodedTable {
  const rows: NameRow[] = []
  const byNumber = new Map<number, NameRow>()
  const byName = new Map<string, NameRow>()
  let next = 0
  for (const line of encoded.split('\n')) {
    const [lead] = /^-?\d+ |/.exec(line) as RegExpExecArray
    const [name = '', own] = line.slice(lead.length).split('\t')
    const number = lead === '' ? next : Number(lead)
    const first = byNumber.get(asSigned(number))
    const usual = symbols === undefined ? undefined : (first?.symbol ?? symbols + name.toUpperCase())
    const row: NameRow = { number, name, symbol: own ?? usual }
    next = number + 1
    rows.push(row)
    if (first === undefined) byNumber.set(asSigned(number), row)
    if (!byName.has(row.name)) byName.set(row.name, row)
  }
  return { rows, byNumber, byName }
}
