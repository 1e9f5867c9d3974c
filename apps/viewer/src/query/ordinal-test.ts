/** Tests of events by their number in the index. */

export type OrdinalTest = (ordinal: number) => boolean

/** Whether an ordinal passes two tests, each of which may be none; undefined for two of those. */
export function both(one: OrdinalTest | undefined, other: OrdinalTest | undefined): OrdinalTest | undefined {
  if (one === undefined || other === undefined) return one ?? other
  return (ordinal) => one(ordinal) && other(ordinal)
}
