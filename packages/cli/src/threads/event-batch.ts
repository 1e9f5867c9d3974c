/** Events as bytes and numbers, in the form in which one thread hands them to another. */
import type { EventOrigin } from '@ts-audit/format'
import type { ExactStamp, LogEvent, LogRecord } from '@ts-audit/log'
import { indexOfBytes, PLAIN, recordOf, TERMINATED } from '@ts-audit/log/internal'

/**
 * What is sent. The buffers are shared, and belong to the thread that received them last. (Buffers could be transferred, but with
 * the first that is, V8 checks at every access to any array whether it is still there: that takes half as long again.)
 */
export interface EventBatch {
  /** The lines of all records, and now and then others between them, or some bytes that mean nothing. */
  readonly bytes: Uint8Array<SharedArrayBuffer>
  /** Per event its {@link EVENT_INTEGERS}, with the {@link RECORD_INTEGERS} of each of its records before the last. */
  readonly integers: Int32Array<SharedArrayBuffer>
  /** Per event its {@link STAMP_NUMBERS}. */
  readonly stamps: Float64Array<SharedArrayBuffer>
  /** How much of the first two is used, and how many events there are. */
  readonly byteCount: number
  readonly integerCount: number
  readonly eventCount: number
  /** The nodes that the events name by their index. */
  readonly nodes: readonly string[]
  /** The stamps that no number holds, likewise. */
  readonly exactStamps: readonly ExactStamp[]
  /** Where events came from, without offset and line, from an event of that index on. */
  readonly origins: readonly BatchOrigin[]
}

/** An origin whose place changes from event to event. */
interface PlacedOrigin extends Omit<EventOrigin, 'offset' | 'line'> {
  offset?: number
  line?: number
}

/** What several events have in common of where they came from. */
interface BatchOrigin {
  readonly from: number
  readonly origin: EventOrigin | undefined
}

/** Milliseconds, type, index of the node, index of the exact stamp; the number of records, before and after these. */
const EVENT_INTEGERS = 6
/** Start, body, textEnd, end, type, form. */
const RECORD_INTEGERS = 6
/** Seconds, serial; offset and line of where the event came from. */
const STAMP_NUMBERS = 4
const NONE = -1
/** Sizes of fresh buffers: a full batch and one event of a usual size. */
const FIRST_BYTES = 640 << 10
const FIRST_INTEGERS = 32 << 10
const FIRST_STAMPS = 8 << 10
/** Records with no more than this between them are copied at once. */
const MAX_GAP = 512
/** V8 copies to shared memory in words, seven times as fast, where both sides are as far from the beginning of one. */
const WORD_MASK = 7
/** Node searches for texts of up to seven bytes by their first one, three times as fast as for longer ones. */
const FAST_NEEDLE = 7

/** Gathers events into a batch. Their records need to stay valid until {@link flush}. */
export class BatchWriter {
  #bytes = sharedBytes(0)
  #integers = sharedIntegers(0)
  #stamps = sharedNumbers(0)
  #byteCount = 0
  #integerCount = 0
  #eventCount = 0
  #nodes: string[] = []
  #exactStamps: ExactStamp[] = []
  #origins: BatchOrigin[] = []
  /** What is to be copied next: `#from` to `#to` of `#source`, to `#byteCount`. */
  #source: Uint8Array = new Uint8Array(0)
  #from = 0
  #to = 0

  /** Bytes gathered so far. */
  get size(): number {
    return this.#byteCount + this.#to - this.#from
  }

  /** Adds an event. */
  add(event: LogEvent, origin?: EventOrigin): void {
    const { records } = event
    this.#ensureNumbers(EVENT_INTEGERS + records.length * RECORD_INTEGERS)
    const integers = this.#integers
    let to = this.#integerCount
    integers[to++] = records.length
    integers[to++] = event.milliseconds
    integers[to++] = event.type
    integers[to++] = event.node === undefined ? NONE : this.#indexOfNode(event.node)
    integers[to++] = event.exact === undefined ? NONE : this.#exactStamps.push(event.exact) - 1
    for (const record of records) {
      const { start, body, textEnd, end, type, terminated, isPlain } = record
      const shift = this.#shiftOf(record)
      integers[to++] = start + shift
      integers[to++] = body < 0 ? body : body + shift
      integers[to++] = textEnd + shift
      integers[to++] = end + shift
      integers[to++] = type
      integers[to++] = (terminated ? TERMINATED : 0) | (isPlain === true ? PLAIN : 0)
    }
    integers[to++] = records.length
    this.#integerCount = to
    this.#noteOrigin(origin)
    const stamp = STAMP_NUMBERS * this.#eventCount++
    this.#stamps[stamp] = event.seconds
    this.#stamps[stamp + 1] = event.serial
    this.#stamps[stamp + 2] = origin?.offset ?? NONE
    this.#stamps[stamp + 3] = origin?.line ?? NONE
  }

  /** Copies what has not been copied yet; to be called before the buffers of the records are used again. */
  flush(): void {
    const count = this.#to - this.#from
    if (count === 0) return
    const at = this.#byteCount
    if (at + count > this.#bytes.length) {
      const grown = sharedBytes(Math.max(2 * this.#bytes.length, at + count, FIRST_BYTES))
      grown.set(this.#bytes.subarray(0, at))
      this.#bytes = grown
    }
    this.#bytes.set(this.#source.subarray(this.#from, this.#to), at)
    this.#byteCount = at + count
    this.#from = this.#to
  }

  /** The batch gathered; the writer begins a new one, in the buffers of `emptied` if there is one. */
  take(emptied?: EventBatch): EventBatch {
    this.flush()
    const batch: EventBatch = {
      bytes: this.#bytes,
      integers: this.#integers,
      stamps: this.#stamps,
      byteCount: this.#byteCount,
      integerCount: this.#integerCount,
      eventCount: this.#eventCount,
      nodes: this.#nodes,
      exactStamps: this.#exactStamps,
      origins: this.#origins,
    }
    this.#bytes = emptied?.bytes ?? sharedBytes(FIRST_BYTES)
    this.#integers = emptied?.integers ?? sharedIntegers(FIRST_INTEGERS)
    this.#stamps = emptied?.stamps ?? sharedNumbers(FIRST_STAMPS)
    this.#byteCount = 0
    this.#integerCount = 0
    this.#eventCount = 0
    this.#nodes = []
    this.#exactStamps = []
    this.#origins = []
    return batch
  }

  /** How far a record's bytes move. Most records follow the one before directly, and are copied together with it. */
  #shiftOf({ bytes, start, end }: LogRecord): number {
    if (bytes !== this.#source || start < this.#to || start - this.#to > MAX_GAP || this.#from === this.#to) {
      this.flush()
      this.#source = bytes
      this.#from = start
      this.#byteCount += (bytes.byteOffset + start - this.#byteCount) & WORD_MASK
    }
    this.#to = end
    return this.#byteCount - this.#from
  }

  #ensureNumbers(count: number): void {
    const needed = this.#integerCount + count
    if (needed > this.#integers.length) {
      const grown = sharedIntegers(Math.max(2 * this.#integers.length, needed, FIRST_INTEGERS))
      grown.set(this.#integers.subarray(0, this.#integerCount))
      this.#integers = grown
    }
    if (STAMP_NUMBERS * (this.#eventCount + 1) > this.#stamps.length) {
      const grown = sharedNumbers(Math.max(2 * this.#stamps.length, FIRST_STAMPS))
      grown.set(this.#stamps)
      this.#stamps = grown
    }
  }

  /** The next event mostly comes from where the last one did. */
  #noteOrigin(origin: EventOrigin | undefined): void {
    const last = this.#origins[this.#origins.length - 1]?.origin
    const isSame =
      last?.input === origin?.input &&
      last?.file === origin?.file &&
      last?.boot === origin?.boot &&
      last?.loss === origin?.loss
    if (!isSame) this.#origins.push({ from: this.#eventCount, origin: origin && { ...origin } })
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

function sharedIntegers(count: number): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(count * Int32Array.BYTES_PER_ELEMENT))
}

function sharedNumbers(count: number): Float64Array<SharedArrayBuffer> {
  return new Float64Array(new SharedArrayBuffer(count * Float64Array.BYTES_PER_ELEMENT))
}

/** False only where a latin1 text does not occur in the records of a batch. */
export function batchMayInclude(batch: EventBatch, text: string): boolean {
  return indexOfBytes(textOf(batch), Buffer.from(text.slice(0, FAST_NEEDLE), 'latin1'), 0) >= 0
}

/** The events of a batch, in order; they are valid as long as the batch is. */
export function* eventsOf(batch: EventBatch): Generator<LogEvent> {
  const bytes = textOf(batch)
  let at = 0
  for (let index = 0; index < batch.eventCount; index++) {
    yield eventAt(batch, bytes, index, at)
    at += EVENT_INTEGERS + RECORD_INTEGERS * (batch.integers[at] as number)
  }
}

/** Gives where the events of a batch came from, as far as it was told; what it gives is valid until it is asked again. */
export function originsOf({ origins, stamps }: EventBatch): (index: number) => EventOrigin | undefined {
  let at = -1
  let origin: PlacedOrigin | undefined
  return (index) => {
    const before = at
    while (at + 1 < origins.length && (origins[at + 1] as BatchOrigin).from <= index) at++
    if (at !== before) {
      const common = origins[at]?.origin
      origin = common && { ...common }
    }
    const offset = stamps[STAMP_NUMBERS * index + 2] as number
    if (origin !== undefined && offset >= 0) {
      origin.offset = offset
      origin.line = stamps[STAMP_NUMBERS * index + 3] as number
    }
    return origin
  }
}

/** The same from the last to the first. */
export function* eventsBackwards(batch: EventBatch): Generator<LogEvent> {
  const bytes = textOf(batch)
  let end = batch.integerCount
  for (let index = batch.eventCount - 1; index >= 0; index--) {
    end -= EVENT_INTEGERS + RECORD_INTEGERS * (batch.integers[end - 1] as number)
    yield eventAt(batch, bytes, index, end)
  }
}

/** A Buffer, because the decoding of texts is fastest there. */
function textOf({ bytes, byteCount }: EventBatch): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, byteCount)
}

function eventAt(batch: EventBatch, bytes: Uint8Array, index: number, head: number): LogEvent {
  const { integers, stamps, nodes, exactStamps } = batch
  const records: LogRecord[] = []
  let at = head + EVENT_INTEGERS - 1
  for (let count = integers[head] as number; count > 0; count--, at += RECORD_INTEGERS) {
    records.push(
      recordOf(
        bytes,
        integers[at] as number,
        integers[at + 1] as number,
        integers[at + 2] as number,
        integers[at + 3] as number,
        integers[at + 4] as number,
        integers[at + 5] as number,
      ),
    )
  }
  return {
    node: nodes[integers[head + 3] as number],
    seconds: stamps[STAMP_NUMBERS * index] as number,
    milliseconds: integers[head + 1] as number,
    serial: stamps[STAMP_NUMBERS * index + 1] as number,
    exact: exactStamps[integers[head + 4] as number],
    type: integers[head + 2] as number,
    records,
  }
}
