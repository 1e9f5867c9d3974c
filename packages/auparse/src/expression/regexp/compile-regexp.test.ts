/** Regular expressions beside glibc's answers, beside their definition, and on what makes backtracking engines hang. */
import { growthOfWork, MOST_GROWTH } from '@ts-audit/testing/counted-work'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fixtureRows } from '../../../testing/fixture-rows.ts'
import {
  characterModel,
  choiceModel,
  findsMatch,
  groupModel,
  placeModel,
  type RegexpModel,
  repetitionModel,
  sequenceModel,
} from '../../../testing/regexp-model.ts'
import { compileRegexp } from './compile-regexp.ts'

/** 1, 0 or the error, as in the fixture. */
function outcome(pattern: string, text: string): string {
  const compiled = compileRegexp(pattern)
  if (compiled.kind === 'error') return compiled.message
  const bytes = Uint8Array.from(`<${text}>`, (char) => char.charCodeAt(0))
  return compiled.matcher.test(bytes, 1, bytes.length - 1) ? '1' : '0'
}

/** Errors that differ from glibc's on purpose. */
const OURS = ['Back references are not supported']

/** Patterns that glibc takes and that are too big here. */
const TOO_BIG = ['a{32767}', '(a{1000}){1000}', '((a{100}){100}){100}']

/** What a random pattern may come to with its repetitions written out: well below the size that is refused. */
const MOST_WRITTEN_OUT = 500

describe('glibc’s answers', () => {
  const rows = fixtureRows('regexps.tsv').map((row) => row.map((cell) => JSON.parse(cell) as string))
  test('all rows are there', () => expect(rows.length).toBe(1739))
  test('matches and errors are the same', () => {
    const found = rows.map(([pattern, text]) => [pattern, text, outcome(pattern!, text!)])
    const expected = rows.map(([pattern, text, result], number) => {
      const mine = found[number]?.[2] ?? ''
      if (TOO_BIG.includes(pattern!)) return [pattern, text, 'Regular expression too big']
      return [pattern, text, OURS.includes(mine) && /\\[1-9]/.test(pattern!) ? mine : result]
    })
    expect(found).toEqual(expected)
  })
})

describe('the answers of the definition', () => {
  const isWord = (char: string | undefined): boolean => char !== undefined && /[abc_]/.test(char)
  const character = fc.constantFrom(
    characterModel('a', (char) => char === 'a'),
    characterModel('b', (char) => char === 'b'),
    characterModel('c', (char) => char === 'c'),
    characterModel('.', () => true),
    characterModel('[ab]', (char) => char === 'a' || char === 'b'),
    characterModel('[^a]', (char) => char !== 'a'),
    characterModel('[a-c]', (char) => char === 'a' || char === 'b' || char === 'c'),
    characterModel('\\.', (char) => char === '.'),
    characterModel('\\w', isWord),
    characterModel('\\W', (char) => !isWord(char)),
  )
  const place = fc.constantFrom(
    placeModel('^', (_text, at) => at === 0),
    placeModel('$', (text, at) => at === text.length),
    placeModel('\\b', (text, at) => isWord(text[at - 1]) !== isWord(text[at])),
    placeModel('\\B', (text, at) => isWord(text[at - 1]) === isWord(text[at])),
  )
  const times = fc.constantFrom(
    ...[1, 1, 1].map((once) => ({ quantifier: '', min: once, max: once })),
    { quantifier: '*', min: 0, max: Number.POSITIVE_INFINITY },
    { quantifier: '+', min: 1, max: Number.POSITIVE_INFINITY },
    { quantifier: '?', min: 0, max: 1 },
    { quantifier: '{2}', min: 2, max: 2 },
    { quantifier: '{1,2}', min: 1, max: 2 },
    { quantifier: '{0,3}', min: 0, max: 3 },
    { quantifier: '{2,}', min: 2, max: Number.POSITIVE_INFINITY },
  )
  const { pattern } = fc.letrec<{ pattern: RegexpModel; piece: RegexpModel }>((tie) => ({
    pattern: fc.oneof(
      { maxDepth: 4 },
      fc.array(tie('piece'), { maxLength: 3 }).map(sequenceModel),
      fc.tuple(tie('pattern'), tie('pattern')).map(choiceModel),
    ),
    piece: fc.oneof(
      { maxDepth: 4 },
      fc.tuple(character, times).map(([model, often]) => repetitionModel(model, often)),
      place,
      fc.tuple(tie('pattern'), times).map(([model, often]) => repetitionModel(groupModel(model), often)),
    ),
  }))
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c', '.', ' ', '_'), { maxLength: 12 })
    .map((list) => list.join(''))
  test('random patterns', () => {
    fc.assert(
      fc.property(
        pattern.filter(({ size }) => size <= MOST_WRITTEN_OUT),
        text,
        (model, subject) => {
          expect([model.source, outcome(model.source, subject)]).toEqual([
            model.source,
            findsMatch(model, subject) ? '1' : '0',
          ])
        },
      ),
      { numRuns: 5000 },
    )
  })

  test('more states than are kept', () => {
    const compiled = compileRegexp('a[ab]{14}c')
    const bits = fc.array(fc.constantFrom('a', 'b', 'b'), { minLength: 2000, maxLength: 4000 })
    fc.assert(
      fc.property(bits, fc.constantFrom('c', 'b'), (list, last) => {
        const subject = list.join('') + last
        const bytes = Uint8Array.from(subject, (char) => char.charCodeAt(0))
        const found = compiled.kind === 'regexp' && compiled.matcher.test(bytes, 0, bytes.length)
        expect(found).toBe(last === 'c' && subject.at(-16) === 'a')
      }),
      { numRuns: 50 },
    )
  })
})

describe('hostile patterns and texts', () => {
  test.each([
    '(a*)*b',
    '(a+)+$b',
    '(a|aa)+c',
    '(a|a?)+b',
    '(.*)(.*)(.*)(.*)[bc]',
    '((a{1,9}){1,9}){1,9}b',
    '(x*a)*c',
  ])('%s takes work in proportion to the text', async (pattern) => {
    const compiled = compileRegexp(pattern)
    const run = (bytes: Uint8Array): void => {
      expect(compiled.kind === 'regexp' && compiled.matcher.test(bytes, 0, bytes.length)).toBe(false)
    }
    const textOf = (length: number): Uint8Array => new Uint8Array(length).fill(0x61)
    expect(await growthOfWork(textOf, run, 3000)).toBeLessThan(MOST_GROWTH)
  })

  test.each([
    ['a{5000}', '0'],
    ['a{5001}', 'Regular expression too big'],
    ['(a{100}){50}', '0'],
    ['(a{100}){51}', 'Regular expression too big'],
    ['(((a{2}){2}*){2}*){2}*', '1'],
    [`${'('.repeat(500)}${')'.repeat(500)}`, '1'],
    [`${'('.repeat(501)}${')'.repeat(501)}`, 'Regular expression too big'],
    ['('.repeat(1_000_000), 'Regular expression too big'],
    ['|'.repeat(1_000_000), 'Regular expression too big'],
    ['x'.repeat(1_000_000), 'Regular expression too big'],
    ['a'.concat('*'.repeat(100_000)), '1'],
    ['a'.concat('{2}'.repeat(100_000)), 'Regular expression too big'],
    ['()'.repeat(100_000), '1'],
    ['()'.concat('{32767}'.repeat(10_000)), '1'],
    ['[a-'.repeat(100_000), 'Invalid range end'],
    ['a{'.repeat(100_000), 'Unmatched \\{'],
  ])('%#', (pattern, expected) => expect(outcome(pattern, 'x')).toBe(expected))

  test('any bytes are a pattern or a mistake', () => {
    const bytes = fc.uint8Array({ maxLength: 40 }).map((codes) => String.fromCharCode(...codes))
    fc.assert(
      fc.property(bytes, bytes, (pattern, text) => {
        expect(outcome(pattern, text)).toMatch(/^([01]|[A-Z].*)$/)
      }),
      { numRuns: 5000 },
    )
  })
})
