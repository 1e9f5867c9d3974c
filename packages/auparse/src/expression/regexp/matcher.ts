/**
 * Runs a program over bytes in time proportional to their number, whatever the pattern: all steps that a match may
 * have come to are followed at once, and each such set becomes a state of a deterministic automaton, worked out only once.
 */
import { WORD_BYTES } from './byte-set.ts'
import type { Place } from './pattern.ts'
import type { Program } from './program.ts'

/** A regular expression, ready to be searched for. */
export interface RegexpMatcher {
  /** True when the bytes from `start` to before `end` contain a match. */
  readonly test: (bytes: Uint8Array, start: number, end: number) => boolean
}

/** What stands before a place of the text, as far as patterns can ask. */
type Before = 'nothing' | 'word' | 'other'

/** A set of steps that a match may have come to, and where each byte leads from there. */
interface State {
  readonly steps: readonly number[]
  readonly before: Before
  /** By byte; at {@link END} for the end of the text. */
  readonly next: (State | undefined)[]
}

const END = 256
/** How many states, and steps in them, are kept; beyond that all are forgotten and worked out anew. */
const MOST_STATES = 1000
const MOST_STEPS = 200_000

const MATCHED: State = { steps: [], before: 'other', next: [] }
const FAILED: State = { steps: [], before: 'other', next: [] }

/** Makes the matcher of a program. */
export function createMatcher(program: Program): RegexpMatcher {
  const automaton = new Automaton(program)
  return { test: (bytes, start, end) => automaton.test(bytes, start, end) }
}

class Automaton {
  readonly #program: Program
  readonly #states = new Map<string, State>()
  #stepsKept = 0
  #first: State | undefined
  /** Marks the steps of the current set. */
  readonly #marks: Uint32Array
  #mark = 0

  constructor(program: Program) {
    this.#program = program
    this.#marks = new Uint32Array(program.steps.length)
  }

  test(bytes: Uint8Array, start: number, end: number): boolean {
    let state = this.#firstState()
    for (let at = start; at < end; at++) {
      const byte = bytes[at] as number
      state = state.next[byte] ?? this.#follow(state, byte)
      if (state === MATCHED) return true
    }
    return (state.next[END] ?? this.#follow(state, END)) === MATCHED
  }

  #firstState(): State {
    this.#first ??= this.#stateOf([this.#program.start], 'nothing')
    return this.#first
  }

  /** Works out where a byte, or the end, leads. A match may begin at any byte. */
  #follow(state: State, symbol: number): State {
    const next = this.#target(state, symbol)
    state.next[symbol] = next
    return next
  }

  #target(state: State, symbol: number): State {
    const reached = this.#reach(state, symbol)
    if (reached === undefined) return MATCHED
    if (symbol === END) return FAILED
    this.#newSet()
    const targets = this.#mayMark(this.#program.start) ? [this.#program.start] : []
    for (const number of reached) {
      const step = this.#program.steps[number]
      if (step?.kind === 'byte' && step.set[symbol] === 1 && this.#mayMark(step.next)) targets.push(step.next)
    }
    return this.#stateOf(
      targets.sort((a, b) => a - b),
      this.#beforeAfter(symbol),
    )
  }

  /** All steps that can be reached without taking a byte; undefined when the match is among them. */
  #reach({ steps: from, before }: State, symbol: number): readonly number[] | undefined {
    this.#newSet()
    const reached = from.filter((number) => this.#mayMark(number))
    for (let at = 0; at < reached.length; at++) {
      const step = this.#program.steps[reached[at] as number]
      if (step === undefined || step.kind === 'byte') continue
      if (step.kind === 'match') return undefined
      if (step.kind === 'place' && !isAt(step.place, before, symbol)) continue
      if (this.#mayMark(step.next)) reached.push(step.next)
      if (step.kind === 'fork' && this.#mayMark(step.other)) reached.push(step.other)
    }
    return reached
  }

  #stateOf(steps: readonly number[], before: Before): State {
    const key = `${before} ${steps.join(' ')}`
    const known = this.#states.get(key)
    if (known !== undefined) return known
    this.#stepsKept += steps.length
    if (this.#states.size >= MOST_STATES || this.#stepsKept > MOST_STEPS) {
      this.#states.clear()
      this.#stepsKept = steps.length
      this.#first = undefined
    }
    const state: State = { steps, before, next: new Array(END + 1) }
    this.#states.set(key, state)
    return state
  }

  #beforeAfter(symbol: number): Before {
    return this.#program.hasPlaces && WORD_BYTES[symbol] === 1 ? 'word' : 'other'
  }

  #newSet(): void {
    if (++this.#mark <= 0xffff_ffff) return
    this.#marks.fill(0)
    this.#mark = 1
  }

  /** True the first time a step is met in the current set. */
  #mayMark(step: number): boolean {
    if (this.#marks[step] === this.#mark) return false
    this.#marks[step] = this.#mark
    return true
  }
}

function isAt(place: Place, before: Before, symbol: number): boolean {
  const inWord = before === 'word'
  const wordFollows = symbol !== END && WORD_BYTES[symbol] === 1
  switch (place) {
    case 'text start':
      return before === 'nothing'
    case 'text end':
      return symbol === END
    case 'word edge':
      return inWord !== wordFollows
    case 'no word edge':
      return inWord === wordFollows
    case 'word start':
      return !inWord && wordFollows
    case 'word end':
      return inWord && !wordFollows
  }
}
