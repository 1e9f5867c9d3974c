// Two reports compared: what is new, changed and gone, by hand from two small logs.
import { describe, expect, test } from 'vitest'
import { reportJson } from '../report/json.ts'
import type { BpfReport } from '../report/report.ts'
import { reportOf } from '../testing/report-of.ts'
import { differencesView } from '../views/differences.ts'
import { type ComparedReport, comparedReport, differences, notCompared } from './compare.ts'
import { diffJson, diffLines, diffTable } from './report.ts'
import { isSavedReport, readSavedReport } from './saved-report.ts'

let serial = 0
function load(id: number, exe: string, auid: number): string {
  const stamp = `msg=audit(1700000${String(++serial).padStart(3, '0')}.000:${serial})`
  const who = `pid=${id} auid=${auid} uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=(none) ses=4294967295 comm="l" exe="${exe}" key="k"`
  return `type=BPF ${stamp}: prog-id=${id} op=LOAD\ntype=SYSCALL ${stamp}: arch=c000003e syscall=321 success=yes exit=3 a0=5 a1=7 a2=9 a3=0 items=0 ppid=1 ${who}\n`
}
const unload = (id: number): string => {
  serial++
  return `type=BPF msg=audit(1700000${String(serial).padStart(3, '0')}.000:${serial}): prog-id=${id} op=UNLOAD\n`
}

const monday = reportOf(
  [load(1, '/usr/bin/a', 0), load(2, '/usr/bin/a', 0), load(3, '/usr/bin/b\xe4', 0)].join(''),
)
serial = 0
const tuesday = reportOf(
  [
    load(1, '/usr/bin/a', 0),
    load(2, '/usr/bin/a', 0),
    load(3, '/usr/bin/a', 0),
    unload(1),
    load(4, '/tmp/c', 1000),
    load(5, '/usr/bin/a', 1000),
  ].join(''),
)

const said = (before: ComparedReport, after: ComparedReport): string[] =>
  differences(before, after).map(({ change, about, exe, auid, what, before: first, after: second }) =>
    [change, about, exe, auid ?? '-', what, first, second].join(' '),
  )

/** The byte that is no UTF-8 is U+FFFD, as in a saved report. */
const EXPECTED = [
  'new loader /tmp/c 1000 loads 0 1',
  'new loader /tmp/c 1000 still loaded 0 1',
  'new loader /usr/bin/a 1000 loads 0 1',
  'new loader /usr/bin/a 1000 still loaded 0 1',
  'new path /tmp/c - executable 0 1',
  'new command /tmp/c 1000 PROG_LOAD 0 1',
  'new command /usr/bin/a 1000 PROG_LOAD 0 1',
  'new finding /tmp/c 1000 high untrusted-path 0 1',
  'changed loader /usr/bin/a 0 loads 2 3',
  'changed command /usr/bin/a 0 PROG_LOAD 2 3',
  'gone loader /usr/bin/b\xef\xbf\xbd 0 loads 1 0',
  'gone loader /usr/bin/b\xef\xbf\xbd 0 still loaded 1 0',
  'gone path /usr/bin/b\xef\xbf\xbd - executable 1 0',
  'gone command /usr/bin/b\xef\xbf\xbd 0 PROG_LOAD 1 0',
]
/** As saved with `--format json`: UTF-8, read as latin1 again. */
const saved = (report: BpfReport, parts?: Parameters<typeof reportJson>[1]): string =>
  Buffer.from([...reportJson(report, parts)].join('')).toString('latin1')

describe('from one day to the next', () => {
  test('what is new comes first, then what changed, then what is gone', () => {
    const before = comparedReport(monday)
    expect(said(before, comparedReport(tuesday))).toEqual(EXPECTED)
    expect(said(before, before)).toEqual([])
  })

  test('saved reports say the same', () => {
    const text = saved({ ...monday, loaders: monday.loaders.map((loader) => ({ ...loader })) })
    expect(isSavedReport(text)).toBe(true)
    // Reports that cannot be compared are none the less no logs; events as JSON are a log.
    expect(isSavedReport('{"schema":"ts-audit-report/1","report":"bpf"')).toBe(true)
    expect(isSavedReport('{"schema":"ts-audit-log-integrity/1",')).toBe(true)
    expect(isSavedReport('{"schema":"ts-audit-event/1","id":"1.000:1"')).toBe(false)
    expect(isSavedReport('type=BPF msg=audit(1.000:1): prog-id=1 op=LOAD\n')).toBe(false)
    // Those of before, with times as numbers, too.
    const older = text.replace('bpf-report/2', 'bpf-report/1')
    expect(readSavedReport(older)).toEqual(readSavedReport(text))
    const [before, after] = [readSavedReport(text), readSavedReport(saved(tuesday))]
    expect(said(before, after)).toEqual(EXPECTED)
    expect(said(before, comparedReport(tuesday))).toEqual(EXPECTED)
    expect(said(before, comparedReport(monday))).toEqual([])
  })

  test('lists that one does not have are not compared, and named', () => {
    const loadersOnly = readSavedReport(saved(monday, ['loaders']))
    const after = comparedReport(tuesday)
    expect(notCompared(loadersOnly, after)).toEqual(['commands', 'findings', 'pins'])
    expect(said(loadersOnly, after).filter((line) => !/ (?:loader|path) /.test(line))).toEqual([])
  })

  test('pins are compared by their paths', () => {
    const pins = (...paths: readonly string[]): ComparedReport => ({ pins: paths })
    expect(said(pins('/sys/fs/bpf/a', '/sys/fs/bpf/b'), pins('/sys/fs/bpf/b', '/sys/fs/bpf/c'))).toEqual([
      'new pin /sys/fs/bpf/c - pinned 0 1',
      'gone pin /sys/fs/bpf/a - pinned 1 0',
    ])
  })
})

test.each([
  ['{"schema":"ts-audit-bpf-report/2"', 'The report is not whole JSON; save one with --format json.'],
  ['{"schema":"ts-audit-bpf-report/9"}', /^The report does not say "schema": "ts-audit-bpf-report\/2"/],
  ['{"schema":"ts-audit-report/1","report":"bpf","summary":false,"rows":[]}', /does not say/],
  ['{"schema":"ts-audit-log-integrity/1"}', /does not say/],
  ['[]', /does not say/],
])('%s is no report', (text, message) => {
  expect(() => readSavedReport(text)).toThrow(message)
})

test('what is in a saved report is not trusted', () => {
  const odd = {
    schema: 'ts-audit-bpf-report/1',
    loaders: [null, { exe: 7, loads: -1 }, { exe: '__proto__', loads: 1e300, failedLoads: 2 }],
    commands: [{}],
    findings: [{ loader: 3 }],
    programs: [{ pins: [1, 'x'] }],
  }
  expect(
    said(readSavedReport(JSON.stringify({ ...odd, loaders: [] })), readSavedReport(JSON.stringify(odd))),
  ).toEqual(
    [
      'new loader __proto__ - loads 0 0',
      'new loader __proto__ - failed loads 0 2',
      'new path __proto__ - executable 0 1',
    ].filter((line) => !line.endsWith(' 0 0')),
  )
})

test('as a view, as rows and as JSON', () => {
  const diff = {
    before: 'a\xc3\xa4',
    after: 'b',
    differences: differences(comparedReport(monday), comparedReport(tuesday)),
    notCompared: [],
  }
  const view = differencesView(diff)
  expect(view.columns).toEqual(['change', 'about', 'exe', 'comm', 'auid', 'before', 'after', 'what'])
  expect([...view.rows][0]).toEqual(['new', 'loader', '/tmp/c', 'l', '1000', '0', '1', 'loads'])
  const json = JSON.parse([...diffJson(diff)].join(''))
  expect(json).toMatchObject({ schema: 'ts-audit-bpf-diff/1', before: 'a\u00e4', notCompared: [] })
  expect(json.differences).toHaveLength(EXPECTED.length)
  expect([...diffLines(diff)].map((line) => JSON.parse(line))).toEqual(json.differences)
  expect([...diffTable(diff).rows]).toHaveLength(EXPECTED.length)
})
