/** Where an event stands: by its stamp, and by its line. */

/** An event's place in the log. */
export interface Mark {
  readonly id: string
  /** Milliseconds since 1970-01-01 UTC. */
  readonly time: number
  readonly serial: number
  /** Counted from 0: how many events came before it. */
  readonly at: number
  /** The index of its input, and its line there; line 0 where it is not known. */
  readonly input: number
  readonly line: number
}

/** Sorts marks by file and line; by arrival where lines are not known. */
export function positionOf({ input, line, at }: Pick<Mark, 'input' | 'line' | 'at'>): number {
  return line > 0 ? input * 2 ** 32 + line : at
}
