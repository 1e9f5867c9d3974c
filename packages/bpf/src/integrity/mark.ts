/** Where an event stands: by its stamp, and by its line. */

/** An event as far as its place matters. */
export interface Mark {
  readonly id: string
  /** Milliseconds since 1970-01-01 UTC. */
  readonly time: number
  readonly serial: number
  /** Counted from 0: how many events came before it. */
  readonly at: number
  /** The index of its input, and its line there; line 0 where nobody knows. */
  readonly input: number
  readonly line: number
}

/** Before which line of all files it stands; by arrival where lines are not known. */
export function positionOf({ input, line, at }: Pick<Mark, 'input' | 'line' | 'at'>): number {
  return line > 0 ? input * 2 ** 32 + line : at
}
