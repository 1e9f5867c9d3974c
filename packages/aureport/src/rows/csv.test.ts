import { expect, test } from 'vitest'
import type { CellValue } from '../columns/column.ts'
import { csvCell } from './csv.ts'

// Quoting: RFC 4180 section 2. Formulas: a leading = + - @ in text, never in a number.
test.each<[CellValue, string, string]>([
  ['/bin/ls', '/bin/ls', '/bin/ls'],
  ['a,b', '"a,b"', '"a,b"'],
  ['say "hi"', '"say ""hi"""', '"say ""hi"""'],
  ['=1+1', "'=1+1", '=1+1'],
  ['+1', "'+1", '+1'],
  ['-x', "'-x", '-x'],
  ['@a,b', '"\'@a,b"', '"@a,b"'],
  ['\x1b[1m', '\\033[1m', '\\033[1m'],
  ['a\nb', 'a\\012b', 'a\\012b'],
  [-1, '-1', '-1'],
  [0, '0', '0'],
  [true, 'yes', 'yes'],
  [false, 'no', 'no'],
  [null, '', ''],
  ['', '', ''],
])('%j → %s, with --raw-csv %s', (value, safe, raw) => {
  expect(csvCell(value, { escape: 'tty', raw: false })).toBe(safe)
  expect(csvCell(value, { escape: 'tty', raw: true })).toBe(raw)
})

test('without escaping a newline is quoted, and a tab hides no formula', () => {
  expect(csvCell('\t=1', { escape: 'raw', raw: false })).toBe("'\t=1")
  expect(csvCell('a\nb', { escape: 'raw', raw: false })).toBe('"a\nb"')
})
