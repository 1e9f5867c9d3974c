import { expect, test } from 'vitest'
import { describeKeystrokes } from './tty-data.ts'

// Expected texts: spec 05 §7.5 and the TTY lines of its example 286.
test.each([
  ['6C730D1B5B41', '"ls",<ret>,<up>'],
  ['6C730A', '"ls",<nl>'],
  ['1B4F41611B1B5B5A07FF00', '<up>,"a",<esc>,<back-tab>,<^G>,"\\377\\000"'],
  ['', 'conversion error()'],
  ['6', 'conversion error(6)'],
  ['"ls -l"', '"ls -l"'],
  ['615', '"a"'],
  ['225C', '"\\"\\\\"'],
])('%j → %s', (text, expected) => {
  expect(describeKeystrokes(text)).toBe(expected)
})
