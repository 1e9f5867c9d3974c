// The built page in a real Chromium, held to what the commands print of the same logs.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { runAureport, runAusearch } from '@ts-audit/cli'
import { findChromium, startChromium } from '@ts-audit/testing/chromium'
import { fixtures } from '@ts-audit/testing/fixtures'
import { runInProcess } from '@ts-audit/testing/in-process'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  answered,
  ask,
  eventCount,
  openLogs,
  openViewer,
  saved,
  showTab,
  type ViewerPage,
} from './testing/viewer-page.ts'
import { reportChoices } from './views/reports.ts'

const executable = findChromium()
const about = executable === undefined ? ' [needs Chromium, or its path in TS_AUDIT_CHROMIUM]' : ''
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const scratch = mkdtempSync(path.join(tmpdir(), 'ts-audit-viewer-'))
const output = path.join(scratch, 'output')
const capture = (name: string) => `${fixtures}captures/${name}/`

let browser: Browser
beforeAll(async () => {
  if (executable !== undefined) browser = await startChromium(executable, 'UTC')
}, 60_000)
afterAll(async () => {
  await browser?.close()
  rmSync(scratch, { recursive: true })
}, 60_000)

/** A click without the wait for a button that stands still. */
function click(page: Page, selector: string, text: string): Promise<void> {
  return page.evaluate(`Array.from(document.querySelectorAll(${JSON.stringify(selector)}))
    .find(({ textContent }) => textContent.trim() === ${JSON.stringify(text)})?.click()`)
}

/** A box that is ticked, or not. */
function tick(page: Page, label: string, isTicked: boolean): Promise<void> {
  return page.evaluate(`(() => {
    const box = Array.from(document.querySelectorAll('label')).find(({ textContent }) => textContent.trim() === ${JSON.stringify(label)})?.querySelector('input')
    if (box.checked !== ${isTicked}) box.click()
  })()`)
}

async function printed(command: typeof runAusearch, tokens: readonly string[]): Promise<string> {
  const { stdout } = await runInProcess(command, tokens, output)
  return stdout
}

/** What axe finds that somebody would stumble over. */
async function seriousViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  return page.evaluate(`axe.run(document, { iframes: false }).then(({ violations }) =>
    violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ').slice(0, 300)))`)
}

describe.skipIf(executable === undefined)(`the page${about}`, () => {
  const folder = capture('host-mixed')
  const log = `${folder}audit.log`
  const accounts = ['--passwd', `${folder}passwd`, '--group', `${folder}group`]
  let opened: ViewerPage
  let page: Page
  beforeAll(async () => {
    opened = await openViewer(browser)
    page = opened.page
    await openLogs(page, [log, `${folder}passwd`, `${folder}group`])
  })

  test.each([
    '-m ALL',
    '-m SYSCALL -sv no',
    '-k mac -i',
    'ausearch -ul root -x /usr/bin -w',
    '-a 2954',
    '-ts 11/22/26 09:02:00 -te 11/22/26 09:02:10 -m PATH,USER_AUTH',
    '-f /etc/passwd',
    '-c chsh -tm ttyS0',
    '-sc openat -e -ENOENT',
    '-ua 0 -p 1',
    `uid == 0 && exe i= "/usr/bin/chsh"`,
    `--expr '\\record_type == AVC'`,
    '--bpf-op load',
    '-k nothingofthatkey',
  ])('finds by %s what ts-ausearch finds, and saves the same bytes', async (query) => {
    await ask(page, query)
    const words = query.match(/'[^']*'|\S+/g)?.map((word) => word.replaceAll("'", '')) ?? []
    const isOptions = query.startsWith('-') || query.startsWith('ausearch')
    const tokens = isOptions
      ? words.filter((word) => word !== 'ausearch' && word !== '-i')
      : ['--expr', query]
    const raw = await printed(runAusearch, [...tokens, ...accounts, '--raw', '-if', log])
    const ids = new Set(raw.match(/audit\(([\d.:]+)\)/g))
    expect(await eventCount(page)).toBe(ids.size)
    if (ids.size > 0) expect(await saved(page, 'raw')).toBe(raw)
  })

  test.each(['csv', 'text', 'ecs', 'ndjson'])('saves %s as the command prints it', async (form) => {
    await ask(page, '-m SYSCALL,USER_AUTH,AVC')
    const given = await saved(page, form)
    const wanted = await printed(runAusearch, [
      ...['-m', 'SYSCALL,USER_AUTH,AVC', ...accounts, '--format', form, '-if', log],
    ])
    if (form !== 'ndjson') {
      expect(given).toBe(wanted)
      return
    }
    // Only the command knows the line.
    const withoutSource = (text: string) =>
      text
        .trim()
        .split('\n')
        .map((line) => ({ ...(JSON.parse(line) as object), source: undefined }))
    expect(withoutSource(given)).toEqual(withoutSource(wanted))
  })

  test('every report has the rows and numbers of the command', async () => {
    await ask(page, '')
    await showTab(page, 'Reports')
    await page.waitForSelector('.reports .rows')
    await page.getByRole('checkbox', { name: 'Also what aureport leaves out' }).check()
    for (const { title, option, hasSummary, name } of reportChoices) {
      await click(page, '.reports nav button', title)
      for (const totals of hasSummary ? [false, true] : [false]) {
        if (hasSummary) await tick(page, 'Totals', totals)
        const label = `${title}${totals ? ', totals' : ''}, with what aureport leaves out`
        await page.waitForSelector(`.reports .rows[aria-label="${label}"]`)
        const tokens = [
          option,
          ...(totals ? ['--summary'] : []),
          '-i',
          ...accounts,
          '--format',
          'json',
          '-if',
          log,
        ]
        const { rows } = JSON.parse(
          await printed(
            runAureport,
            tokens.filter((token) => token !== ''),
          ),
        ) as {
          rows: readonly Readonly<Record<string, string | number | boolean | null>>[]
        }
        const wanted =
          name === 'summary' ? Object.entries(rows[0] ?? {}) : rows.map((row) => Object.values(row))
        expect([label, await page.locator('.reports .total').textContent()]).toEqual([
          label,
          `${wanted.length.toLocaleString('en-US')} ${wanted.length === 1 ? 'row' : 'rows'}`,
        ])
        if (wanted.length > 0)
          await page.waitForSelector('.reports .all .row[aria-rowindex="2"] [role=cell]:not(:empty)')
        const cells = (await page.evaluate(
          `Array.from(document.querySelectorAll('.reports .all .row'), (row) => Array.from(row.children, (cell) => cell.textContent))`,
        )) as string[][]
        expect(cells.length).toBeGreaterThan(wanted.length === 0 ? -1 : 0)
        // A browser does not know the names of interfaces.
        const text = (value: unknown) => (value === null ? '' : String(value).replace('%lo', '%1'))
        const shown = wanted.slice(0, cells.length).map((row) => row.map(text))
        // The command is given a path, the page a name.
        if (name === 'log') shown[0]![0] = 'audit.log'
        expect([label, cells]).toEqual([label, shown])
      }
    }
  })

  test('a report as it is printed has a row for each line', async () => {
    await showTab(page, 'Reports')
    await page.locator('.reports nav button', { hasText: /^Event$/ }).click()
    await page.getByRole('checkbox', { name: 'Also what aureport leaves out' }).uncheck()
    await page.getByRole('checkbox', { name: 'Totals' }).uncheck()
    for (const [title, option] of [
      ['Event', '-e'],
      ['File name', '-f'],
      ['Avc', '-a'],
    ] as const) {
      await click(page, '.reports nav button', title)
      await page.waitForSelector(`.reports .rows[aria-label="${title}"]`)
      const lines = (await printed(runAureport, [option, '-if', log]))
        .split('\n')
        .filter((line) => /^\d+\. /.test(line))
      expect(await page.locator('.reports .total').textContent()).toContain(
        `${lines.length.toLocaleString('en-US')} rows`,
      )
    }
  })

  test('a click on a value narrows to as many events as it says, and the address brings them back', async () => {
    await showTab(page, 'Events')
    await ask(page, '')
    const button = page
      .locator('.facets section[aria-label="Record type"] button', { hasText: 'PATH' })
      .first()
    const count = Number((await button.locator('.count').textContent())?.replaceAll(',', ''))
    await answered(page, () => button.click())
    expect(await eventCount(page)).toBe(count)
    const raw = await printed(runAusearch, ['-m', 'PATH', '--raw', '-if', log])
    expect(new Set(raw.match(/audit\(([\d.:]+)\)/g)).size).toBe(count)
    expect(new URL(page.url()).hash).toContain('type=1302')
    await answered(page, () => page.goBack())
    expect(await eventCount(page)).toBeGreaterThan(count)
  })

  test('an event opens to its records, with raw, interpreted and enriched values', async () => {
    await showTab(page, 'Events')
    await ask(page, '-a 2954')
    await page.locator('.list .row').first().click()
    await page.waitForSelector('.detail')
    expect(await page.locator('.detail h2').textContent()).toContain(':2954')
    const row = page.locator('.detail tr', { has: page.locator('th', { hasText: /^auid$/ }) }).first()
    expect(await row.locator('td').allTextContents()).toEqual(['1000', 'alice', 'alice'])
    await page.click('.detail button:text-is("Raw")')
    expect(`${await page.locator('.detail pre').textContent()}\n`.replaceAll('\u001d', '\x1d')).toBe(
      await printed(runAusearch, ['-a', '2954', '--raw', '-if', log]),
    )
  })

  test('mistakes say where they are, and options are completed', async () => {
    await ask(page, '-m SYSCALL --kye x')
    expect(await page.locator('#mistake').textContent()).toContain('did you mean --key')
    await ask(page, 'uid == 0 && (')
    expect(await page.locator('#mistake').textContent()).toContain('Expression:')
    await page.fill('#query', '')
    await page.locator('#query').pressSequentially('-m USER_LO')
    await page.locator('#offers [role=option]:first-child', { hasText: 'USER_LOGIN' }).waitFor()
    await page.press('#query', 'ArrowDown')
    await page.press('#query', 'Enter')
    expect((await page.inputValue('#query')).trim()).toBe('-m USER_LOGIN')
  })

  test('nothing is asked of the network, nothing is complained of, nobody stumbles', async () => {
    await showTab(page, 'Events')
    await ask(page, '')
    await page.locator('.list .row').first().click()
    await page.waitForSelector('.detail')
    expect(await seriousViolations(page)).toEqual([])
    await showTab(page, 'Reports')
    await page.waitForSelector('.reports .rows')
    expect(await seriousViolations(page)).toEqual([])
    await showTab(page, 'BPF programs')
    const frame = page.frameLocator('iframe')
    expect(await frame.locator('h1').textContent()).toBe('BPF programs over time')
    expect(opened.requests).toEqual([])
    expect(opened.complaints).toEqual([])
    const policy = await page.getAttribute('meta[http-equiv="Content-Security-Policy"]', 'content')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("connect-src 'none'")
    expect(await page.evaluate("fetch('data:,x').then(() => 'fetched', () => 'refused')")).toBe('refused')
  })
})

describe.skipIf(executable === undefined)(`other logs${about}`, () => {
  test('files of a rotated log are one log; compressed ones and journals are read', async () => {
    const { page, complaints } = await openViewer(browser, { width: 390, height: 800 }, 'dark')
    const rotated = ['audit.log', 'audit.log.1', 'audit.log.2', 'audit.log.3', 'audit.log.4']
    const folder = capture('rotated')
    await openLogs(
      page,
      rotated.map((name) => folder + name),
    )
    const events = async (tokens: readonly string[]) =>
      new Set((await printed(runAusearch, tokens)).match(/audit\(([\d.:]+)\)/g)).size
    expect(await eventCount(page)).toBe(await events(['-m', 'ALL', '--raw', '-if', folder]))
    expect(await seriousViolations(page)).toEqual([])
    for (const sample of [
      'compressed-two-members.log.gz',
      'compressed-two-streams.log.xz',
      'compressed-skippable-frame.log.zst',
      'journald.export',
    ]) {
      const file = `${fixtures}../docs/formats/samples/${sample}`
      await openLogs(page, [file])
      expect([sample, await eventCount(page)]).toEqual([
        sample,
        await events(['-m', 'ALL', '--raw', '--input-format', 'any', '-if', file]),
      ])
    }
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test('the page about BPF programs has the numbers of the command', async () => {
    const { page, complaints } = await openViewer(browser)
    const file = `${capture('bpf-basic')}audit.log`
    await openLogs(page, [file])
    await showTab(page, 'BPF programs')
    const frame = page.frameLocator('iframe')
    const view = async (name: string, log = file) =>
      JSON.parse(await printed(runAureport, ['--bpf', name, '--format', 'json', '-if', log])) as {
        coverage: { loads: number; unloads: number; stillLoaded: number; failedLoads: number }
        programs: readonly unknown[]
        findings: readonly unknown[]
      }
    const { coverage, programs } = await view('programs')
    const shown = async (id: string) => Number(await frame.locator(`#n-${id}`).textContent())
    const { loads, unloads, stillLoaded, failedLoads } = coverage
    const names = ['programs', 'loads', 'unloads', 'still-loaded', 'failed-loads', 'findings-count']
    expect(await Promise.all(names.map(shown))).toEqual([
      ...[programs.length, loads, unloads, stillLoaded, failedLoads],
      (await view('findings')).findings.length,
    ])
    expect(await saved(page, 'programs')).toContain('BPF programs over time')
    // The log as evidence: its digest, and what is odd about it, line by line.
    const { judgement, observations, files } = JSON.parse(
      await printed(runAureport, ['--bpf', 'integrity', '--format', 'json', '-if', file]),
    ) as Record<'judgement', { readonly sentence: string }> &
      Record<'observations' | 'files', readonly { readonly sha256?: string }[]>
    expect(await frame.locator('#judgement').textContent()).toBe(judgement.sentence)
    expect(await frame.locator('#integrity tbody tr').count()).toBe(observations.length)
    expect(await frame.locator('body').textContent()).toContain(files[0]?.sha256)
    // Of a narrower view it is another page.
    await ask(page, '--bpf-op unload')
    const part = path.join(scratch, 'unloads.log')
    writeFileSync(part, await printed(runAusearch, ['--bpf-op', 'unload', '--raw', '-if', file]), 'latin1')
    const narrowed = (await view('programs', part)).coverage
    expect(narrowed.loads).not.toBe(loads)
    await frame.locator('#n-loads', { hasText: new RegExp(`^${narrowed.loads}$`) }).waitFor()
    expect(await shown('unloads')).toBe(unloads)
    // A part of a log has gaps by itself.
    expect(await frame.locator('#judgement').count()).toBe(0)
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test('text of a hostile log is text, and odd times do not break the page', async () => {
    const comm = '<img src=x onerror=alert(1)></script><script>alert(2)</script>'
    const hex = Buffer.from(comm).toString('hex').toUpperCase()
    const line = (stamp: string, more: string) =>
      `type=SYSCALL msg=audit(${stamp}): arch=c000003e syscall=59 success=yes exit=0 a0=0 a1=0 a2=0 a3=0 items=0 ppid=1 pid=2 auid=0 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=pts0 ses=1 comm=${hex} exe=${hex} key=${more}\n`
    const file = path.join(scratch, 'hostile<b>.log')
    writeFileSync(
      file,
      [
        line('1700000000.000:1', '"__proto__"'),
        line('1700000001.000:2', hex),
        line('0.000:3', '"constructor"'),
        line('9007199254740991.999:4', '"far"'),
        line('1700000002.000:5', `"${'k'.repeat(5000)}"`),
        'no record\0\n',
        `type=SYSCALL msg=audit(1700000003.000:6): comm=${'A'.repeat(20_000)}\n`,
      ].join(''),
    )
    const { page, complaints, requests } = await openViewer(browser)
    await openLogs(page, [file])
    const raw = await printed(runAusearch, ['-m', 'ALL', '--raw', '-if', file])
    await ask(page, '-m ALL')
    expect(await eventCount(page)).toBe(new Set(raw.match(/audit\(([\d.:]+)\)/g)).size)
    expect(await eventCount(page)).toBeGreaterThan(3)
    await page.locator('.list .row').nth(1).click()
    await page.waitForSelector('.detail')
    expect(await page.locator('.detail').textContent()).toContain(comm)
    expect(await page.locator('.facets').textContent()).toContain(comm)
    await answered(page, () =>
      page.locator('.facets section[aria-label="Rule key"] button', { hasText: '__proto__' }).click(),
    )
    expect(await eventCount(page)).toBe(1)
    await showTab(page, 'Reports')
    await page.waitForSelector('.reports .rows')
    await showTab(page, 'BPF programs')
    await page.waitForSelector('iframe')
    expect(await page.locator('#page img').count()).toBe(0)
    expect(complaints).toEqual([])
    expect(requests).toEqual([])
    await page.context().close()
  })
})

/** Where pictures are kept, for somebody to look at: `picture.png` of the README is one of them. */
const pictures = process.env['TS_AUDIT_PICTURES'] ?? scratch

describe.skipIf(executable === undefined)(`looks${about}`, () => {
  const looks = [
    ['light', 'wide', 1280, 860],
    ['dark', 'narrow', 390, 844],
    ['dark', 'wide', 1280, 860],
    ['light', 'narrow', 390, 844],
  ] as const
  test.each(pictures === scratch ? looks.slice(0, 2) : looks)(
    'in %s and %s nothing is wider than the page',
    async (theme, name, width, height) => {
      const { page } = await openViewer(browser, { width, height }, theme)
      const fits = async (part: string) => {
        await page.screenshot({ path: path.join(pictures, `${part}-${theme}-${name}.png`) })
        const wide = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
        expect([part, wide]).toEqual([part, 0])
      }
      await fits('welcome')
      await openLogs(page, [`${capture('host-mixed')}audit.log`])
      await page.waitForSelector('.list .sentence')
      await fits('events')
      await page.locator('.list .row').nth(5).click()
      await page.waitForSelector('.detail')
      await fits('detail')
      await page.click('.detail header button')
      await showTab(page, 'Reports')
      await page.waitForSelector('.reports .row [role=cell]:not(:empty)')
      await fits('reports')
      await showTab(page, 'BPF programs')
      await page.frameLocator('iframe').locator('h1').waitFor()
      await fits('programs')
      await showTab(page, 'Input')
      await fits('input')
      await page.context().close()
    },
  )
})
