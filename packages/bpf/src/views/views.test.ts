// The human views of a real log, and how values are shown.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { joinBpftool } from '../bpftool.ts'
import type { Finding } from '../fields/finding.ts'
import { reportOf } from '../testing/report-of.ts'
import { coverageNote } from './coverage-note.ts'
import { loadedView, programsView } from './programs.ts'
import { shellWord } from './search-command.ts'
import { commandsView, findingsView, loadersView } from './summaries.ts'
import { type View, viewCsv, viewLines } from './view.ts'

const read = (path: string) => readFileSync(new URL(`../../../../fixtures/${path}`, import.meta.url))

const systemd = reportOf(read('captures/systemd/audit.log'))
const rows = (view: View) => [...view.rows]

describe('programs', () => {
  test('systemd’s short-lived programs are one counted row; unfolded, nothing is missing', () => {
    const all = rows(programsView(systemd, { all: true }))
    const folded = rows(programsView(systemd))
    expect(all).toHaveLength(192)
    const counted = folded.filter((row) => row[1]?.endsWith('short-lived'))
    const count = counted.reduce((sum, row) => sum + Number.parseInt(row[1] ?? '', 10), 0)
    expect(counted).toHaveLength(1)
    expect(folded.length - 1 + count).toBe(192)
    expect(count).toBeGreaterThan(50)
  })

  test('a row', () => {
    expect(rows(programsView(reportOf(read('bpf/timeless.log'))))).toEqual([
      [
        '30',
        'unloaded',
        '2023-11-14 22:13:22.000',
        '',
        '<=1.25s',
        '1000',
        '/usr/sbin/loader',
        'loader',
        '100',
        'medium',
        '',
        '',
      ],
      ['31', 'load-missing', '', '', '', '', '', '', '', 'low', '', ''],
    ])
  })

  test('loaded: oldest first, as many as there are', () => {
    const loaded = rows(loadedView(systemd))
    const times = loaded.map((row) => row[1] ?? '')
    expect(loaded).toHaveLength(systemd.coverage.stillLoaded)
    expect(times).toEqual([...times].sort())
  })
})

test('loaders, commands and findings have a row each', () => {
  expect(rows(loadersView(systemd))).toHaveLength(systemd.loaders.length)
  expect(rows(commandsView(systemd))).toHaveLength(systemd.commands.length)
  expect(rows(findingsView(systemd))).toHaveLength(systemd.findings.length)
  expect(rows(loadersView(systemd))[0]?.slice(0, 4)).toEqual([
    '/usr/lib/systemd/systemd',
    'systemd',
    'unset',
    '134',
  ])
})

test('values are shown as the caller wants them', () => {
  const options = {
    formatTime: (time: number) => `@${time}`,
    formatUser: (auid: number) => `user ${auid}`,
    formatText: (text: string) => text.toUpperCase(),
  }
  const [row] = rows(loadedView(reportOf(read('bpf/lost-unload.log')), options))
  expect(row?.slice(1, 5)).toEqual(['@1700000001000', 'user 1000', '/USR/SBIN/LOADER', 'LOADER'])
})

test('printed in aureport’s manner, and as CSV that no spreadsheet runs', () => {
  const view: View = {
    title: 'T',
    columns: ['a', 'b'],
    rows: [
      ['1', ''],
      ['=x()', 'q"u,o'],
    ],
  }
  const rule = '====='
  expect([...viewLines(view)]).toEqual(['', 'T', rule, '# a b', rule, '1. 1 ?', '2. =x() q"u,o'])
  expect([...viewLines({ ...view, rows: [] })].slice(5)).toEqual(['<no events of interest were found>', ''])
  expect([...viewCsv(view)]).toEqual(['a,b', '1,', `"'=x()","q""u,o"`])
  const values = ['-1', '-1.5', '-2+3', '-1-cmd()', '-x']
  expect([...viewCsv({ ...view, rows: values.map((value) => [value]) })].slice(1)).toEqual([
    '-1',
    '-1.5',
    `"'-2+3"`,
    `"'-1-cmd()"`,
    `"'-x"`,
  ])
})

describe('findings', () => {
  const finding: Finding = {
    name: 'untrusted-path',
    sentence: 'It was loaded.',
    severity: 'high',
    technique: 'T1014',
    loader: { exe: '/tmp/x', auid: 1000 },
    count: 2,
    evidence: ['1700000002.500:7', '1700000001.250:5'],
    progIds: [41, 42, 43],
    states: ['loaded', 'unloaded', 'loaded'],
    pids: [300, 301],
    proctitle: "/tmp/x --name 'a'",
  }
  const shown = (findings: readonly Finding[], nodes: readonly string[] = []) => {
    const report = { ...systemd, findings, coverage: { ...systemd.coverage, nodes } }
    return [...viewLines(findingsView(report))].slice(3).filter((line) => !line.startsWith('='))
  }

  test('say when it was, of what, by whom, what became of it, and how its events are printed', () => {
    expect(shown([finding])).toEqual([
      '# date time severity finding technique count prog-ids state pid exe auid',
      '1. 2023-11-14 22:13:21.250 high untrusted-path T1014 2 41,42,43 loaded:2,unloaded:1 300,301 /tmp/x 1000',
      '   what: It was loaded.',
      "   command: /tmp/x --name 'a'",
      '   events: ts-ausearch -i -a 1700000002.500:7,1700000001.250:5',
    ])
  })

  test('of a node: its name goes before the ids; what is not known is a question mark', () => {
    const { name, sentence, severity, count } = finding
    const bare = { name, sentence, severity, count, node: "w'b", evidence: ['0.000:7'], progIds: [] }
    expect(shown([bare], ["w'b"])).toEqual([
      '# node date time severity finding technique count prog-ids state pid exe auid',
      "1. w'b ? high untrusted-path ? 2 ? ? ? ? ?",
      '   what: It was loaded.',
      "   events: ts-ausearch -i -a 'w'\\''b/0.000:7'",
    ])
  })
})

test.each(['a b', "it's", '$(id)', '`id`', '"', '\\', '*', '', '-x', 'web/1.000:2,3', '\xe4\x1b[0m\n'])(
  'a shell reads the word %j back',
  (word) => {
    const { stdout } = spawnSync('sh', ['-c', `printf %s ${shellWord(word)}`], { encoding: 'latin1' })
    expect(stdout).toBe(Buffer.from(word).toString('latin1'))
  },
)

test('a node, and what the kernel says, have columns where there is something to show', () => {
  const nodes = reportOf(read('captures/bpf-node/audit.log'))
  const live = readFileSync(
    new URL('../../../../fixtures/captures/bpf-node/left-loaded.json', import.meta.url),
  )
  expect(programsView(systemd).columns.slice(0, 2)).toEqual(['boot', 'prog-id'])
  expect(programsView(nodes).columns[0]).toBe('node')
  const joined = loadedView(joinBpftool(nodes, live.toString('latin1')))
  expect(joined.columns.slice(-3)).toEqual(['type', 'name', 'pinned'])
  expect(rows(joined)[0]?.slice(-3)).toEqual(['socket_filter', 'lab_sock', ''])
})

test('loaders are told apart by the fields asked for', () => {
  const view = loadersView(systemd, { loaderFields: ['ses', 'uid'] })
  expect(view.columns.slice(0, 3)).toEqual(['ses', 'uid', 'loads'])
})

test('loaders that are not told apart are one row that says so', () => {
  const { loads, failedLoads, unloads, stillLoaded, goneAtBoot, unidentified, bursts } = systemd.loaders[0]!
  const counts = { loads, failedLoads, unloads, stillLoaded, goneAtBoot, unidentified, bursts }
  const view = loadersView({ ...systemd, loaders: [{ ...counts, others: true }] })
  expect(rows(view)[0]?.slice(0, 4)).toEqual(['(all others)', '', '', String(loads)])
})

test('the coverage note says what is not known', () => {
  const note = coverageNote(reportOf(read('bpf/no-syscall-rule.log')).coverage)
  expect(note[0]).toBe('Coverage: 0 of 2 loads name their loader (0 %), 1 boot')
  expect(note).toContain('  Rule to add: -a always,exit -F arch=b64 -S bpf -k bpf')
  expect(coverageNote(systemd.coverage)).toContain('  boot 2 is judged by: daemon-start, system-boot')
})

test('a boot is judged only where another was before it on its node', () => {
  const { coverage } = reportOf(read('bpf/nodes.log'))
  expect(coverage.nodes.length).toBeGreaterThan(1)
  expect(coverageNote(coverage).filter((line) => line.includes(' is judged by: '))).toEqual([])
})
