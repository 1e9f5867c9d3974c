/** The columns of `events` by their names, for who fills them. */
import { GatheredRows } from '../columns/gathered-rows.ts'
import type { ListColumn } from '../columns/list-column.ts'
import { NumberColumn } from '../columns/number-column.ts'
import { TextColumn } from '../columns/text-column.ts'
import { eventsTable } from '../schema/events-table.ts'

export class EventColumns {
  readonly rows: GatheredRows
  readonly node: TextColumn
  readonly bootId: TextColumn
  readonly ts: NumberColumn
  readonly serial: NumberColumn
  readonly kind: TextColumn
  readonly action: TextColumn
  readonly types: ListColumn
  readonly mainType: TextColumn
  readonly result: NumberColumn
  readonly hasSyscall: NumberColumn
  readonly arch: TextColumn
  readonly syscall: TextColumn
  readonly exit: NumberColumn
  readonly errno: TextColumn
  readonly cwd: TextColumn
  readonly proctitle: TextColumn
  readonly argv: ListColumn
  readonly keys: ListColumn
  readonly paths: ListColumn
  readonly addr: TextColumn
  readonly port: NumberColumn
  readonly family: TextColumn
  readonly direction: TextColumn
  readonly messageResult: TextColumn
  readonly bpf: ListColumn
  readonly source: TextColumn
  readonly sourceEvent: NumberColumn
  readonly namesNode: NumberColumn
  readonly oddId: TextColumn

  constructor() {
    const rows = new GatheredRows(eventsTable)
    this.rows = rows
    this.node = textsOf(rows, 'node')
    this.bootId = textsOf(rows, 'boot_id')
    this.ts = numbersOf(rows, 'ts')
    this.serial = numbersOf(rows, 'serial')
    this.kind = textsOf(rows, 'kind')
    this.action = textsOf(rows, 'action')
    this.types = listsOf(rows, 'types')
    this.mainType = textsOf(rows, 'main_type')
    this.result = numbersOf(rows, 'result')
    this.hasSyscall = numbersOf(rows, 'has_syscall')
    this.arch = textsOf(rows, 'arch')
    this.syscall = textsOf(rows, 'syscall')
    this.exit = numbersOf(rows, 'exit')
    this.errno = textsOf(rows, 'errno')
    this.cwd = textsOf(rows, 'cwd')
    this.proctitle = textsOf(rows, 'proctitle')
    this.argv = listsOf(rows, 'argv')
    this.keys = listsOf(rows, 'keys')
    this.paths = listsOf(rows, 'paths')
    this.addr = textsOf(rows, 'addr')
    this.port = numbersOf(rows, 'port')
    this.family = textsOf(rows, 'family')
    this.direction = textsOf(rows, 'direction')
    this.messageResult = textsOf(rows, 'msg_res')
    this.bpf = listsOf(rows, 'bpf')
    this.source = textsOf(rows, 'source')
    this.sourceEvent = numbersOf(rows, 'source_event')
    this.namesNode = numbersOf(rows, 'names_node')
    this.oddId = textsOf(rows, 'odd_id')
  }
}

export function textsOf(rows: GatheredRows, name: string): TextColumn {
  const column = rows.column(name)
  if (column instanceof TextColumn) return column
  throw new TypeError(`${name} has no texts`)
}

export function numbersOf(rows: GatheredRows, name: string): NumberColumn {
  const column = rows.column(name)
  if (column instanceof NumberColumn) return column
  throw new TypeError(`${name} has no numbers`)
}

function listsOf(rows: GatheredRows, name: string): ListColumn {
  const column = rows.column(name)
  if (column.kind === 'lists') return column
  throw new TypeError(`${name} has no lists`)
}

/** The column of the items of a list, or of one of their members. */
export function itemTexts({ members }: ListColumn, member = 0): TextColumn {
  const column = members[member]
  if (column instanceof TextColumn) return column
  throw new TypeError('the items are no texts')
}

export function itemNumbers({ members }: ListColumn, member: number): NumberColumn {
  const column = members[member]
  if (column instanceof NumberColumn) return column
  throw new TypeError('the items are no numbers')
}
