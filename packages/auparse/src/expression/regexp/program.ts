/** A pattern as a nondeterministic automaton (Thompson's construction). */
import type { ByteSet } from './byte-set.ts'
import type { Pattern, Place, Repetition } from './pattern.ts'

/** One step; `next` and `other` are the numbers of the steps that may follow. */
export type Step =
  | { readonly kind: 'match' }
  | { readonly kind: 'byte'; readonly set: ByteSet; readonly next: number }
  | { readonly kind: 'place'; readonly place: Place; readonly next: number }
  | { readonly kind: 'fork'; readonly next: number; readonly other: number }

export interface Program {
  readonly steps: readonly Step[]
  /** Number of the first step. */
  readonly start: number
  /** Whether any step looks at the place it is at. */
  readonly hasPlaces: boolean
}

/** Builds the program of a pattern, from its end to its start. */
export function buildProgram(pattern: Pattern): Program {
  const builder = new ProgramBuilder()
  const start = builder.build(pattern, builder.add({ kind: 'match' }))
  return { steps: builder.steps, start, hasPlaces: builder.steps.some(({ kind }) => kind === 'place') }
}

class ProgramBuilder {
  readonly steps: Step[] = []

  add(step: Step): number {
    return this.steps.push(step) - 1
  }

  /** Adds the steps of a pattern that continues at step `next`; gives the number of its first. */
  build(pattern: Pattern, next: number): number {
    switch (pattern.kind) {
      case 'empty':
        return next
      case 'byte':
        return this.add({ kind: 'byte', set: pattern.set, next })
      case 'place':
        return this.add({ kind: 'place', place: pattern.place, next })
      case 'sequence':
        return pattern.parts.reduceRight((following, part) => this.build(part, following), next)
      case 'choice':
        return pattern.parts
          .map((part) => this.build(part, next))
          .reduceRight((other, first) => this.add({ kind: 'fork', next: first, other }))
      case 'repetition':
        return this.#repeat(pattern, next)
    }
  }

  #repeat({ body, min, max }: Repetition, next: number): number {
    let first = next
    if (max === Number.POSITIVE_INFINITY) first = this.#loop(body, next)
    else {
      for (let count = min; count < max; count++) {
        first = this.add({ kind: 'fork', next: this.build(body, first), other: next })
      }
    }
    for (let count = 0; count < min; count++) first = this.build(body, first)
    return first
  }

  #loop(body: Pattern, next: number): number {
    const fork = this.add({ kind: 'match' })
    this.steps[fork] = { kind: 'fork', next: this.build(body, fork), other: next }
    return fork
  }
}
