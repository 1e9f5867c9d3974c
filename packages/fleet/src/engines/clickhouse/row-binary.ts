/**
 * Answers in ClickHouse's format RowBinaryWithNamesAndTypes, which keeps every number and byte.
 * Source: https://clickhouse.com/docs/interfaces/formats/RowBinaryWithNamesAndTypes
 */
import type { Value } from '../../engine.ts'
import { joinedBytes } from '../../joined-bytes.ts'
import { StoreError } from '../../store-error.ts'
import { ByteReader, OutOfBytes } from './byte-reader.ts'
import { readerOf, type ValueReader } from './value-readers.ts'

export interface AnswerHead {
  readonly columns: readonly string[]
  readonly types: readonly string[]
}

/** Reads an answer while it comes. */
export class RowBinaryAnswer {
  readonly #pieces: AsyncIterator<Uint8Array>
  #rest: Uint8Array = new Uint8Array(0)
  #hasEnded = false
  #readers: readonly ValueReader[] = []

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.asyncIterator]()
  }

  /** The names and types of the columns; an answer without any bytes has none. */
  async head(): Promise<AnswerHead> {
    for (;;) {
      const reader = new ByteReader(this.#rest)
      try {
        if (this.#rest.length === 0 && this.#hasEnded) return { columns: [], types: [] }
        const count = reader.varint()
        const columns = Array.from({ length: count }, () => reader.text())
        const types = Array.from({ length: count }, () => reader.text())
        this.#rest = this.#rest.subarray(reader.at)
        this.#readers = types.map((type, index) => readerOf(type, columns[index] ?? ''))
        return { columns, types }
      } catch (error) {
        if (!(error instanceof OutOfBytes)) throw error
        await this.#more()
      }
    }
  }

  /** The rows, in pieces as they come; to be read once, after the head. */
  async *rows(): AsyncGenerator<readonly (readonly Value[])[]> {
    try {
      for (;;) {
        const rows = this.#completeRows()
        if (rows.length > 0) yield rows
        if (this.#hasEnded && this.#rest.length === 0) return
        await this.#more()
      }
    } finally {
      await this.#pieces.return?.()
    }
  }

  #completeRows(): readonly (readonly Value[])[] {
    const reader = new ByteReader(this.#rest)
    const rows: (readonly Value[])[] = []
    let end = 0
    try {
      while (reader.at < this.#rest.length) {
        rows.push(this.#readers.map((read) => read(reader)))
        end = reader.at
      }
    } catch (error) {
      if (!(error instanceof OutOfBytes)) throw error
    }
    this.#rest = this.#rest.subarray(end)
    return rows
  }

  async #more(): Promise<void> {
    if (this.#hasEnded) throw new StoreError('the answer of ClickHouse breaks off')
    const { done, value } = await this.#pieces.next()
    if (done === true) {
      this.#hasEnded = true
      return
    }
    this.#rest = this.#rest.length === 0 ? value : joinedBytes([this.#rest, value])
  }
}
