/** Lines of events that nobody has to look at, as runs of bytes: most stand one after the other in their chunk. */
import { allocate, grown, RESULT } from './memory'

/** The numbers of a run, which `src/scan/event-scan.ts` reads: its chunk, its first byte, the byte after it, and what is added to it. */
const RUN_BYTES: i32 = 16
const CHUNK: i32 = 0
const START: i32 = 4
const END: i32 = 8
const ADDED: i32 = 12
/** A byte 0x1D and a newline are added, or a newline alone. */
const ADD_SEPARATOR: i32 = 1
const ADD_NEWLINE: i32 = 2

/** Where the runs are, and how many. */
const RUNS: i32 = RESULT + 80
const RUN_COUNT: i32 = RESULT + 84

const FIRST_ROOM: i32 = 256

let runs: i32 = 0
let room: i32 = 0

/** Adds a line; `isBare` when a separator is to stand before its newline, `hasNewline` when that follows it in its chunk. */
export function addLine(chunk: i32, start: i32, end: i32, isBare: bool, hasNewline: bool): void {
  const count = load<i32>(RUN_COUNT)
  const added = (isBare ? ADD_SEPARATOR : 0) | (isBare || !hasNewline ? ADD_NEWLINE : 0)
  const next = added === 0 ? end + 1 : end
  const last = runs + RUN_BYTES * (count - 1)
  if (
    count > 0 &&
    load<i32>(last, CHUNK) === chunk &&
    load<i32>(last, END) === start &&
    load<i32>(last, ADDED) === 0
  ) {
    store<i32>(last, next, END)
    store<i32>(last, added, ADDED)
    return
  }
  if (count === room) {
    runs = room === 0 ? allocate(RUN_BYTES * FIRST_ROOM) : grown(runs, RUN_BYTES * room)
    room = room === 0 ? FIRST_ROOM : 2 * room
    store<i32>(RUNS, runs)
  }
  const run = runs + RUN_BYTES * count
  store<i32>(run, chunk, CHUNK)
  store<i32>(run, start, START)
  store<i32>(run, next, END)
  store<i32>(run, added, ADDED)
  store<i32>(RUN_COUNT, count + 1)
}
