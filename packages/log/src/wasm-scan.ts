/** The scan of whole lines and usual headers in WebAssembly: a third of the time of the portable one, with the same result. */
import { parseRecordType } from '@ts-audit/tables/record-types'
import type { WantedText } from './event-interest.ts'
import { scanWasm } from './generated/scan-wasm.ts'
import type { Header } from './header.ts'
import { type ChunkScan, type LineCounters, type LineSink, STOPPED } from './line-scanner.ts'
import { latin1, PLAIN, TERMINATED } from './record.ts'
import { WasmCode, type WasmNumber } from './wasm-code.ts'

const code = /* @__PURE__ */ new WasmCode(scanWasm)

/** What the scan reports to, in the order of the lines. */
export interface WasmScanTarget {
  /** Filled with a record's header before {@link record} is called. */
  readonly header: Header
  /** Takes a record, or the lines of a run, whose header is in {@link header}. */
  readonly record: RecordSink
  /** Takes a line whose header the scan does not read: an unusual one, or none. */
  readonly line: LineSink
  /** First second of the time window. */
  readonly from: number
  /** Last second of the time window. */
  readonly to: number
  /** What is looked for in each line, to be told with it; texts beyond {@link MOST_TEXTS} are left to the sink. */
  readonly texts: readonly WantedText[]
  /** The marks of records of a type, and whether such a record can be the first of a run. */
  readonly marksOfType: (type: number) => number
  readonly beginsRun: (type: number) => boolean
  /**
   * The marks of an event that is of interest; 0 where every line counts. Lines of one event that stand together, a run, come
   * as one where these are not among theirs.
   */
  readonly needed: number
  /** Whether records outside the window go to {@link record} as well; otherwise they are only counted. */
  readonly showsOutside: () => boolean
  /** Takes the number of records outside the window that were only counted. */
  readonly outside: (count: number) => void
}

/** Takes a record, or a run of them: see {@link WasmScanTarget.needed}. */
export type RecordSink = (
  bytes: Uint8Array,
  start: number,
  /** First byte 0x1D of the line, or `end`; of a run it says nothing. */
  textEnd: number,
  end: number,
  /** {@link TERMINATED} and {@link PLAIN}. */
  form: number,
  /** The marks of its type and of the texts in it; undefined where the scan has not looked for them. */
  marks: number | undefined,
  /** How many lines it is. */
  count: number,
) => boolean

/** What assembly/scan.ts exports. */
interface ScanExports {
  readonly memory: { readonly buffer: ArrayBuffer }
  readonly scan: (length: number, from: number, to: number, shows: boolean, needed: number) => number
  readonly position: WasmNumber
  readonly lines: WasmNumber
  readonly outside: WasmNumber
  readonly isFull: WasmNumber
  readonly INPUT: WasmNumber
  readonly INPUT_BYTES: WasmNumber
  readonly TEXTS: WasmNumber
  readonly TEXT_BYTES: WasmNumber
  readonly TEXT_COUNT: WasmNumber
  readonly ROWS: WasmNumber
  readonly ROW_BYTES: WasmNumber
}

/** Numbers of a row, as assembly/scan.ts writes them. */
const START = 0
const TEXT_END = 1
const END = 2
const KIND = 3
const FLAGS = 4
const LINES = 5
const OUTSIDE = 6
const TYPE = 7
const BODY = 8
const NODE_START = 9
const NODE_END = 10
const MILLISECONDS = 11
/** In halves of a row, as 64-bit floating-point numbers. */
const SECONDS = 6
const SERIAL = 7

/** The lowest bit of {@link KIND}; the others are the marks. */
const UNUSUAL = 1
/** With `TERMINATED`, the bits of {@link FLAGS}. */
const HAS_NUL = 2
const ENDS = TERMINATED | HAS_NUL
const HAS_CONTROLS = 4
const FURTHER_LINES = 3

/** More texts than this would take longer here than where only some lines are looked into. */
const MOST_TEXTS = 16
/** A longer text is looked for by so many of its bytes. */
const MOST_TEXT_BYTES = 48
/** The bytes of audit logs that are not rare, the most frequent first (counted in bench's log). */
const FREQUENT = '0= es"idt1aocurnp:f273m64_DygI95/8bSl.AUL'

/**
 * A scan for one reader; undefined where there is no WebAssembly, see {@link WasmCode.instantiate}.
 */
export function createWasmScan(target: WasmScanTarget, counters: LineCounters): ChunkScan | undefined {
  const typeNumber = (start: number, end: number): number => parseRecordType(latin1(input, start, end))
  const typeTraits = (type: number): number =>
    (target.marksOfType(type) << 1) | (target.beginsRun(type) ? 0 : 1)
  const exports = code.instantiate<ScanExports>({ scan: { typeNumber, typeTraits } })
  if (exports === undefined) return undefined
  const { buffer } = exports.memory
  const inputBytes = exports.INPUT_BYTES.value
  const input = new Uint8Array(buffer, exports.INPUT.value, inputBytes)
  const integers = new Int32Array(buffer, exports.ROWS.value)
  const floats = new Float64Array(buffer, exports.ROWS.value)
  const rowIntegers = exports.ROW_BYTES.value / Int32Array.BYTES_PER_ELEMENT
  const { header, record, line, from, to, showsOutside, texts } = target
  const isMarked = texts.length <= MOST_TEXTS && texts.every(({ text }) => text.length > 0)
  if (isMarked) writeTexts(exports, texts)
  const needed = isMarked ? target.needed : 0

  /** Reports the rows of one call to the target; `offset` is where the scanned bytes stand in the chunk. */
  const deliver = (chunk: Uint8Array, offset: number, rows: number): boolean => {
    for (let at = 0; at < rows * rowIntegers; at += rowIntegers) {
      const start = (integers[at + START] as number) + offset
      const textEnd = (integers[at + TEXT_END] as number) + offset
      const end = (integers[at + END] as number) + offset
      const flags = integers[at + FLAGS] as number
      const terminated = (flags & TERMINATED) !== 0
      if ((flags & ENDS) !== TERMINATED) {
        if (!terminated) counters.cutLines++
        if ((flags & HAS_NUL) !== 0) counters.nulLines++
      }
      let more: boolean
      const kind = integers[at + KIND] as number
      if ((kind & UNUSUAL) !== 0) more = line(chunk, start, textEnd, end, terminated)
      else {
        const body = integers[at + BODY] as number
        const nodeStart = integers[at + NODE_START] as number
        header.type = integers[at + TYPE] as number
        header.body = body < 0 ? body : body + offset
        header.nodeStart = nodeStart < 0 ? nodeStart : nodeStart + offset
        header.nodeEnd = (integers[at + NODE_END] as number) + offset
        header.milliseconds = integers[at + MILLISECONDS] as number
        header.seconds = floats[at / 2 + SECONDS] as number
        header.serial = floats[at / 2 + SERIAL] as number
        header.exact = undefined
        const marks = isMarked ? kind >> 1 : undefined
        const form = (flags & TERMINATED) | ((flags & HAS_CONTROLS) === 0 ? PLAIN : 0)
        more = record(chunk, start, textEnd, end, form, marks, (flags >> FURTHER_LINES) + 1)
      }
      if (!more) {
        counters.lines += integers[at + LINES] as number
        target.outside(integers[at + OUTSIDE] as number)
        return false
      }
    }
    counters.lines += exports.lines.value
    target.outside(exports.outside.value)
    return true
  }

  return (chunk, first) => {
    let offset = first
    for (;;) {
      const length = Math.min(chunk.length - offset, inputBytes)
      input.set(chunk.subarray(offset, offset + length))
      exports.position.value = 0
      do {
        const rows = exports.scan(length, from, to, showsOutside(), needed)
        if (!deliver(chunk, offset, rows)) return STOPPED
      } while (exports.isFull.value !== 0)
      const rest = offset + exports.position.value
      if (offset + length === chunk.length) return rest
      offset = rest
    }
  }
}

/** Puts texts where the scan looks for them: by two of their bytes, the rarest, and then by all. */
function writeTexts(
  { memory, TEXTS, TEXT_BYTES, TEXT_COUNT }: ScanExports,
  texts: readonly WantedText[],
): void {
  for (const [index, { text, mark }] of texts.entries()) {
    const bytes = text.subarray(0, MOST_TEXT_BYTES)
    const at = TEXTS.value + index * TEXT_BYTES.value
    const order = Array.from(bytes.keys()).sort((a, b) => rareness(bytes[b]) - rareness(bytes[a]))
    const [first = 0, second = first] = order
    new Int32Array(memory.buffer, at, 4).set([bytes.length, mark, first, second])
    new Uint8Array(memory.buffer, at + 16, bytes.length).set(bytes)
  }
  new Int32Array(memory.buffer, TEXT_COUNT.value, 1)[0] = texts.length
}

/** Higher for rarer bytes. */
function rareness(byte = 0): number {
  const at = FREQUENT.indexOf(String.fromCharCode(byte))
  return at < 0 ? FREQUENT.length : at
}
