/** The watches of all rules by what they are told, as most rules want to know of one or two things only. */
import type { RuleWatch } from './finding.ts'

/** Who is to be told of what. */
export type Hooks = {
  readonly [Hook in keyof RuleWatch]-?: readonly NonNullable<RuleWatch[Hook]>[]
}

/** Sorts watches: asking each of twenty at every load whether it wants to know costs as much as reading the record. */
export function hooksOf(watches: readonly RuleWatch[]): Hooks {
  const wanting = <Hook extends keyof RuleWatch>(hook: Hook): NonNullable<RuleWatch[Hook]>[] =>
    watches.flatMap((watch) => {
      const told = watch[hook]
      return told === undefined ? [] : [told]
    })
  return {
    load: wanting('load'),
    finished: wanting('finished'),
    call: wanting('call'),
    socketFilter: wanting('socketFilter'),
    packets: wanting('packets'),
    audit: wanting('audit'),
    pinRemoved: wanting('pinRemoved'),
    pinsToRemove: wanting('pinsToRemove'),
    end: wanting('end'),
  }
}
