/** The arguments of an execve: in order; long ones come in pieces, `a1[0]`, `a1[1]`, also over several records. */
import { fromHex, unicode } from '../columns/text.ts'
import { type EventColumns, itemTexts } from './event-columns.ts'
import type { FieldValues } from './field-values.ts'
import { FieldWalk, type TakeField } from './field-walk.ts'

const MOST_ARGUMENTS = 10_000
const ARGUMENT = /^a(\d{1,6})(\[\d+\])?$/

export class Arguments {
  readonly #columns: EventColumns
  readonly #values: FieldValues
  readonly #walk = new FieldWalk((name) => this.#takeOf(name))
  #given: string[] = []
  #pieces = ''
  #pieceOf = -1

  constructor(columns: EventColumns, values: FieldValues) {
    this.#columns = columns
    this.#values = values
  }

  /** Of an EXECVE record. */
  take(text: string, start: number, row: number): void {
    this.#walk.walk(text, start, row)
    this.#endPieces()
  }

  /** The event is complete: its arguments are those of its row. */
  endEvent(): void {
    if (this.#given.length === 0) return
    const { argv } = this.#columns
    const texts = itemTexts(argv)
    for (let index = 0; index < this.#given.length; index++)
      texts.put(argv.addItem(), this.#given[index] ?? '')
    this.#given = []
  }

  #takeOf(name: string): TakeField | undefined {
    const match = ARGUMENT.exec(name)
    const number = Number(match?.[1])
    if (match === null || number >= MOST_ARGUMENTS) return undefined
    if (match[2] !== undefined) return (field) => this.#takePiece(number, field)
    return ({ value, isQuoted }) => {
      this.#endPieces()
      const isText = isQuoted || value === '(null)'
      this.#given[number] = isText ? unicode(value) : this.#values.unquoted(value)
    }
  }

  #takePiece(number: number, { value, isQuoted }: FieldWalk): void {
    if (number !== this.#pieceOf) this.#endPieces()
    this.#pieceOf = number
    if (isQuoted) this.#given[number] = (this.#given[number] ?? '') + unicode(value)
    else this.#pieces += value
  }

  #endPieces(): void {
    if (this.#pieceOf < 0) return
    const number = this.#pieceOf
    this.#given[number] = (this.#given[number] ?? '') + unicode(fromHex(this.#pieces) ?? this.#pieces)
    this.#pieces = ''
    this.#pieceOf = -1
  }
}
