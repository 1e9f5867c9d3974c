/** Sorts the rules' watches by event, since most rules care about only one or two. */
import type { RuleWatch } from './finding.ts'

/** The watches for each kind of event. */
export type Hooks = {
  readonly [Hook in keyof RuleWatch]-?: readonly NonNullable<RuleWatch[Hook]>[]
}

/** Sorts watches: asking twenty rules at every load whether they care costs as much as reading the record. */
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
