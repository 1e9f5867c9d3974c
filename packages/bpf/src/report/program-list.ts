/** The programs of a report: made when they are looked at, so that a million of them stay small. */
import type { Program } from '../program.ts'
import type { ProgramRow } from '../track/program-row.ts'
import { toProgram } from './to-program.ts'

/** A list of programs in the order of the log. It can be iterated as often as needed. */
export interface ProgramList extends Iterable<Program> {
  readonly length: number
  /** The program at a place from 0, or undefined. */
  at(index: number): Program | undefined
  /** All of them as an array, as JSON.stringify wants it. */
  toJSON(): Program[]
}

/** A list over a tracker's rows. */
export function programList(rows: readonly ProgramRow[]): ProgramList {
  return {
    length: rows.length,
    at: (index) => {
      const row = rows[index]
      return row === undefined ? undefined : toProgram(row)
    },
    toJSON: () => rows.map(toProgram),
    *[Symbol.iterator]() {
      for (const row of rows) yield toProgram(row)
    },
  }
}
