import { expect, test } from 'vitest'
import { resolvedPath } from './resolved-path.ts'

// As path_resolution(7) says, for a tree without symbolic links.
test.each([
  ['111.txt', '/home/u/Desktop', '/home/u/Desktop/111.txt'],
  ['directory/file.env', '/', '/directory/file.env'],
  ['./a', '/srv', '/srv/a'],
  ['../a', '/srv/data', '/srv/a'],
  ['../../../a', '/srv', '/a'],
  ['/etc//./x/../passwd', '/srv', '/etc/passwd'],
  ['/a/', undefined, '/a'],
  ['a', undefined, 'a'],
  ['(null)', '/srv', '(null)'],
  ['', '/srv', ''],
])('%s in %s is %s', (name, cwd, full) => {
  expect(resolvedPath(name, cwd)).toBe(full)
})
