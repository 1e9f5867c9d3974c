/** Regular expressions beside glibc's answers, beside JavaScript's, and on what makes backtracking engines hang. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fixtureRows } from '../../../testing/fixture-rows.ts'
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

describe('JavaScript’s answers, where the syntax is the same', () => {
  const literal = fc.constantFrom(
    'a',
    'b',
    'c',
    '.',
    '[ab]',
    '[^a]',
    '[a-c]',
    '\\.',
    '\\w',
    '\\W',
    '\\b',
    '^',
    '$',
  )
  const quantifier = fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{1,2}', '{0,3}', '{2,}')
  const { pattern } = fc.letrec<{ pattern: string; piece: string }>((tie) => ({
    pattern: fc.oneof(
      { maxDepth: 4 },
      fc.array(tie('piece'), { maxLength: 3 }).map((pieces) => pieces.join('')),
      fc.tuple(tie('pattern'), tie('pattern')).map(([left, right]) => `${left}|${right}`),
    ),
    piece: fc.oneof(
      { maxDepth: 4 },
      fc.tuple(literal, quantifier).map(([atom, times]) => atom + (/^(\^|\$|\\b)$/.test(atom) ? '' : times)),
      fc.tuple(tie('pattern'), quantifier).map(([inner, times]) => `(${inner})${times}`),
    ),
  }))
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c', '.', ' ', '_'), { maxLength: 12 })
    .map((list) => list.join(''))
  test('random patterns', () => {
    fc.assert(
      fc.property(pattern, text, (source, subject) => {
        expect(outcome(source, subject)).toBe(new RegExp(source, 's').test(subject) ? '1' : '0')
      }),
      { numRuns: 5000 },
    )
  })

  test('more states than are kept', () => {
    const source = 'a[ab]{14}c'
    const compiled = compileRegexp(source)
    const bits = fc.array(fc.constantFrom('a', 'b', 'b'), { minLength: 2000, maxLength: 4000 })
    fc.assert(
      fc.property(bits, fc.constantFrom('c', 'b'), (list, last) => {
        const subject = list.join('') + last
        const bytes = Uint8Array.from(subject, (char) => char.charCodeAt(0))
        const found = compiled.kind === 'regexp' && compiled.matcher.test(bytes, 0, bytes.length)
        expect(found).toBe(new RegExp(source).test(subject))
      }),
      { numRuns: 50 },
    )
  })
})

describe('hostile patterns and texts', () => {
  const length = 1_000_000
  test.each([
    '(a*)*b',
    '(a+)+$b',
    '(a|aa)+c',
    '(a|a?)+b',
    '(.*)(.*)(.*)(.*)[bc]',
    '((a{1,9}){1,9}){1,9}b',
    '(x*a)*c',
  ])('%s takes linear time', (pattern) => {
    const compiled = compileRegexp(pattern)
    const bytes = new Uint8Array(length).fill(0x61)
    const started = performance.now()
    expect(compiled.kind === 'regexp' && compiled.matcher.test(bytes, 0, length)).toBe(false)
    expect(performance.now() - started).toBeLessThan(5000)
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
