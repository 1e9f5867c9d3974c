// Incidents and quiet hosts as records: `fixtures/bpf/incidents`, right answers in `fixtures/README.md`.
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { type BpfReport, type Finding, filterReport } from './index.ts'
import { reportOf } from './testing/report-of.ts'

const folder = new URL('../../../fixtures/bpf/incidents/', import.meta.url)

function textOf(name: string): string {
  const bytes = readFileSync(new URL(name, folder))
  return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1')
}

const brief = ({ severity, name, loader }: Finding) => [severity, name, loader?.exe ?? ''].join(' ')
const notable = (report: BpfReport) =>
  report.findings.filter(({ severity }) => severity === 'medium' || severity === 'high')

describe('an incident raises', () => {
  test.each<[name: string, expected: readonly string[]]>([
    ['90-bpfdoor-like.log', ['high classic-bpf /dev/shm/kdmtmpflush (deleted)']],
    [
      '92-triplecross-like.log',
      ['high untrusted-path /home/vic/.tc/bin/kit', 'medium untrusted-file /usr/sbin/tc'],
    ],
    ['94-linkpro-like.log', ['high untrusted-path /usr/lib/.system/.tmp~data.resolveld']],
    ['96-bpftool-by-hand.log', ['medium untrusted-file /usr/sbin/bpftool']],
    [
      '98-agent-killed-audit-off.log',
      [
        'high audit-tampering ',
        'medium foreign-detach /usr/sbin/bpftool',
        'medium loader-killed /usr/bin/falco',
        'medium audit-tampering ',
      ],
    ],
    ['99-bpf-excluded-by-attacker.log', ['high untrusted-path /dev/shm/ldr', 'medium audit-tampering ']],
  ])('%s', (name, expected) => {
    expect(notable(reportOf(textOf(name))).map(brief)).toEqual(expect.arrayContaining([...expected]))
  })

  test('and says when, which programs, where they stand, and by which command', () => {
    const { findings } = reportOf(textOf('96-bpftool-by-hand.log'))
    expect(findings.find(({ name }) => name === 'untrusted-file')).toMatchObject({
      sentence: 'A BPF program was loaded with the object file /tmp/.cache/h.o, under /tmp.',
      progIds: [110, 111],
      states: ['loaded', 'loaded'],
      firstTime: 1_760_100_000_500,
      lastTime: 1_760_100_000_550,
      pids: [3701],
      proctitle: 'bpftool prog loadall /tmp/.cache/h.o /sys/fs/bpf/h',
      evidence: ['1760100000.500:1010', '1760100000.550:1011'],
    })
  })

  test('and says that the killed agent’s programs are gone', () => {
    const { findings } = reportOf(textOf('98-agent-killed-audit-off.log'))
    const killed = findings.find(({ name }) => name === 'loader-killed')
    expect(killed).toMatchObject({ count: 20, pids: [4101], proctitle: 'kill -9 880' })
    expect(new Set(killed?.states)).toEqual(new Set(['unloaded']))
  })
})

test('where programs stay: the paths of OBJ_PIN', () => {
  const pins = (name: string) =>
    [...reportOf(textOf(name)).programs].flatMap(({ progId, pins }) => (pins ? [[progId, pins]] : []))
  expect(pins('96-bpftool-by-hand.log')).toEqual([
    [110, ['/sys/fs/bpf/h/p0', '/sys/fs/bpf/h/p1']],
    [111, ['/sys/fs/bpf/h/p0', '/sys/fs/bpf/h/p1']],
  ])
  expect(pins('94-linkpro-like.log').map(([progId]) => progId)).toEqual([90, 91, 92, 93, 94])
})

describe('a quiet host raises nothing above low', () => {
  test.each([
    'A0-benign-agents.log.gz',
    'A2-benign-perf-and-libbpf-walks.log',
    'A4-benign-after-package-upgrade.log',
  ])('%s', (name) => {
    expect(notable(reportOf(textOf(name))).map(brief)).toEqual([])
  })

  test('and counts what known tools did', () => {
    const { notes } = reportOf(textOf('A2-benign-perf-and-libbpf-walks.log')).coverage
    expect(notes).toContain(
      'Known tools are not listed under enumeration, but counted: /usr/bin/perf_6.1 (4), /usr/bin/falco (6).',
    )
  })

  test('agents that nobody has listed are known by their behaviour', () => {
    const renamed = textOf('A0-benign-agents.log.gz')
      .replaceAll('/usr/bin/cilium-agent', '/usr/bin/netguard')
      .replaceAll('/usr/bin/tetragon', '/opt/acme/sensor')
      .replaceAll('/usr/local/bin/node_exporter', '/usr/local/bin/bpf-metrics')
    expect(notable(reportOf(renamed)).map(brief)).toEqual([])
  })

  test('but the same agents from an untrusted place do', () => {
    for (const place of ['/tmp', '/dev/shm', '/home/x', '/usr/lib/.x']) {
      const moved = textOf('A2-benign-perf-and-libbpf-walks.log').replaceAll('/usr/bin/', `${place}/`)
      expect(new Set(notable(reportOf(moved)).map(brief))).toEqual(
        new Set([`medium enumeration ${place}/perf_6.1`, `medium enumeration ${place}/falco`]),
      )
    }
  })
})

test('systemd after an upgrade is still systemd', () => {
  const report = filterReport(reportOf(textOf('A4-benign-after-package-upgrade.log')), 'success')
  const bySystemd = [...report.programs].filter(({ loader }) => loader?.comm === 'systemd')
  expect(bySystemd.map(({ findings }) => findings)).toEqual([[], [], []])
})
