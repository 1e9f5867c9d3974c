// The keys of TTY records: which byte sequence is which key.
import { ttyKeyTable } from './generated/tty-keys.ts'

/** A key of a terminal: the bytes it sends and its name (`up`, `F1`, `^C`, `esc`). */
export interface TtyKey {
  readonly bytes: readonly number[]
  readonly name: string
}

/** All keys in the order in which they are to be tried: the first whose bytes fit wins (spec 03 §4.18). */
export function ttyKeys(): readonly TtyKey[] {
  decoded ??= ttyKeyTable.split('\n').map(decodeKey)
  return decoded
}

/** The key whose bytes stand in `bytes` at `offset`, or undefined. */
export function findTtyKey(bytes: Uint8Array, offset: number): TtyKey | undefined {
  const first = bytes[offset]
  if (first === undefined) return undefined
  byFirstByte ??= groupByFirstByte(ttyKeys())
  return byFirstByte.get(first)?.find((key) => key.bytes.every((byte, i) => bytes[offset + i] === byte))
}

let decoded: readonly TtyKey[] | undefined
let byFirstByte: ReadonlyMap<number, readonly TtyKey[]> | undefined

function decodeKey(line: string): TtyKey {
  const space = line.indexOf(' ')
  const bytes = Array.from({ length: space / 2 }, (_, i) => Number.parseInt(line.slice(2 * i, 2 * i + 2), 16))
  return { bytes, name: line.slice(space + 1) }
}

function groupByFirstByte(keys: readonly TtyKey[]): ReadonlyMap<number, readonly TtyKey[]> {
  const groups = new Map<number, TtyKey[]>()
  for (const key of keys) {
    const first = key.bytes[0] ?? 0
    const group = groups.get(first)
    if (group === undefined) groups.set(first, [key])
    else group.push(key)
  }
  return groups
}
