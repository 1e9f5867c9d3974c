/** The fields of SYSCALL and user records: who did what, with which result. */
import { errnoName } from '@ts-audit/tables/errno'
import type { NumberColumn } from '../columns/number-column.ts'
import type { TextColumn } from '../columns/text-column.ts'
import { type EventColumns, itemTexts, numbersOf, textsOf } from './event-columns.ts'
import { exitValue, putId, putNumber, putWord } from './field-numbers.ts'
import type { FieldValues } from './field-values.ts'
import { FieldWalk, type TakeField } from './field-walk.ts'

const ids = ['auid', 'uid', 'euid', 'suid', 'fsuid', 'gid', 'egid', 'sgid', 'fsgid', 'ses']
const numbers = ['pid', 'ppid']
const words = ['a0', 'a1', 'a2', 'a3']
/** Texts that the kernel writes in quotes or as hexadecimal digits. */
const encoded = ['comm', 'exe', 'acct', 'cmd']
/** Texts that are written as they are. */
const plain = ['tty', 'subj', 'op', 'unit', 'terminal', 'hostname']

/** The first errno that is none. */
const BEYOND_ERRNOS = -4096
/** Those of a hostile log are without end. */
const MOST_CALLS = 20_000

/** A SYSCALL record says who did it, whatever stands before it; of the others the first that says something counts. */
export class MainFields {
  readonly #columns: EventColumns
  readonly #values: FieldValues
  readonly #call: FieldWalk
  readonly #other: FieldWalk
  #arch = ''
  #number = ''
  /** How often they stood in the SYSCALL record. */
  #archCount = 0
  #numberCount = 0
  #keyCount = 0
  /** Whether its `key=` was `(null)`. */
  isKeyNull = false
  /** How an enriched log calls its system call: see Enrichment. */
  enriched: string | undefined
  /** Numbers of machines and system calls in their columns, by `arch` and `syscall`. */
  readonly #calls = new Map<string, Map<string, readonly [number, number]>>()
  #callCount = 0

  constructor(columns: EventColumns, values: FieldValues) {
    this.#columns = columns
    this.#values = values
    const shared = this.#sharedFields()
    this.#other = FieldWalk.of(new Map([...shared, ...this.#columnFields(false)]))
    this.#call = FieldWalk.of(new Map([...shared, ...this.#columnFields(true), ...this.#callFields()]))
  }

  /** Whether `arch`, `syscall` and `key` stood in the last SYSCALL record once each. */
  get isUsual(): boolean {
    return this.#archCount === 1 && this.#numberCount === 1 && this.#keyCount === 1
  }

  takeCall(text: string, start: number, row: number): void {
    this.#arch = ''
    this.#number = ''
    this.#archCount = 0
    this.#numberCount = 0
    this.#keyCount = 0
    this.#call.walk(text, start, row)
    const { hasSyscall, arch, syscall } = this.#columns
    hasSyscall.put(row, 1)
    const [archNumber, callNumber] = this.#callNumbers()
    arch.numbers[row] = archNumber
    syscall.numbers[row] = callNumber
  }

  /** The columns are empty again. */
  reset(): void {
    this.#calls.clear()
    this.#callCount = 0
  }

  #callNumbers(): readonly [number, number] {
    const known = this.#calls.get(this.#arch)?.get(this.#number)
    if (known !== undefined) return known
    const { arch, syscall } = this.#columns
    const { name, machine } = this.#values.machine(this.#arch)
    const numbers = [
      this.#arch === '' ? 0 : arch.numberOf(name),
      this.#number === '' ? 0 : syscall.numberOf(this.#values.syscall(machine, this.#arch, this.#number)),
    ] as const
    if (this.#callCount++ >= MOST_CALLS) this.reset()
    const ofArch = this.#calls.get(this.#arch) ?? new Map()
    this.#calls.set(this.#arch, ofArch.set(this.#number, numbers))
    return numbers
  }

  takeOther(text: string, start: number, row: number): void {
    this.#other.walk(text, start, row)
  }

  #callFields(): readonly (readonly [string, TakeField])[] {
    const { result, exit, errno } = this.#columns
    return [
      [
        'arch',
        ({ value }) => {
          this.#arch = value
          this.#archCount++
        },
      ],
      [
        'syscall',
        ({ value }) => {
          this.#number = value
          this.#numberCount++
        },
      ],
      [
        'success',
        ({ value }, row) => {
          result.clear(row)
          if (value === 'yes' || value === 'no') result.put(row, value === 'yes' ? 1 : 0)
        },
      ],
      [
        'exit',
        (field, row) => {
          const value = exitValue(field)
          if (value === undefined) return
          exit.putValue(row, value)
          if (value >= 0 || value <= BEYOND_ERRNOS) return
          const name = errnoName(-Number(value))
          errno.clear(row)
          if (name !== undefined) errno.put(row, name)
        },
      ],
    ]
  }

  #sharedFields(): readonly (readonly [string, TakeField])[] {
    const { result, messageResult, addr, keys } = this.#columns
    const keyTexts = itemTexts(keys)
    const takeResult: TakeField = ({ value }, row) => {
      if (!messageResult.isSet(row)) messageResult.putBytes(row, value)
      const succeeded = resultOf(value)
      if (succeeded !== undefined && !result.isSet(row)) result.put(row, succeeded ? 1 : 0)
    }
    return [
      ['res', takeResult],
      ['result', takeResult],
      [
        'key',
        (field) => {
          this.#keyCount++
          this.isKeyNull = field.is('(null)')
          if (this.isKeyNull) return
          for (const key of this.#values.keys(field.value, field.isQuoted)) keyTexts.put(keys.addItem(), key)
        },
      ],
      [
        'addr',
        ({ value }, row) => {
          if (value !== '?' && value !== '' && !addr.isSet(row)) addr.putBytes(row, value)
        },
      ],
    ]
  }

  #columnFields(isCall: boolean): readonly (readonly [string, TakeField])[] {
    const fields = [
      ...ids.map((name) => [name, this.#numberField(name, putId)] as const),
      ...numbers.map((name) => [name, this.#numberField(name, putNumber)] as const),
      ...encoded.map((name) => [name, this.#textField(name, putEncoded)] as const),
      ...plain.map((name) => [name, this.#textField(name, putPlain)] as const),
    ]
    if (isCall) return [...fields, ...words.map((name) => [name, this.#numberField(name, putWord)] as const)]
    return fields.map(([name, take]) => {
      const column = this.#columns.rows.column(name)
      return [
        name,
        (field, row) => (column.kind === 'lists' || column.isSet(row) ? undefined : take(field, row)),
      ]
    })
  }

  #numberField(name: string, put: (column: NumberColumn, row: number, field: FieldWalk) => void): TakeField {
    const column = numbersOf(this.#columns.rows, name)
    return (field, row) => put(column, row, field)
  }

  #textField(name: string, put: (column: TextColumn, row: number, field: FieldWalk) => void): TakeField {
    const column = textsOf(this.#columns.rows, name)
    return (field, row) => put(column, row, field)
  }
}

function resultOf(value: string): boolean | undefined {
  if (value === 'success' || value === '1' || value === 'yes') return true
  if (value === 'failed' || value === '0' || value === 'no' || value === 'fail') return false
  return undefined
}

function putPlain(column: TextColumn, row: number, field: FieldWalk): void {
  const { value } = field
  if (value === '?' || value === '') column.clear(row)
  else column.putBytes(row, value)
}

/** A text that the kernel writes in quotes or as hexadecimal digits; `(null)` and `?` are none. */
export function putEncoded(column: TextColumn, row: number, field: FieldWalk): void {
  const { value, isQuoted } = field
  if (isQuoted) column.putBytes(row, value)
  else if (value === '?' || value === '(null)') column.clear(row)
  else column.putUnquoted(row, value)
}

/** As {@link putEncoded}, of names, which may be `?`. */
export function putDecoded(column: TextColumn, row: number, field: FieldWalk): void {
  const { value, isQuoted } = field
  if (isQuoted) column.putBytes(row, value)
  else if (value === '(null)') column.clear(row)
  else column.putUnquoted(row, value)
}
