/** Reports as text: what a log has smuggled in stays text. */
import { expect, test } from 'vitest'
import type { Report } from '../make-report.ts'
import { renderReport } from './render-report.ts'

const time = new Date('2026-01-02T03:04:05.006Z')
const report: Report<'executables'> = {
  name: 'executables',
  isCut: false,
  rows: [
    {
      executable: '/bin/<b>&"x"\u001b[2J\u202e',
      events: 12,
      failures: 0,
      hosts: 1,
      first_time: time,
      last_time: time,
    },
    { executable: '=1+1,"\n', events: 3, failures: 1, hosts: 2, first_time: null, last_time: null },
  ],
}
const T = '2026-01-02T03:04:05.006Z'

test('a table has escapes in the place of control characters, and numbers to the right', () => {
  expect(renderReport(report, 'table').split('\n')).toEqual([
    'Executables',
    '',
    'executable                     events  failures  hosts  first time                last time',
    `/bin/<b>&"x"\\x{1b}[2J\\x{202e}      12         0      1  ${T}  ${T}`,
    '=1+1,"\\x{a}                         3         1      2  -                         -',
    '',
  ])
})

test('csv is quoted as RFC 4180 says, and no cell is a formula', () => {
  expect(renderReport(report, 'csv')).toBe(
    [
      'executable,events,failures,hosts,first_time,last_time',
      `"/bin/<b>&""x""\u001b[2J\u202e",12,0,1,${T},${T}`,
      '"\'=1+1,""\n",3,1,2,,',
      '',
    ].join('\r\n'),
  )
})

test('json is one object, whose rows are those of the report', () => {
  const rows: unknown = JSON.parse(JSON.stringify(report.rows))
  expect(JSON.parse(renderReport(report, 'json'))).toEqual({
    schema: 'ts-audit-fleet-report/1',
    report: 'executables',
    rows,
    isCut: false,
  })
})

test('what is cut is said', () => {
  const cut = { ...report, isCut: true }
  const remark = 'These are the first 2 rows; there are more.'
  expect(renderReport(cut, 'table').endsWith(`\n\n${remark}\n`)).toBe(true)
  expect(renderReport(cut, 'html')).toContain(`<p>${remark}</p>`)
  expect(JSON.parse(renderReport(cut, 'json'))).toMatchObject({ isCut: true })
})

test('a page loads and runs nothing, and has no markup of a log', () => {
  const page = renderReport(report, 'html')
  expect(page).toContain('<td>/bin/&lt;b&gt;&amp;&quot;x&quot;')
  expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
  expect(page).not.toMatch(/<script|src=|href=/)
})
