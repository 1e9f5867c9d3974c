/** Extraction as a sequence of steps, of which only the active ones are kept. */
import type { ActiveSteps } from './active-steps.ts'
import type { RecordText } from './record-text.ts'
import type { SearchAttributes } from './search-attributes.ts'

/** Reads something at the cursor into the attributes. Gives 0, the code of a failure, or {@link DONE}. */
export type Step = (text: RecordText, attributes: SearchAttributes) => number

/** What a record type does, once it is known which steps are active; undefined when that is nothing. */
export type Procedure = (active: ActiveSteps) => Step | undefined

/** A step's result for "this record needs no further step". */
export const DONE = -1

type Switch = Exclude<keyof ActiveSteps, 'lenient'>

/** A step that runs when one of the given things is wanted. */
export function when(wanted: Switch | readonly Switch[], step: Step): Procedure {
  const switches = typeof wanted === 'string' ? [wanted] : wanted
  return (active) => (switches.some((name) => active[name]) ? step : undefined)
}

/** A step that runs whatever is wanted. */
export function always(step: Step): Procedure {
  return () => step
}

/** Procedures one after the other, up to the first that fails. */
export function sequence(...procedures: readonly Procedure[]): Procedure {
  return (active) => {
    const steps = procedures.map((procedure) => procedure(active)).filter((step) => step !== undefined)
    const [only] = steps
    if (steps.length <= 1) return only
    if (active.lenient) return withoutFailures(steps)
    return (text, attributes) => {
      for (const step of steps) {
        const code = step(text, attributes)
        if (code !== 0) return code
      }
      return 0
    }
  }
}

/** All steps, whatever fails, up to one that says that the record needs no further; gives the first failure. */
function withoutFailures(steps: readonly Step[]): Step {
  return (text, attributes) => {
    let first = 0
    for (const step of steps) {
      const code = step(text, attributes)
      if (code === DONE) return first > 0 ? first : DONE
      if (first === 0) first = code
    }
    return first
  }
}

/** A step that searches from the position in `mark`, wherever the cursor is. */
export function fromMark(step: Step): Step {
  return (text, attributes) => {
    text.at = text.mark
    return step(text, attributes)
  }
}

/** A step that searches from the start of the record. */
export function fromStart(step: Step): Step {
  return (text, attributes) => {
    text.at = text.start
    return step(text, attributes)
  }
}
