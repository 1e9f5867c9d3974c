/** Finds lines that were cut, and records that stand joined in one line. */
import type { LogRecord } from '@ts-audit/log'
import { latin1 } from '@ts-audit/log/internal'

/** A record begins so; the kernel writes no value with a blank in it unless it is in quotes or hex. */
const HEADER = /(?:node=[^ ]{1,255} )?type=[A-Z][A-Z0-9_[\]]{1,40} msg=audit\(\d{1,20}\.\d{3}:\d{1,20}\):/g
/** So many records of a type tell what one of them looks like. */
const ENOUGH = 20
/** A shape that so many records of a hundred have is the usual one. */
const USUAL_PERCENT = 97
const MOST_KEPT = 1_000
/** Types whose fields are always the same; others are written by many programs. */
const MOST_SHAPES = 200

/** Where in a record another one begins: the offsets from its first byte. */
export function joinedAt(text: string): readonly number[] {
  if (text.indexOf(' msg=audit(', 20) < 0) return []
  const found: number[] = []
  // Its own header may begin with the name of its node.
  HEADER.lastIndex = text.indexOf('msg=audit(') + 1
  for (let match = HEADER.exec(text); match !== null; match = HEADER.exec(text)) found.push(match.index)
  return found
}

/** The line of a record as latin1, what auditd has added included. */
export function lineText(record: LogRecord): string {
  return latin1(record.bytes, record.start, record.end)
}

/** A record whose shape no other has, so far. */
export interface OddRecord<Place> {
  readonly place: Place
  readonly type: number
  /** Fields that the others of its type have. */
  readonly lacks: readonly string[]
  readonly isCut: boolean
}

interface Shape {
  readonly names: readonly string[]
  readonly isEnriched: boolean
  count: number
}

/** Learns what the records of each type look like, and tells which do not. */
export class RecordShapes<Place> {
  readonly #types = new Map<number, Map<string, Shape>>()
  readonly #kept: { readonly place: Place; readonly type: number; readonly key: string }[] = []

  take(type: number, text: string, enrichedAt: number, place: Place): void {
    const names = fieldNames(enrichedAt < 0 ? text : text.slice(0, enrichedAt))
    const key = `${enrichedAt >= 0 ? '+' : ''}${names.join(' ')}`
    let shapes = this.#types.get(type)
    if (shapes === undefined) {
      shapes = new Map()
      this.#types.set(type, shapes)
    }
    const shape = shapes.get(key)
    if (shape !== undefined) {
      shape.count++
      return
    }
    if (shapes.size >= MOST_SHAPES) return
    shapes.set(key, { names, isEnriched: enrichedAt >= 0, count: 1 })
    if (this.#kept.length < MOST_KEPT) this.#kept.push({ place, type, key })
  }

  /** The first record of each shape that is none of its type. */
  odd(): OddRecord<Place>[] {
    return this.#kept.flatMap(({ place, type, key }) => {
      const shapes = this.#types.get(type)
      const own = shapes?.get(key)
      if (shapes === undefined || own === undefined || own.count > 1) return []
      const lacks = missingNames(own, [...shapes.values()])
      return lacks === undefined ? [] : [{ place, type, ...lacks }]
    })
  }
}

/** Which fields a record lacks that is like no other; undefined where nothing tells that it does. */
function missingNames(
  own: Shape,
  all: readonly Shape[],
): Pick<OddRecord<never>, 'lacks' | 'isCut'> | undefined {
  const total = all.reduce((sum, { count }) => sum + count, 0)
  const usual = all.reduce((best, shape) => (shape.count > best.count ? shape : best))
  if (usual === own || total < ENOUGH) return undefined
  // With few others of its own it is a fragment of the usual one; many programs write one type in many shapes.
  if (usual.count * 100 < USUAL_PERCENT * total - 100) return undefined
  const isBeginning = own.names.every((name, at) => name === usual.names[at])
  const lacks = usual.names.filter((name) => !own.names.includes(name))
  if (isBeginning && own.names.length === usual.names.length) {
    return usual.isEnriched && !own.isEnriched ? { lacks: [], isCut: true } : undefined
  }
  return isBeginning && lacks.length > 0 ? { lacks, isCut: true } : undefined
}

/** The names of the fields in their order. */
function fieldNames(text: string): string[] {
  const names: string[] = []
  const body = text.indexOf('): ')
  let at = body < 0 ? text.length : body + 3
  while (at < text.length) {
    const equals = text.indexOf('=', at)
    if (equals < 0) {
      // Half a name.
      names.push(text.slice(at, at + 40))
      break
    }
    names.push(text.slice(at, Math.min(equals, at + 40)).trimStart())
    const quote = text.charAt(equals + 1)
    const close = quote === '"' || quote === "'" ? text.indexOf(quote, equals + 2) : -1
    const end = text.indexOf(' ', close < 0 ? equals + 1 : close)
    if (end < 0) break
    at = end + 1
    if (names.length > 100) break
  }
  return names
}
