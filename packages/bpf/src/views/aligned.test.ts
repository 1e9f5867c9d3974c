/** What is seen on a terminal: columns that begin at the same place, and no line that is too long. */
import { describe, expect, test } from 'vitest'
import { alignedViewLines } from './aligned.ts'
import type { View } from './view.ts'

const view: View = {
  title: 'A Report',
  columns: ['exe', 'loads', 'user', 'what'],
  rows: [
    ['/usr/bin/ls', '2', 'alice', 'first'],
    ['', '134', 'J\xc3\xb6rg', 'second'],
    ['/usr/lib/a/very/long/path/to/systemd', '?', 'x', ''],
  ],
  below: 3,
}

describe('an aligned view', () => {
  test('on a wide terminal', () => {
    expect([...alignedViewLines(view, 80)]).toEqual([
      '',
      'A Report',
      '='.repeat(2 + 1 + 36 + 1 + 5 + 1 + 5),
      '#  exe                                  loads user',
      '='.repeat(2 + 1 + 36 + 1 + 5 + 1 + 5),
      '1. /usr/bin/ls                              2 alice',
      '   what: first',
      '2. ?                                      134 J\xc3\xb6rg',
      '   what: second',
      '3. /usr/lib/a/very/long/path/to/systemd     ? x',
    ])
  })

  test('on a narrow one the middle of the longest texts is left out', () => {
    const lines = [...alignedViewLines({ ...view, below: undefined }, 40)]
    expect(lines.slice(3)).toEqual([
      '#  exe                loads user  what',
      '='.repeat(40),
      '1. /usr/bin/ls            2 alice first',
      '2. ?                    134 J\xc3\xb6rg  second',
      '3. /usr/../to/systemd     ? x     ?',
    ])
  })

  test('times are whole as long as other texts can give, and what nothing is known of is named', () => {
    const narrow: View = {
      title: 'A Report',
      columns: ['loaded', 'exe', 'pinned-at'],
      rows: [['11/24/26 07:58:02.471', '/usr/lib/systemd/systemd', '']],
    }
    expect([...alignedViewLines(narrow, 40)].slice(3)).toEqual([
      '#  loaded                exe',
      '='.repeat(40),
      '1. 11/24/26 07:58:02.471 /usr..d/systemd',
      '   (of no row known: pinned-at)',
    ])
  })

  test('without rows it is what it was, and many rows are not held', () => {
    expect([...alignedViewLines({ ...view, rows: [] }, 40)].at(-2)).toContain('no events')
    let made = 0
    const rows = (function* () {
      for (let row = 0; row < 100_000; row++) {
        made++
        yield ['/usr/bin/ls', String(row), 'alice', '']
      }
    })()
    const lines = alignedViewLines({ ...view, rows }, 80)
    for (let line = 0; line < 10; line++) lines.next()
    expect(made).toBe(2000)
    expect([...lines].length).toBe(100_000 - 5)
  })
})
