/** The programs of a report, made when they are read, so that a million of them take little memory. */
import type { Program } from '../fields/program.ts'
import type { ProgramTable } from '../track/program-table.ts'
import { toProgram } from './to-program.ts'

/** A list of programs in the order of the log. It can be iterated as often as needed. */
export interface ProgramList extends Iterable<Program> {
  readonly length: number
  /** The program at a place from 0, or undefined. */
  at(index: number): Program | undefined
  /** All of them as an array, as JSON.stringify wants it. */
  toJSON(): Program[]
}

/** A list over rows of a table: those of the given indices, or all. */
export function programList(table: ProgramTable, indices?: ArrayLike<number>): ProgramList {
  const length = indices?.length ?? table.length
  const at = (place: number): Program | undefined => {
    if (place < 0 || place >= length) return undefined
    return toProgram(table.row(indices?.[place] ?? place))
  }
  return listOf(length, at)
}

/** A list whose programs are made by a function. */
export function listOf(length: number, at: (place: number) => Program | undefined): ProgramList {
  const list: ProgramList = {
    length,
    at,
    toJSON: () => [...list],
    *[Symbol.iterator]() {
      for (let place = 0; place < length; place++) {
        const program = at(place)
        if (program !== undefined) yield program
      }
    },
  }
  return list
}
