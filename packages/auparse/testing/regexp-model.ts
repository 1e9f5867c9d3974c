/**
 * Regular expressions by their definition, to judge the matcher by: each is the relation between the places of a text
 * where it may begin and where it may end. Sequences compose relations, choices unite them, repetitions are powers and
 * closures, so the work grows with the size of the expression and the cube of the text, and nothing is tried twice.
 */

/** By place (0 to the length of the text): the places a match from there may end at, one bit each. */
export type Relation = readonly number[]

export interface RegexpModel {
  /** The expression as it is written. */
  readonly source: string
  /** How many bytes and places it names once its repetitions are written out. */
  readonly size: number
  readonly relation: (text: string) => Relation
}

/** The longest text: a place is a bit of a number. */
export const LONGEST_TEXT = 30

/** Whether any part of the text matches. */
export function findsMatch(model: RegexpModel, text: string): boolean {
  if (text.length > LONGEST_TEXT) throw new RangeError(`texts have at most ${LONGEST_TEXT} characters`)
  return model.relation(text).some((ends) => ends !== 0)
}

/** One character of those that `has` is true of. */
export function characterModel(source: string, has: (char: string) => boolean): RegexpModel {
  return {
    source,
    size: 1,
    relation: (text) => places(text).map((at) => (at < text.length && has(text[at]!) ? bit(at + 1) : 0)),
  }
}

/** Nothing, at a place of which `isAt` is true. */
export function placeModel(source: string, isAt: (text: string, at: number) => boolean): RegexpModel {
  return { source, size: 1, relation: (text) => places(text).map((at) => (isAt(text, at) ? bit(at) : 0)) }
}

export function sequenceModel(parts: readonly RegexpModel[]): RegexpModel {
  return {
    source: parts.map(({ source }) => source).join(''),
    size: total(parts),
    relation: (text) => parts.map(({ relation }) => relation(text)).reduce(compose, identity(text)),
  }
}

export function choiceModel(parts: readonly [RegexpModel, ...RegexpModel[]]): RegexpModel {
  return {
    source: parts.map(({ source }) => source).join('|'),
    size: total(parts),
    relation: (text) => parts.map(({ relation }) => relation(text)).reduce(unite),
  }
}

/** `model` in a group. */
export function groupModel(model: RegexpModel): RegexpModel {
  return { ...model, source: `(${model.source})` }
}

/** From `min` to `max` times, written as `quantifier`; `max` may be Infinity. */
export function repetitionModel(
  model: RegexpModel,
  { quantifier, min, max }: { readonly quantifier: string; readonly min: number; readonly max: number },
): RegexpModel {
  const isEndless = max === Number.POSITIVE_INFINITY
  return {
    source: model.source + quantifier,
    size: model.size * Math.max(1, isEndless ? min + 1 : max),
    relation: (text) => {
      const once = model.relation(text)
      const atMostOnce = unite(identity(text), once)
      const least = power(once, min, text)
      return compose(least, isEndless ? closure(atMostOnce) : power(atMostOnce, max - min, text))
    },
  }
}

/** From no to any number of times, given what at most one time does: who reaches a place reaches what it reaches. */
function closure(relation: Relation): Relation {
  return relation.reduce<Relation>(
    (known, _ends, over) => known.map((ends) => (ends & bit(over) ? ends | known[over]! : ends)),
    relation,
  )
}

function power(relation: Relation, exponent: number, text: string): Relation {
  return Array.from({ length: exponent }, () => relation).reduce(compose, identity(text))
}

function compose(first: Relation, second: Relation): Relation {
  return first.map((ends) => second.reduce((all, later, at) => (ends & bit(at) ? all | later : all), 0))
}

function unite(first: Relation, second: Relation): Relation {
  return first.map((ends, at) => ends | second[at]!)
}

function identity(text: string): Relation {
  return places(text).map(bit)
}

function places(text: string): number[] {
  return Array.from({ length: text.length + 1 }, (_none, at) => at)
}

function bit(place: number): number {
  return 1 << place
}

function total(parts: readonly RegexpModel[]): number {
  return parts.reduce((sum, { size }) => sum + size, 0)
}
