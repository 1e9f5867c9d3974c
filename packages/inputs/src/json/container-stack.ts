/** Which objects of a document are events: those in the arrays of certain keys, or the document itself. */
import { CLOSE_BRACE } from '../ascii.ts'
import { JsonObject } from './json-object.ts'
import { stringBytes } from './json-text.ts'

/** Keys of arrays whose objects are the events: of CloudWatch, dmesg, OpenTelemetry and search results. */
const CONTAINERS: ReadonlySet<string> = new Set([
  'events',
  'logEvents',
  'dmesg',
  'resourceLogs',
  'scopeLogs',
  'instrumentationLibraryLogs',
  'logRecords',
  'hits',
])
/** Search results have theirs one level deeper: `{"hits":{"hits":[…]}}`. */
const HITS: ReadonlySet<string> = new Set(['hits'])
/** A longer key is none of these, however it is escaped. */
const LONGEST_KEY = 200

/**
 * Follows the brackets of a document by their depth, 1 for the outermost. An object is an *element* when it is the document,
 * or stands in the array of a container; one that has such an array itself is none any more.
 */
export class ContainerStack {
  /** The depth of the element that has not turned out to hold others; 0 where there is none. */
  #element = 0
  /** The depths of the objects around it that hold others, and of their arrays. */
  readonly #holders: number[] = []
  readonly #arrays: number[] = []
  /** The depth of the object of the innermost one's `hits`; 0 where there is none. */
  #hits = 0

  clear(): void {
    this.#element = 0
    this.#holders.length = 0
    this.#arrays.length = 0
    this.#hits = 0
  }

  /** Whether an object holds others that are the elements in place of it. */
  static isContainer(object: JsonObject): boolean {
    if (!object.hasNested) return false
    for (let index = 0; index < object.size; index++) {
      const kind = object.kindAt(index)
      if (kind === 'array') {
        if (CONTAINERS.has(object.keyAt(index))) return true
      } else if (kind === 'object' && object.keyAt(index) === 'hits') {
        const { bytes, start, end } = object.valueAt(index)
        if (JsonObject.parse(bytes, start, end)?.value('hits')?.kind === 'array') return true
      }
    }
    return false
  }

  /** Whether a key could make a difference to what opens at this depth. */
  mayDecide(depth: number): boolean {
    return depth === this.#innermost + 1 || (this.#hits > 0 && depth === this.#hits + 1)
  }

  /** An object has opened, under a key or none. */
  opensObject(depth: number, key: Uint8Array | undefined): 'element' | undefined {
    if (depth === 1 || this.#arrays[this.#arrays.length - 1] === depth - 1) {
      this.#element = depth
      this.#hits = 0
      return 'element'
    }
    if (depth === this.#innermost + 1 && key !== undefined && isOneOf(HITS, key)) this.#hits = depth
    return undefined
  }

  /** An array has opened, under a key or none. */
  opensArray(depth: number, key: Uint8Array | undefined): 'container' | undefined {
    const isContainer =
      depth === 1 ||
      (key !== undefined &&
        ((depth === this.#innermost + 1 && isOneOf(CONTAINERS, key)) ||
          (this.#hits > 0 && depth === this.#hits + 1 && isOneOf(HITS, key))))
    if (!isContainer) return undefined
    if (this.#element > 0) this.#holders.push(this.#element)
    this.#element = 0
    this.#arrays.push(depth)
    return 'container'
  }

  /** A bracket closes what is open at a depth. Gives whether that is an element. */
  closes(bracket: number, depth: number): boolean {
    if (this.#arrays[this.#arrays.length - 1] === depth) this.#arrays.pop()
    if (this.#hits === depth) this.#hits = 0
    if (bracket !== CLOSE_BRACE) return false
    if (this.#holders[this.#holders.length - 1] === depth) this.#holders.pop()
    if (this.#element !== depth) return false
    this.#element = 0
    return true
  }

  get #innermost(): number {
    return this.#element > 0 ? this.#element : (this.#holders[this.#holders.length - 1] ?? -1)
  }
}

function isOneOf(names: ReadonlySet<string>, key: Uint8Array): boolean {
  if (key.length > LONGEST_KEY) return false
  let name = ''
  for (const byte of stringBytes(key, 0, key.length)) name += String.fromCharCode(byte)
  return names.has(name)
}
