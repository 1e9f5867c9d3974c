/** Texts by names that come from a log. */

/** An object without a prototype to be reached: `__proto__` and `constructor` are keys of it like any other. */
export type NamedTexts = Record<string, string>

// A constructor with an empty prototype makes such objects faster than Object.create(null) does, as Node's querystring found.
const Empty = (() => {}) as unknown as { new (): NamedTexts; prototype: unknown }
Empty.prototype = Object.freeze(Object.create(null))

/** An empty one. */
export function createNamedTexts(): NamedTexts {
  return new Empty()
}

/** Whether there is no name in it. */
export function isEmpty(texts: NamedTexts): boolean {
  for (const _name in texts) return false
  return true
}
