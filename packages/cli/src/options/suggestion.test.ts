/** What is suggested for a word that is none. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nearestWords, optionHint, wordHint } from './suggestion.ts'

const TYPES = ['BPF', 'SYSCALL', 'USER_LOGIN', 'USER_LOGOUT', 'PATH']

test.each<[word: string, suggested: string[]]>([
  ['BPFF', ['BPF']],
  ['bpf', ['BPF']],
  ['BFP', ['BPF']],
  ['FBP', []],
  ['SYSCAL', ['SYSCALL']],
  ['USER_LOGN', ['USER_LOGIN']],
  ['XYZ', []],
  ['', []],
  ['A'.repeat(100_000), []],
])('%s', (word, suggested) => {
  expect(nearestWords(word, TYPES)).toEqual(suggested)
})

test('a hint says what is wrong, and what there is', () => {
  expect(wordHint('jsn', 'output format', ['raw', 'json'], true)).toEqual({
    line: 'NOTE - jsn is no output format; there are raw, json; did you mean json?\n',
  })
  expect(wordHint('QQ', 'record type', TYPES)).toEqual({ line: 'NOTE - QQ is no record type\n' })
  expect(optionHint('--formt', [{ names: ['--format'] }])).toEqual({
    line: 'NOTE - did you mean --format? --help lists all options\n',
  })
  expect(optionHint('audit.lgo', [{ names: ['--format'] }])).toEqual({
    line: 'NOTE - audit.lgo is neither an option nor a file: a log is given with -if\n',
  })
})

test('what is suggested is among the words, for any word', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (word) => {
      expect(TYPES).toEqual(expect.arrayContaining(nearestWords(word, TYPES)))
    }),
  )
})
