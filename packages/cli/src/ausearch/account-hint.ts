/** A user that is unknown here, and named in the log: what is said of it beside the reference's refusal. */

import { closeSync, openSync, readSync } from 'node:fs'
import { rotatedLogs } from '@ts-audit/log/node'
import { readConfiguration } from '../config/configuration.ts'
import type { Input } from '../input/input.ts'
import { selectInput } from '../input/select-input.ts'
import type { NamedUse } from '../options/command-table.ts'

const CHUNK_BYTES = 1 << 20
/** More of a log is not searched for a hint. */
const MOST_BYTES = 256 << 20
/** A longer line is no record. */
const MOST_LINE = 8970

/** Where a name is in a log: a field that it is the name of, and the id there. */
interface NamedAccount {
  readonly field: string
  readonly id: string | undefined
  /** It is the first field of that name in its record, which an expression looks at. */
  readonly isFirst: boolean
}

/** The line about an account, with its newline; undefined when the log does not name it. */
export function accountHint(
  account: string,
  option: string,
  uses: readonly NamedUse[],
  stdin: number,
): string | undefined {
  const found = namedIn(filesOf(uses, stdin), account)
  if (found === undefined) return undefined
  const { field, id, isFirst } = found
  const number = id === undefined ? '' : `${option} ${id}, `
  const expression = isFirst ? `--expr '${field} i= ${quoted(account)}', ` : ''
  const where = id === undefined ? field : `${field}=${id}`
  return `NOTE - the log names ${account} (${where}), this machine does not: ${number}${expression}or --passwd FILE of the machine that wrote it\n`
}

function quoted(name: string): string {
  return /^[A-Za-z0-9_-]+$/.test(name) ? name : `"${name.replace(/["\\]/g, '\\$&')}"`
}

/** None of what cannot be read twice. */
function filesOf(uses: readonly NamedUse[], stdin: number): readonly string[] {
  const inputPath = uses.findLast(({ option }) => option === '--input')?.use.values[0]
  const inputLogs = uses.some(({ option }) => option === '--input-logs')
  try {
    const note = (): void => {}
    const configuration = readConfiguration({ namedInput: inputPath !== undefined, note })
    const input: Input = selectInput(
      { inputLogs, ...(inputPath !== undefined && { inputPath }) },
      configuration,
      { stdin, note },
    )
    if (input.kind === 'file') return [input.path]
    return input.kind === 'set' ? rotatedLogs(input.base) : []
  } catch {
    return []
  }
}

function namedIn(files: readonly string[], account: string): NamedAccount | undefined {
  const wanted = Buffer.from(`="${account}"`, 'latin1')
  let left = MOST_BYTES
  for (const file of files) {
    let descriptor: number
    try {
      descriptor = openSync(file, 'r')
    } catch {
      continue
    }
    try {
      const buffer = Buffer.alloc(CHUNK_BYTES + MOST_LINE)
      let kept = 0
      for (let count = -1; count !== 0 && left > 0; left -= count) {
        count = readSync(descriptor, buffer, kept, CHUNK_BYTES, null)
        const filled = kept + count
        const found = namedHere(buffer.subarray(0, filled), wanted)
        if (found !== undefined) return found
        const keep = Math.min(filled, MOST_LINE)
        buffer.copyWithin(0, filled - keep, filled)
        kept = keep
      }
    } catch {
      // What cannot be read names nobody.
    } finally {
      closeSync(descriptor)
    }
  }
  return undefined
}

/** Names that auditd has resolved stand after byte 0x1D of a record, in capitals. */
function namedHere(bytes: Buffer, wanted: Buffer): NamedAccount | undefined {
  for (let at = bytes.indexOf(wanted); at >= 0; at = bytes.indexOf(wanted, at + 1)) {
    const line = bytes.lastIndexOf(10, at) + 1
    const separator = bytes.indexOf(0x1d, line)
    if (separator < 0 || separator > at) continue
    const name = /(?:^|[\x1d ])([A-Z]*UID|ID)$/.exec(
      bytes.toString('latin1', Math.max(separator, at - 16), at),
    )?.[1]
    if (name === undefined) continue
    const field = name.toLowerCase()
    const index = nth(bytes, separator, at, name)
    return { field, id: idOf(bytes.toString('latin1', line, separator), field, index), isFirst: index === 0 }
  }
  return undefined
}

/** How many entries of that name come before one. */
function nth(bytes: Buffer, separator: number, at: number, name: string): number {
  const before = bytes.toString('latin1', separator + 1, at - name.length)
  return before.split(' ').filter((entry) => entry.startsWith(`${name}=`)).length
}

function idOf(text: string, field: string, index: number): string | undefined {
  const values = text.split(/[ ']/).filter((token) => token.startsWith(`${field}=`))
  return /^\d+$/.exec(values[index]?.slice(field.length + 1) ?? '')?.[0]
}
