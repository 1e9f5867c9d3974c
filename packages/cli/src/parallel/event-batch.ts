/** Events as bytes and numbers, in the form in which one thread hands them to another. */
import type { ExactStamp, LogEvent, LogRecord } from '@ts-audit/log'

/**
 * What is sent. The buffers are shared, and belong to whoever was sent them last. (Buffers could be transferred, but with
 * the first that is, V8 checks at every access to any array whether it is still there: that takes half as long again.)
 */
export interface EventBatch {
  /** The lines of all records. */
  readonly bytes: Uint8Array<SharedArrayBuffer>
  /** Per event its {@link EVENT_NUMBERS}, and the {@link RECORD_NUMBERS} of each of its records. */
  readonly numbers: Float64Array<SharedArrayBuffer>
  /** How much of each buffer is used. */
  readonly byteCount: number
  readonly numberCount: number
  /** The nodes that the events name by their index. */
  readonly nodes: readonly string[]
  /** The stamps that no number holds, likewise. */
  readonly exactStamps: readonly ExactStamp[]
}

/** Records, seconds, milliseconds, serial, type, index of the node, index of the exact stamp. */
const EVENT_NUMBERS = 7
/** Start, body, textEnd, end, type, terminated. */
const RECORD_NUMBERS = 6
const NONE = -1
/** Sizes of fresh buffers: a full batch and one event of a usual size. */
const FIRST_BYTES = 640 << 10
const FIRST_NUMBERS = 32 << 10

/** Gathers events into a batch. Their bytes are copied, so the records need not stay valid. */
export class BatchWriter {
  #bytes = sharedBytes(0)
  #numbers = sharedNumbers(0)
  #byteCount = 0
  #numberCount = 0
  #nodes: string[] = []
  #exactStamps: ExactStamp[] = []

  /** Bytes gathered so far. */
  get size(): number {
    return this.#byteCount
  }

  /** Adds an event. */
  add(event: LogEvent): void {
    const { records } = event
    this.#ensureNumbers(EVENT_NUMBERS + records.length * RECORD_NUMBERS)
    const numbers = this.#numbers
    let to = this.#numberCount
    numbers[to++] = records.length
    numbers[to++] = event.seconds
    numbers[to++] = event.milliseconds
    numbers[to++] = event.serial
    numbers[to++] = event.type
    numbers[to++] = event.node === undefined ? NONE : this.#indexOfNode(event.node)
    numbers[to++] = event.exact === undefined ? NONE : this.#exactStamps.push(event.exact) - 1
    for (let first = 0; first < records.length; ) {
      const last = endOfRun(records, first)
      const shift = this.#copyRun(records[first] as LogRecord, records[last - 1] as LogRecord)
      for (; first < last; first++) {
        const { start, body, textEnd, end, type, terminated } = records[first] as LogRecord
        numbers[to++] = start + shift
        numbers[to++] = body < 0 ? body : body + shift
        numbers[to++] = textEnd + shift
        numbers[to++] = end + shift
        numbers[to++] = type
        numbers[to++] = terminated ? 1 : 0
      }
    }
    this.#numberCount = to
  }

  /** The batch gathered; the writer begins a new one, in the buffers of `emptied` if there is one. */
  take(emptied?: EventBatch): EventBatch {
    const batch: EventBatch = {
      bytes: this.#bytes,
      numbers: this.#numbers,
      byteCount: this.#byteCount,
      numberCount: this.#numberCount,
      nodes: this.#nodes,
      exactStamps: this.#exactStamps,
    }
    this.#bytes = emptied?.bytes ?? sharedBytes(FIRST_BYTES)
    this.#numbers = emptied?.numbers ?? sharedNumbers(FIRST_NUMBERS)
    this.#byteCount = 0
    this.#numberCount = 0
    this.#nodes = []
    this.#exactStamps = []
    return batch
  }

  /** Copies the bytes from one record's start to another's end; gives how far they have moved. */
  #copyRun(first: LogRecord, last: LogRecord): number {
    const count = last.end - first.start
    const at = this.#byteCount
    if (at + count > this.#bytes.length) {
      const grown = sharedBytes(Math.max(2 * this.#bytes.length, at + count, FIRST_BYTES))
      grown.set(this.#bytes.subarray(0, at))
      this.#bytes = grown
    }
    this.#bytes.set(first.bytes.subarray(first.start, last.end), at)
    this.#byteCount = at + count
    return at - first.start
  }

  #ensureNumbers(count: number): void {
    const needed = this.#numberCount + count
    if (needed <= this.#numbers.length) return
    const grown = sharedNumbers(Math.max(2 * this.#numbers.length, needed, FIRST_NUMBERS))
    grown.set(this.#numbers.subarray(0, this.#numberCount))
    this.#numbers = grown
  }

  #indexOfNode(node: string): number {
    const nodes = this.#nodes
    // Most logs have one node, and the next event is mostly of the same node as the last.
    if (nodes[nodes.length - 1] !== node) nodes.push(node)
    return nodes.length - 1
  }
}

/** Bytes that several threads can have. */
export function sharedBytes(size: number): Uint8Array<SharedArrayBuffer> {
  return new Uint8Array(new SharedArrayBuffer(size))
}

function sharedNumbers(count: number): Float64Array<SharedArrayBuffer> {
  return new Float64Array(new SharedArrayBuffer(count * Float64Array.BYTES_PER_ELEMENT))
}

/** The records from `first` on that stand one behind the other in the log, and so are copied at once. */
function endOfRun(records: readonly LogRecord[], first: number): number {
  let last = first
  let previous = records[first] as LogRecord
  for (;;) {
    const next = records[++last]
    if (next === undefined || next.bytes !== previous.bytes || next.start !== previous.end + 1) return last
    previous = next
  }
}

/** Whether a latin1 text occurs in the records of a batch. */
export function batchIncludes({ bytes, byteCount }: EventBatch, text: string): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, byteCount).includes(text, 0, 'latin1')
}

/** The events of a batch, in order; they are valid as long as the batch is. */
export function* eventsOf(batch: EventBatch): Generator<LogEvent> {
  const { bytes, byteCount, numbers, numberCount, nodes, exactStamps } = batch
  // A Buffer, because the decoding of texts is fastest there.
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, byteCount)
  // Positions are made integers again: as floating-point numbers they would slow down whoever uses them.
  const integer = (at: number): number => (numbers[at] as number) | 0
  for (let at = 0; at < numberCount; ) {
    const count = integer(at)
    const event = {
      node: nodes[numbers[at + 5] as number],
      seconds: numbers[at + 1] as number,
      milliseconds: numbers[at + 2] as number,
      serial: numbers[at + 3] as number,
      exact: exactStamps[numbers[at + 6] as number],
      type: integer(at + 4),
      records: [] as LogRecord[],
    }
    at += EVENT_NUMBERS
    for (let index = 0; index < count; index++, at += RECORD_NUMBERS) {
      event.records.push({
        bytes: text,
        start: integer(at),
        body: integer(at + 1),
        textEnd: integer(at + 2),
        end: integer(at + 3),
        type: integer(at + 4),
        terminated: integer(at + 5) === 1,
      })
    }
    yield event
  }
}
