/** Real paths: the table of spec 03 §7, and any text. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createInterpretContext } from '../create-context.ts'
import { normalisePath, realPath } from './real-path.ts'

const context = createInterpretContext()

describe('real paths', () => {
  test.each([
    ['"/home/x"', '"../etc/shadow"', '/home/etc/shadow'],
    ['"/home/x"', '"a/../../b"', '/home/x/b'],
    ['"/home/x"', '"a/b/.."', '/home/x/a/b'],
    ['"/home/x"', '"/a/b/../../c"', '/a/c'],
    ['"/home/x"', '"./x"', '/home/x/./x'],
    ['"/home/x"', '"/a//b/./c"', '/a//b/./c'],
    ['"/home/x"', '"/a//b/./c/../d/"', '/a/b/d'],
    ['"/home/x"', '"a..b"', '/home/x/a..b'],
    ['"/home/x"', '"/.."', ''],
    ['"/home/x"', '"/a/.."', '/a'],
    ['"/home/x"', '(null)', '/home/x/(null)'],
    [undefined, '"../etc/shadow"', '../etc/shadow'],
    ['2F686F6D65', '"../x"', '/x'],
  ])('in %s the name %s is %s', (cwd, name, path) => {
    expect(realPath(name, cwd, context)).toBe(path)
  })

  test('any path gives a path that is shorter than the limit or was not touched', () => {
    const paths = fc.array(fc.constantFrom('/', '.', '..', 'a', '/..', 'name', '/./', '//'), {
      maxLength: 3000,
    })
    fc.assert(
      fc.property(paths, (parts) => {
        const path = `/${parts.join('')}`
        const result = normalisePath(path)
        expect(result === path || (result.length < 4096 && !result.includes('//'))).toBe(true)
      }),
      { numRuns: 200 },
    )
  })
})
