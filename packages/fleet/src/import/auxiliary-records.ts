/** What records beside the SYSCALL record tell: files, arguments, addresses, BPF programs. */
import * as RecordType from '@ts-audit/tables/record-type'
import { ADDR, ARGV, BPF, FAMILY, NONE, PATHS, PORT, type Row } from './event-columns.ts'
import type { FieldValues } from './field-values.ts'
import { fromHex, unicode } from './text.ts'
import { walkFields } from './walk-fields.ts'

const MOST_ARGUMENTS = 10_000
const UNSIGNED = /^\d{1,20}$/
const OCTAL = /^[0-7]{1,10}$/
const ARGUMENT = /^a(\d{1,6})(\[\d+\])?$/

/** Records that only say more about the record before them. */
export const auxiliary: ReadonlySet<number> = new Set([
  RecordType.PATH,
  RecordType.CWD,
  RecordType.EXECVE,
  RecordType.SOCKADDR,
  RecordType.PROCTITLE,
  RecordType.EOE,
  RecordType.IPC,
  RecordType.IPC_SET_PERM,
  RecordType.SOCKETCALL,
  RecordType.OBJ_PID,
  RecordType.FD_PAIR,
  RecordType.MMAP,
  RecordType.CAPSET,
  RecordType.BPRM_FCAPS,
  RecordType.OPENAT2,
])

export function takePath(text: string, start: number, row: Row, values: FieldValues): void {
  const path: unknown[] = [null, null, null, null, null, null, null, null]
  walkFields(text, start, (name, value, isQuoted) => {
    switch (name) {
      case 'item':
        path[0] = values.read('number', value, false)
        return
      case 'name':
        path[1] = values.decoded(value, isQuoted)
        return
      case 'nametype':
      case 'objtype':
        path[2] = unicode(value)
        return
      case 'inode':
        path[3] = UNSIGNED.test(value) ? BigInt.asUintN(64, BigInt(value)) : null
        return
      case 'dev':
        path[4] = unicode(value)
        return
      case 'mode':
        path[5] = OCTAL.test(value) ? Number.parseInt(value, 8) : null
        return
      case 'ouid':
        path[6] = values.read('id', value, false)
        return
      case 'ogid':
        path[7] = values.read('id', value, false)
    }
  })
  if (row[PATHS] === NONE) row[PATHS] = [path]
  else (row[PATHS] as unknown[]).push(path)
}

/** Arguments stand in order; long ones come in pieces, `a1[0]`, `a1[1]`, also over several records. */
export function takeArguments(text: string, start: number, row: Row, values: FieldValues): void {
  const given: string[] = row[ARGV] === NONE ? [] : (row[ARGV] as string[])
  let pieces = ''
  let pieceOf = -1
  const endPieces = (): void => {
    if (pieceOf < 0) return
    given[pieceOf] = (given[pieceOf] ?? '') + unicode(fromHex(pieces) ?? pieces)
    pieces = ''
    pieceOf = -1
  }
  walkFields(text, start, (name, value, isQuoted) => {
    const index = ARGUMENT.exec(name)
    if (index === null) return
    const number = Number(index[1])
    if (number >= MOST_ARGUMENTS) return
    if (index[2] === undefined) {
      endPieces()
      given[number] = values.decoded(value, isQuoted) ?? value
      return
    }
    if (number !== pieceOf) endPieces()
    pieceOf = number
    if (isQuoted) given[number] = (given[number] ?? '') + unicode(value)
    else pieces += value
  })
  endPieces()
  for (let index = 0; index < given.length; index++) given[index] ??= ''
  row[ARGV] = given
}

export function takeAddress(text: string, start: number, row: Row, values: FieldValues): void {
  walkFields(text, start, (name, value) => {
    if (name !== 'saddr') return
    const [address, port, family] = values.address(value, text)
    row[ADDR] = address
    row[PORT] = port
    row[FAMILY] = family
  })
}

export function takeBpf(text: string, start: number, row: Row, values: FieldValues): void {
  let id: number | null = null
  let operation: string | null = null
  walkFields(text, start, (name, value) => {
    if (name === 'prog-id') id = values.read('id', value, false) as number | null
    else if (name === 'op') operation = unicode(value)
  })
  const program = [id, operation]
  if (row[BPF] === NONE) row[BPF] = [program]
  else (row[BPF] as unknown[]).push(program)
}
