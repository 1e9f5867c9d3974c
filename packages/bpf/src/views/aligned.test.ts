/** What is seen on a terminal: columns that begin at the same place, and no line that is too long. */
import { describe, expect, test } from 'vitest'
import type { IntegrityReport } from '../integrity/report.ts'
import { alignedViewLines } from './aligned.ts'
import { integrityText } from './integrity.ts'
import { storyLines } from './stories.ts'
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

describe('views of several tables', () => {
  const digest = 'ab'.repeat(32)

  test('the steps of a story stand under each other, and the command below them is whole', () => {
    const step = {
      kind: 'load',
      pid: 7,
      event: '1.000:1',
      time: 1000,
      what: `program ${'1, '.repeat(60)}`,
    } as const
    const steps = [step, { ...step, pid: 12345, what: 'short', event: '1.000:2' }]
    const story = {
      session: 6,
      auid: 1000,
      steps,
      findings: [],
      remaining: [],
      remainingCount: 0,
      pins: [],
      leftOut: 0,
    } as unknown as Parameters<typeof storyLines>[0][number]
    const lines = [...storyLines([story], 0, { width: 70 })]
    const rows = lines.filter((line) => /^\d\./.test(line))
    expect(rows.length).toBe(2)
    for (const line of [...rows, ...lines.filter((each) => each.startsWith('='))])
      expect(line.length).toBeLessThan(71)
    expect(new Set(rows.map((line) => line.indexOf('load'))).size).toBe(1)
    expect(lines).toContain(`   what: ${step.what}`)
    expect(lines.at(-1)).toContain('1.000:1')
    // Without a width they are as aureport prints rows.
    expect([...storyLines([story], 0, {})].some((line) => line.length > 150)).toBe(true)
  })

  test('files and boots of a log, too; a digest is never shortened', () => {
    const report = {
      judgement: { sentence: 'whole' },
      observations: [],
      unlisted: 0,
      events: 1,
      files: [
        {
          name: 'audit.log',
          size: 12,
          changed: 1000,
          events: 1,
          firstEvent: '1.000:1',
          lastEvent: '1.000:9',
          sha256: digest,
        },
      ],
      boots: [
        { boot: 1, firstTime: 1000, lastTime: 2000, firstSerial: 1, lastSerial: 9, events: 1, missing: 0 },
        {
          boot: 2,
          firstTime: 3000,
          lastTime: 4000,
          firstSerial: 10000000,
          lastSerial: 10000009,
          events: 1,
          missing: 0,
        },
      ],
    } as unknown as IntegrityReport
    const lines = [...integrityText(report, { width: 60 })]
    const table = lines.filter((line) => /^(?:#|=|\d\.)/.test(line))
    for (const line of table) expect(line.length).toBeLessThan(61)
    expect(lines).toContain(`   sha256: ${digest}`)
  })
})
