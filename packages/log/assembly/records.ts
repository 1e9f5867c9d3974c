/** The records in flight, as cells: where in which chunk each stands. A record becomes an object when its event is delivered. */
import { allocate } from './memory'
import { addLine } from './runs'

/** The numbers of a cell, which `src/scan/event-table.ts` reads. */
const CELL_BYTES: i32 = 32
const CHUNK: i32 = 0
const START: i32 = 4
const BODY: i32 = 8
const TEXT_END: i32 = 12
const END: i32 = 16
const TYPE: i32 = 20
const FORM: i32 = 24
export const NEXT_CELL: i32 = 28

/** A bit of a cell's form: its newline follows it in its chunk. */
export const HAS_NEWLINE: i32 = 8

/** Of each chunk, how many records in flight it holds, and of how many bytes, as {@link countChunks} found. */
const CHUNK_BYTES: i32 = 8
const RECORDS: i32 = 0
const NEEDED: i32 = 4

let firstFree: i32 = 0

let counts: i32 = 0
let room: i32 = 0

/** The number of the chunk that records are taken from. */
let chunk: i32 = 0

/** Records are from a chunk of this number from now on. */
export function enterChunk(number: i32): void {
  chunk = number
}

/** Prepares {@link countRecords} for so many chunks. */
export function prepareCounts(chunks: i32): void {
  if (chunks > room) {
    room = 2 * chunks
    counts = allocate(CHUNK_BYTES * room)
  }
  memory.fill(counts, 0, CHUNK_BYTES * chunks)
}

/** Counts the records of a chain. */
export function countRecords(first: i32): void {
  for (let cell = first; cell !== 0; cell = load<i32>(cell, NEXT_CELL)) {
    const entry = counts + CHUNK_BYTES * load<i32>(cell, CHUNK)
    store<i32>(entry, load<i32>(entry, RECORDS) + 1, RECORDS)
    store<i32>(entry, load<i32>(entry, NEEDED) + load<i32>(cell, END) - load<i32>(cell, START), NEEDED)
  }
}

/** How many records in flight a chunk was found to hold. */
export function recordsIn(number: i32): i32 {
  return load<i32>(counts + CHUNK_BYTES * number, RECORDS)
}

/** Of how many bytes they are. */
export function bytesIn(number: i32): i32 {
  return load<i32>(counts + CHUNK_BYTES * number, NEEDED)
}

/** A cell for a record of the chunk that was entered last. */
export function createCell(start: i32, body: i32, textEnd: i32, end: i32, type: i32, form: i32): i32 {
  let cell = firstFree
  if (cell === 0) cell = allocate(CELL_BYTES)
  else firstFree = load<i32>(cell, NEXT_CELL)
  store<i32>(cell, start, START)
  store<i32>(cell, body, BODY)
  store<i32>(cell, textEnd, TEXT_END)
  store<i32>(cell, end, END)
  store<i32>(cell, type, TYPE)
  store<i32>(cell, form, FORM)
  store<i32>(cell, 0, NEXT_CELL)
  store<i32>(cell, chunk, CHUNK)
  return cell
}

/** Says that a record has been copied to another chunk, where it stands `shift` bytes further on. */
export function moveCell(cell: i32, number: i32, shift: i32): void {
  store<i32>(cell, number, CHUNK)
  store<i32>(cell, load<i32>(cell, FORM) & ~HAS_NEWLINE, FORM)
  store<i32>(cell, load<i32>(cell, START) + shift, START)
  const body = load<i32>(cell, BODY)
  if (body >= 0) store<i32>(cell, body + shift, BODY)
  store<i32>(cell, load<i32>(cell, TEXT_END) + shift, TEXT_END)
  store<i32>(cell, load<i32>(cell, END) + shift, END)
}

/** Gives the lines of a chain as they are printed raw (spec 02 §3): in an event with an enrichment part each has a separator. */
export function passLines(first: i32): void {
  let isEnriched = false
  for (let cell = first; cell !== 0 && !isEnriched; cell = load<i32>(cell, NEXT_CELL))
    isEnriched = load<i32>(cell, TEXT_END) !== load<i32>(cell, END)
  for (let cell = first; cell !== 0; cell = load<i32>(cell, NEXT_CELL)) {
    const end = load<i32>(cell, END)
    const isBare = isEnriched && load<i32>(cell, TEXT_END) === end
    const hasNewline = (load<i32>(cell, FORM) & HAS_NEWLINE) !== 0
    addLine(load<i32>(cell, CHUNK), load<i32>(cell, START), end, isBare, hasNewline)
  }
}

export function formOf(cell: i32): i32 {
  return load<i32>(cell, FORM)
}

export function nextCell(cell: i32): i32 {
  return load<i32>(cell, NEXT_CELL)
}

/** Gives up a chain of cells. */
export function releaseCells(first: i32, last: i32): void {
  if (first === 0) return
  store<i32>(last, firstFree, NEXT_CELL)
  firstFree = first
}
