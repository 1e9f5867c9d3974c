// The page: its numbers are the report's, its policy names its script and style, and a hostile log is only text.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { growthOfWork, MOST_GROWTH } from '@ts-audit/testing/counted-work'
import { describe, expect, test } from 'vitest'
import { joinBpftool } from '../bpftool.ts'
import type { BpfReport } from '../report/report.ts'
import { reportTable } from '../report/table.ts'
import { reportOf } from '../testing/report-of.ts'
import { createBpfTracker } from '../tracker.ts'
import { escapeHtml } from './escape.ts'
import { SCRIPT_HASH, STYLE_HASH } from './hashes.ts'
import { showDuration, showShare, showTime } from './numbers.ts'
import { renderBpfHtml } from './page.ts'
import { PAGE_SCRIPT } from './script.ts'
import { PAGE_STYLE } from './style.ts'

const sha256 = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`
const capture = (name: string) =>
  readFileSync(new URL(`../../../../fixtures/captures/${name}/audit.log`, import.meta.url))
const bytes = (text: string) => Buffer.from(text, 'latin1')

test.each(['9007199254740993', '9223372036854775804', '8640000000001'])(
  'a log of second %s is shown',
  (second) => {
    const stamp = `${second}.001:18446744073709551615`
    const report = reportOf(bytes(`type=BPF msg=audit(${stamp}): prog-id=170 op=LOAD\n`))
    const time = Number(second) * 1000 + 1
    expect([...report.programs].map(({ load }) => load?.time)).toEqual([time])
    expect([...reportTable(report, 'programs').rows].map(({ loadTime }) => loadTime)).toEqual([String(time)])
    expect(renderBpfHtml(report)).not.toContain('NaN')
  },
)

describe('the page', () => {
  const report = reportOf(capture('systemd'))
  const page = renderBpfHtml(report)

  test('its policy allows its own script and style and nothing else', () => {
    expect([SCRIPT_HASH, STYLE_HASH]).toEqual([sha256(PAGE_SCRIPT), sha256(PAGE_STYLE)])
    expect(page).toContain(`default-src 'none'; script-src '${SCRIPT_HASH}'; style-src '${STYLE_HASH}'`)
    expect(page.match(/<script/g)).toHaveLength(1)
    expect(page).not.toMatch(/ (?:src|style|on\w+)=| href="[^#]/)
  })

  test('its numbers are the report’s', () => {
    const number = (id: string) => new RegExp(`id="n-${id}">([^<]*)<`).exec(page)?.[1]
    expect(number('programs')).toBe(String(report.programs.length))
    expect(number('loads')).toBe(String(report.coverage.loads))
    expect(number('unloads')).toBe(String(report.coverage.unloads))
    expect(number('still-loaded')).toBe(String(report.coverage.stillLoaded))
    expect(number('gone-at-boot')).toBe(String(report.coverage.goneAtBoot))
    expect(number('findings-count')).toBe(String(report.findings.length))
  })

  test('its tables have a row for each item', () => {
    const rows = (id: string) => {
      const table = page.slice(page.indexOf(`<table id="${id}"`))
      return table.slice(0, table.indexOf('</section>')).split('\n<tr').length - 1
    }
    expect(rows('loaders')).toBe(report.loaders.length)
    expect(rows('findings')).toBe(report.findings.length)
    expect(rows('commands')).toBe(report.commands.length)
    expect(rows('loaded')).toBe(report.coverage.stillLoaded)
  })

  test('an empty log makes a page, too', () => {
    const empty = renderBpfHtml(createBpfTracker().finish())
    expect(empty).toContain('id="n-programs">0<')
    expect(empty).toMatch(/No BPF program was loaded or unloaded in this log\..*id="n-programs">0</s)
    expect(page).not.toContain('No BPF program was loaded')
  })

  test('every time says its zone', () => {
    const times = page.match(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{3})?./g) ?? []
    expect(times.length).toBeGreaterThan(300)
    expect(times.filter((time) => !time.endsWith('Z'))).toEqual([])
  })
})

test('an exhibit says what it was made of, by what, when and where', () => {
  const exhibit = {
    made: 1_700_000_000_123,
    host: 'lab<1>',
    tool: 'ts-aureport 1.2.3',
    commandLine: "ts-aureport --bpf -if 'a b'",
    options: ['--node web'],
    files: [{ name: '/var/log/b\xc3\xa4r', size: 12, sha256: 'ab'.repeat(32) }, { name: 'stdin' }],
  }
  const page = renderBpfHtml(createBpfTracker().finish(), { exhibit })
  for (const text of [
    '2023-11-14 22:13:20.123Z',
    'lab&lt;1&gt;',
    'ts-aureport 1.2.3',
    'ts-aureport --bpf -if &#39;a b&#39;',
    '--node web',
    '/var/log/bär</td><td class="number">12</td>',
    'ab'.repeat(32),
    'stdin</td><td class="number">–</td><td class="hash">not known',
  ])
    expect(page).toContain(text)
})

test('users have the names that the log has, then those that the caller knows', () => {
  const load = (id: number, auid: number, names: string): string => {
    const stamp = `msg=audit(170000000${id}.000:${id})`
    return `type=BPF ${stamp}: prog-id=${id} op=LOAD\ntype=SYSCALL ${stamp}: arch=c000003e syscall=321 success=yes exit=3 a0=5 a1=7 a2=9 a3=0 items=0 ppid=1 pid=9 auid=${auid} uid=0 tty=pts0 ses=3 comm="l" exe="/l"${names}\n`
  }
  const report = reportOf(bytes(load(1, 1000, '\x1dAUID="alice"') + load(2, 1001, '')))
  const shown = renderBpfHtml(report, { userName: (id) => (id > 0 ? `local${id}` : undefined) })
  expect(shown).toContain('>alice (1000)<')
  expect(shown).toContain('>local1001 (1001)<')
  expect(shown).not.toContain('local1000')
  expect(renderBpfHtml(report)).toContain('>1001<')
})

test('a short life is a mark at its moment, a long one is as long as it was', () => {
  const record = (second: string, serial: number, id: number, op: string): string =>
    `type=BPF msg=audit(17000${second}:${serial}): prog-id=${id} op=${op}\n`
  // An hour; the first program lives 4 ms in its middle, the second one its first half, the third to its end.
  const log = [
    record('00000.000', 1, 7, 'LOAD'),
    record('00900.000', 2, 9, 'LOAD'),
    record('01800.000', 3, 8, 'LOAD'),
    record('01800.004', 4, 8, 'UNLOAD'),
    record('01800.100', 5, 7, 'UNLOAD'),
    record('03600.000', 6, 6, 'UNLOAD'),
  ].join('')
  const page = renderBpfHtml(reportOf(bytes(log)))
  const chart = page.slice(page.indexOf('id="lives-part"'), page.indexOf('id="count-part"'))
  const shapes = [
    ...chart.matchAll(
      /<(rect|path) class="(life[^"]*)" (?:x="([\d.]+)"[^>]* width="([\d.]+)"|d="M([\d.]+) )[^>]*><title>program (\d+)/g,
    ),
  ]
  const [plot, begin] = [800, 200]
  expect(shapes.map(([, shape, , x, width, at, id]) => [id, shape, Number(x ?? at), width ?? '-'])).toEqual([
    ['7', 'rect', begin, String(plot / 2)],
    ['9', 'rect', begin + plot / 4, String((plot * 3) / 4)],
    ['8', 'path', begin + plot / 2, '-'],
  ])
})

test('what only the kernel, or only the log, knows is shown', () => {
  const report = reportOf(capture('systemd'))
  const listed = readFileSync(
    new URL('../../../../fixtures/captures/systemd/left-loaded.json', import.meta.url),
    'latin1',
  )
  const entries = JSON.parse(listed) as { id: number; name?: string; pinned?: string[] }[]
  const odd = { id: 4_000, type: 'kprobe', name: '<b>odd', pinned: ['/sys/fs/bpf/b\u00e4r'] }
  const snapshot = JSON.stringify([...entries.filter(({ id }) => id !== 70), odd])
  const page = renderBpfHtml(joinBpftool(report, Buffer.from(snapshot).toString('latin1')))
  const part = (id: string) => {
    const from = page.indexOf(`<table id="${id}"`)
    return page.slice(from, page.indexOf('</table>', from))
  }
  // 17 is in the list because it was unloaded only after that.
  expect(part('live-only').match(/data-sort="\d+">(\d+)</g)).toHaveLength(2)
  expect(part('live-only')).toContain('>17<')
  expect(part('live-only')).toContain('&lt;b&gt;odd')
  expect(part('live-only')).toContain('/sys/fs/bpf/bär')
  expect(part('log-only').split('\n<tr')).toHaveLength(2)
  expect(part('log-only')).toContain('data-sort="70">70<')
  expect(part('loaded')).toContain('lab_fentry')
})

describe('a hostile log', () => {
  const evil = '</script><script>alert(1)</script><img src=x onerror=alert(2)>'
  const hex = Buffer.from(evil).toString('hex').toUpperCase()
  const reportOfLoads = (loads: number): BpfReport => {
    let log = ''
    for (let id = 1; id <= loads; id++) {
      const stamp = `audit(${1_700_000_000 + id}.000:${id})`
      log += `node=<b> type=BPF msg=${stamp}: prog-id=${id} op=LOAD\nnode=<b> type=SYSCALL msg=${stamp}: arch=c000003e syscall=321 success=yes exit=3 a0=5 pid=${id} auid=0 uid=0 tty=pts0 ses=1 comm=${hex} exe=${hex} key=(null)\n`
    }
    return reportOf(bytes(log))
  }
  const page = renderBpfHtml(reportOfLoads(50_000))

  test('is only text', () => {
    expect(page).not.toContain('<img')
    expect(page.match(/<script/g)).toHaveLength(1)
    expect(page).toContain('&lt;img src=x onerror=alert(2)&gt;')
    expect(page).not.toContain('<b>: ')
  })

  test('makes a page of bounded size, with work in proportion', async () => {
    expect(page.length).toBeLessThan(2_000_000)
    expect(await growthOfWork(reportOfLoads, renderBpfHtml, 2000)).toBeLessThan(MOST_GROWTH)
  })
})

test.each([
  ['a&b<c>"\'', 'a&amp;b&lt;c&gt;&quot;&#39;'],
  ['b\xc3\xa4r', 'bär'],
  ['\xe2\x80\xaetxt\x01', '\\u202etxt\\u0001'],
  ['\xff', '\ufffd'],
  ['\xe2\x80\x8b\xc2\xad\xf3\xa0\x80\x81', '\\u200b\\u00ad\\u{e0001}'],
])('escapeHtml %j', (text, escaped) => {
  expect(escapeHtml(text)).toBe(escaped)
})

test('numbers as people read them', () => {
  expect([showTime(0), showTime(undefined), showTime(1e18)]).toEqual(['1970-01-01 00:00:00.000', '–', '–'])
  expect([4, 1500, 90_000, 7_200_000, 86_400_000 * 3, undefined].map(showDuration)).toEqual([
    '4 ms',
    '1.5 s',
    '1.5 min',
    '2 h',
    '3 d',
    '–',
  ])
  expect([0.5, 1, undefined].map(showShare)).toEqual(['50 %', '100 %', '–'])
})
