/** Texts by names that come from a log. */

/** An object without a prototype to be reached: `__proto__` and `constructor` are keys of it like any other. */
export type NamedTexts = Record<string, string>

/** An empty one. */
export function createNamedTexts(): NamedTexts {
  Made ??= emptyClass()
  return new Made()
}

/** Whether there is no name in it. */
export function isEmpty(texts: object): boolean {
  for (const _name in texts) return false
  return true
}

let Made: (new () => NamedTexts) | undefined

/** Objects of a class whose prototype is empty are faster than those of Object.create(null), which are hash tables. */
function emptyClass(): new () => NamedTexts {
  class Named {}
  Object.setPrototypeOf(Named.prototype, null)
  Reflect.deleteProperty(Named.prototype, 'constructor')
  Object.freeze(Named.prototype)
  return Named as unknown as new () => NamedTexts
}
