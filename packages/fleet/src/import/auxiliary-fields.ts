/** What records beside the SYSCALL record tell: files, arguments, addresses, BPF programs. */
import * as RecordType from '@ts-audit/tables/record-type'
import { type EventColumns, itemNumbers, itemTexts } from './event-columns.ts'
import { putId, putMode, putNumber, putUnsigned } from './field-numbers.ts'
import { type FieldValues, titleText } from './field-values.ts'
import { FieldWalk, type TakeField } from './field-walk.ts'
import { putDecoded } from './main-fields.ts'

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

/** Puts what a record says into a row. */
export type TakeRecord = (text: string, start: number, row: number) => void

/** By the types of the records. */
export function auxiliaryFields(columns: EventColumns, values: FieldValues): ReadonlyMap<number, TakeRecord> {
  const ignored: TakeRecord = () => {}
  return new Map([
    ...[...auxiliary].map((type) => [type, ignored] as const),
    [RecordType.PATH, pathFields(columns)],
    [RecordType.CWD, fieldsOf([['cwd', (field, row) => putDecoded(columns.cwd, row, field)]])],
    [RecordType.PROCTITLE, titleFields(columns)],
    [RecordType.SOCKADDR, addressFields(columns, values)],
    [RecordType.BPF, bpfFields(columns)],
  ])
}

function fieldsOf(fields: readonly (readonly [string, TakeField])[]): TakeRecord {
  const walk = FieldWalk.of(new Map(fields))
  return (text, start, row) => walk.walk(text, start, row)
}

/** Numbers of the members of `paths` and `bpf`. */
const [ITEM, NAME, NAMETYPE, INODE, DEV, MODE, OUID, OGID] = [0, 1, 2, 3, 4, 5, 6, 7]
const [PROG_ID, OPERATION] = [0, 1]

function pathFields({ paths }: EventColumns): TakeRecord {
  const item = itemNumbers(paths, ITEM)
  const name = itemTexts(paths, NAME)
  const nametype = itemTexts(paths, NAMETYPE)
  const inode = itemNumbers(paths, INODE)
  const dev = itemTexts(paths, DEV)
  const mode = itemNumbers(paths, MODE)
  const ouid = itemNumbers(paths, OUID)
  const ogid = itemNumbers(paths, OGID)
  const take = fieldsOf([
    ['item', (field, path) => putNumber(item, path, field)],
    ['name', (field, path) => putDecoded(name, path, field)],
    ['nametype', ({ value }, path) => nametype.putBytes(path, value)],
    ['objtype', ({ value }, path) => nametype.putBytes(path, value)],
    ['inode', (field, path) => putUnsigned(inode, path, field)],
    ['dev', ({ value }, path) => dev.putBytes(path, value)],
    ['mode', (field, path) => putMode(mode, path, field)],
    ['ouid', (field, path) => putId(ouid, path, field)],
    ['ogid', (field, path) => putId(ogid, path, field)],
  ])
  return (text, start) => take(text, start, paths.addItem())
}

function titleFields({ proctitle }: EventColumns): TakeRecord {
  return fieldsOf([
    [
      'proctitle',
      (field, row) => {
        const { value } = field
        if (field.isQuoted) proctitle.putBytes(row, value)
        else if (value === '(null)') proctitle.clear(row)
        else proctitle.putUnquoted(row, value, titleText)
      },
    ],
  ])
}

function addressFields({ addr, port, family }: EventColumns, values: FieldValues): TakeRecord {
  let record = ''
  const take = fieldsOf([
    [
      'saddr',
      ({ value }, row) => {
        const address = values.address(value, record)
        addr.clear(row)
        addr.putValue(row, address[0])
        port.clear(row)
        port.putValue(row, address[1])
        family.clear(row)
        family.putValue(row, address[2])
      },
    ],
  ])
  return (text, start, row) => {
    record = text
    take(text, start, row)
  }
}

function bpfFields({ bpf }: EventColumns): TakeRecord {
  const id = itemNumbers(bpf, PROG_ID)
  const operation = itemTexts(bpf, OPERATION)
  const take = fieldsOf([
    ['prog-id', (field, program) => putId(id, program, field)],
    ['op', ({ value }, program) => operation.putBytes(program, value)],
  ])
  return (text, start) => take(text, start, bpf.addItem())
}
