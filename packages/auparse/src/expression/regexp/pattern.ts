/** A regular expression as a tree, each node with the number of program steps it takes. */
import type { ByteSet } from './byte-set.ts'

/** What may be asked of a place between two bytes; `no word edge` is within a word or away from any. */
export type Place = 'text start' | 'text end' | 'word edge' | 'no word edge' | 'word start' | 'word end'

export type Pattern =
  | { readonly kind: 'empty'; readonly size: 0 }
  | { readonly kind: 'byte'; readonly size: 1; readonly set: ByteSet }
  | { readonly kind: 'place'; readonly size: 1; readonly place: Place }
  | { readonly kind: 'sequence'; readonly size: number; readonly parts: readonly Pattern[] }
  | { readonly kind: 'choice'; readonly size: number; readonly parts: readonly Pattern[] }
  | Repetition

/** `body` at least `min` and at most `max` times; `max` may be Infinity. */
export interface Repetition {
  readonly kind: 'repetition'
  readonly size: number
  readonly body: Pattern
  readonly min: number
  readonly max: number
}

export const EMPTY: Pattern = { kind: 'empty', size: 0 }

/** One part after the other. */
export function sequence(parts: readonly Pattern[]): Pattern {
  const [first, second] = parts
  if (first === undefined) return EMPTY
  if (second === undefined) return first
  return { kind: 'sequence', size: total(parts), parts }
}

/** Any of the parts. */
export function choice(parts: readonly Pattern[]): Pattern {
  const [first = EMPTY, second] = parts
  if (second === undefined) return first
  return { kind: 'choice', size: total(parts) + parts.length - 1, parts }
}

/** Repeats a pattern. Repetitions such as `x**` become one, so that trees stay flat. */
export function repetition(body: Pattern, min: number, max: number): Pattern {
  if (body.size === 0 || max === 0) return EMPTY
  if (min === 1 && max === 1) return body
  if (body.kind === 'repetition' && isSimple(body.min, body.max) && isSimple(min, max)) {
    return repetition(body.body, body.min * min, body.max * max)
  }
  const more = max === Number.POSITIVE_INFINITY ? 1 : max - min
  return { kind: 'repetition', size: min * body.size + more * (body.size + 1), body, min, max }
}

/** True for `?`, `*` and `+`. */
function isSimple(min: number, max: number): boolean {
  return min <= 1 && (max === 1 || max === Number.POSITIVE_INFINITY)
}

function total(parts: readonly Pattern[]): number {
  return parts.reduce((sum, { size }) => sum + size, 0)
}
