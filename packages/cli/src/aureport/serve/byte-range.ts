/** The part of a file that a request asks for (RFC 9110 §14). */

/** From `start` up to `end`, which is not part of it. */
export interface BytePart {
  readonly start: number
  readonly end: number
  /** False where the whole file was asked for. */
  readonly isPart: boolean
}

/** One range of bytes is understood; anything else asks for the whole file, as the RFC allows. */
export function byteRange(header: string | undefined, size: number): BytePart | 'unsatisfiable' {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? []
  if (first === '' && last === '') return { start: 0, end: size, isPart: false }
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const end = first === '' || last === '' ? size : Math.min(size, Number(last) + 1)
  return start < end ? { start, end, isPart: true } : 'unsatisfiable'
}
