// The page in a real Chromium, opened from a file: what it shows, does and never does.

import { readFileSync } from 'node:fs'
import { findChromium } from '@ts-audit/testing/chromium'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { reportJson } from '../report/json.ts'
import type { BpfReport } from '../report/report.ts'
import { reportOf } from '../testing/report-of.ts'
import { renderBpfHtml } from './page.ts'
import { type OpenedPage, startBrowser, type TestBrowser } from './testing/test-browser.ts'

const executable = findChromium()
const about = executable === undefined ? ' [needs Chromium, or its path in TS_AUDIT_CHROMIUM]' : ''

const capture = (name: string): BpfReport =>
  reportOf(readFileSync(new URL(`../../../../fixtures/captures/${name}/audit.log`, import.meta.url)))

/** What the page is held to: the report's own JSON, read back. */
interface Json {
  readonly coverage: Readonly<
    Record<'loads' | 'unloads' | 'stillLoaded' | 'goneAtBoot' | 'failedLoads', number>
  >
  readonly programs: readonly { readonly progId: number; readonly state: string }[]
  readonly loaders: readonly { readonly exe?: string; readonly loads: number; readonly failedLoads: number }[]
  readonly commands: readonly {
    readonly command: string
    readonly success: number
    readonly failed: number
  }[]
  readonly findings: readonly { readonly name: string; readonly count: number }[]
}

/** The cells of a column, by its heading: the number they sort by, else the text. */
async function column(page: Page, table: string, title: string): Promise<(string | number)[]> {
  return page.evaluate(`(() => {
    const table = document.getElementById(${JSON.stringify(table)})
    const at = Array.from(table.tHead.rows[0].cells).findIndex((head) => head.textContent === ${JSON.stringify(title)})
    return Array.from(table.tBodies[0].rows, (row) => {
      const { dataset, textContent } = row.cells[at]
      return dataset.sort === undefined ? textContent : Number(dataset.sort)
    })
  })()`)
}

/** Rows wait as text until they are wanted. */
const SHOW_ALL = "window.dispatchEvent(new Event('beforeprint'))"

const ascending = (a: number, b: number): number => a - b

let browser: TestBrowser
beforeAll(async () => {
  if (executable !== undefined) browser = await startBrowser(executable)
})
afterAll(() => browser?.close())

describe.skipIf(executable === undefined).each(['systemd', 'bpf-basic'])(`%s${about}`, (name) => {
  const report = capture(name)
  const json = JSON.parse([...reportJson(report)].join('')) as Json
  let opened: OpenedPage
  let page: Page
  beforeAll(async () => {
    opened = await browser.open(renderBpfHtml(report))
    page = opened.page
    await page.evaluate(SHOW_ALL)
  })
  afterAll(() => page.close())

  test('nothing is asked of the network, nothing is complained of, and the policy is strict', async () => {
    expect(opened.requests).toEqual([opened.url])
    expect(opened.complaints).toEqual([])
    const policy = await page.getAttribute('meta[http-equiv="Content-Security-Policy"]', 'content')
    const parts = (policy ?? '').split('; ')
    expect(parts[0]).toBe("default-src 'none'")
    expect(parts.slice(1).every((part) => /^\S+ '(?:none|sha256-[^']+)'$/.test(part))).toBe(true)
  })

  test('its numbers are those of the JSON', async () => {
    const { loads, unloads, stillLoaded, goneAtBoot, failedLoads } = json.coverage
    const numbers = await page.locator('.numbers b').allTextContents()
    expect(numbers.filter((text) => !text.includes('%')).map(Number)).toEqual([
      json.programs.length,
      ...[loads, unloads, stillLoaded, goneAtBoot, failedLoads],
      json.findings.length,
    ])
  })

  test('its tables are those of the JSON', async () => {
    const sums = async (table: string, title: string) =>
      (await column(page, table, title)).map(Number).sort(ascending)
    expect(await sums('loaders', 'Loads')).toEqual(json.loaders.map(({ loads }) => loads).sort(ascending))
    expect(await sums('loaders', 'Failed')).toEqual(
      json.loaders.map((row) => row.failedLoads).sort(ascending),
    )
    expect(await sums('commands', 'Succeeded')).toEqual(
      json.commands.map((row) => row.success).sort(ascending),
    )
    expect(await column(page, 'findings', 'Finding')).toEqual(json.findings.map((row) => row.name))
    expect(await column(page, 'findings', 'Count')).toEqual(json.findings.map(({ count }) => count))
    const loaded = json.programs.filter(({ state }) => state === 'loaded').map(({ progId }) => progId)
    expect(await column(page, 'loaded', 'Program')).toEqual(loaded)
    const listed = await column(page, 'programs', 'Program')
    const latest = json.programs.map(({ progId }) => progId).reverse()
    expect(latest.filter((id, at) => listed.includes(id) && latest.indexOf(id) === at)).toEqual([
      ...new Set(listed),
    ])
  })

  test('its charts count every load', async () => {
    const titles = await page.locator('svg[aria-label^="Loads"] .hit title').allTextContents()
    const counted = titles.map((title) => /^(\d+) loads, (\d+) unloads\n/.exec(title)?.slice(1).map(Number))
    expect(counted.reduce((sum, pair) => sum + (pair?.[0] ?? Number.NaN), 0)).toBe(json.coverage.loads)
    expect(counted.reduce((sum, pair) => sum + (pair?.[1] ?? Number.NaN), 0)).toBe(json.coverage.unloads)
    const lanes = await page.locator('svg[aria-label="Lifetimes by loader"] > .axis.end').allTextContents()
    expect(lanes.reduce((sum, text) => sum + (Number(text) || 0), 0)).toBe(json.programs.length)
    const bars = await page.locator('svg[aria-label="Lifetimes of unloaded programs"] text').allTextContents()
    expect(bars.reduce((sum, text) => sum + (Number(text) || 0), 0)).toBe(json.coverage.unloads)
  })

  test('tables sort by number and by text, up and down', async () => {
    const head = page.locator('#loaders th', { hasText: /^Loads$/ })
    await head.locator('button').click()
    expect(await head.getAttribute('aria-sort')).toBe('ascending')
    const up = (await column(page, 'loaders', 'Loads')).map(Number)
    expect(up).toEqual([...up].sort(ascending))
    await head.locator('button').click()
    expect(await head.getAttribute('aria-sort')).toBe('descending')
    expect(await column(page, 'loaders', 'Loads')).toEqual([...up].reverse())
    await page.locator('#loaders th', { hasText: 'Executable' }).locator('button').click()
    const names = await column(page, 'loaders', 'Executable')
    expect(names).toEqual([...names].sort())
    expect(await page.locator('#loaders th[aria-sort]').allTextContents()).toEqual(['Executable'])
  })

  test('tables filter', async () => {
    const table = page.locator('.table', { has: page.locator('#commands') })
    const all = json.commands.length
    await table.locator('input').fill('Prog_LOAD')
    const shown = await table.locator('tbody tr:visible').allTextContents()
    const expected = json.commands.filter(({ command }) => command === 'PROG_LOAD').length
    expect(shown).toHaveLength(expected)
    expect(await table.locator('.shown').textContent()).toBe(`${expected} of ${all}`)
    await table.locator('input').fill('no such thing')
    expect(await table.locator('tbody tr:visible').count()).toBe(0)
    await table.locator('input').fill('')
    expect(await table.locator('tbody tr:visible').count()).toBe(all)
  })

  test.each(['light', 'dark'] as const)('everything can be read in %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme })
    const contrasts = await page.evaluate<[text: string, contrast: number][]>(CONTRASTS)
    expect(contrasts.length).toBeGreaterThan(50)
    expect(contrasts.filter(([, contrast]) => contrast < 4.5)).toEqual([])
    const background = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
    expect(background).toBe(colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(13, 17, 23)')
  })

  test('no label lies on another, and no chart is empty', async () => {
    expect(await page.evaluate(OVERLAPS)).toEqual([])
    expect(await page.evaluate(CUT_OFF)).toEqual([])
    for (const chart of await page.locator('.chart > svg').all()) {
      expect(await chart.locator('.load, .life, .area').count()).toBeGreaterThan(0)
    }
  })

  test('a long table scrolls below its headings, by keyboard too', async () => {
    const measure = () => page.evaluate<Record<'shown' | 'whole' | 'top' | 'gap', number>>(SCROLLED)
    const { shown, whole } = await measure()
    expect(shown).toBeLessThan(900)
    expect(whole).toBeGreaterThan(shown)
    await page.locator('.scroll', { has: page.locator('#programs') }).focus()
    await page.keyboard.press('End')
    // The browser scrolls smoothly: the headings are looked at when it has come to the end.
    await expect.poll(async () => (await measure()).top).toBeGreaterThanOrEqual(whole - shown - 1)
    expect(Math.abs((await measure()).gap)).toBeLessThan(2)
  })

  test('the page is no wider than the window; tables scroll', async () => {
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 })
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    }
    await page.setViewportSize({ width: 1280, height: 900 })
  })

  test('it prints in black on white, without the filters', async () => {
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)')
    expect(await page.evaluate('getComputedStyle(document.body).color')).toBe('rgb(0, 0, 0)')
    expect(await page.locator('input:visible').count()).toBe(0)
    expect(await page.locator('#loaders tbody tr:visible').count()).toBe(json.loaders.length)
    expect(await page.evaluate(CUT_TABLES)).toEqual([])
    await page.setViewportSize({ width: 760, height: 1000 })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(760)
    expect((await page.pdf()).length).toBeGreaterThan(10_000)
  })

  test('it has landmarks, its tables have captions, its links lead somewhere', async () => {
    const count = (selector: string) => page.locator(selector).count()
    expect([await count('header'), await count('nav[aria-label]'), await count('main')]).toEqual([1, 1, 1])
    expect(await count('section[aria-labelledby]')).toBe(await count('main > section'))
    expect(await count('table:not(:has(> caption))')).toBe(0)
    expect(await count('nav a')).toBe(await count('main h2'))
    expect(await page.evaluate(DEAD_LINKS)).toEqual([])
  })

  test('a finding leads to its programs, and a program to its loader', async () => {
    const pairs = await page.evaluate<[link: string, row: string][]>(LINKED_PROGRAMS)
    expect(pairs.length).toBeGreaterThan(0)
    for (const [link, row] of pairs) expect(row).toBe(link)
    const loaders = await page.evaluate<[link: string, row: string][]>(LINKED_LOADERS)
    expect(loaders.length).toBeGreaterThan(0)
    for (const [link, row] of loaders) expect(row).toContain(link)
  })

  test('at 390 pixels its charts can be read, and what is wider says so', async () => {
    await page.emulateMedia({ media: 'screen' })
    await page.setViewportSize({ width: 390, height: 800 })
    expect(await page.evaluate<number>(SMALLEST_CHART_TEXT)).toBeGreaterThanOrEqual(11)
    expect(await page.locator('.hint').first().isVisible()).toBe(true)
    await page.setViewportSize({ width: 1280, height: 900 })
    expect(await page.locator('.hint').first().isVisible()).toBe(false)
  })

  test('what is filtered away is printed, and gone again afterwards', async () => {
    const table = page.locator('.table', { has: page.locator('#commands') })
    await table.locator('input').fill('no such thing')
    await page.evaluate(SHOW_ALL)
    expect(await table.locator('tbody tr:visible').count()).toBe(json.commands.length)
    await page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(await table.locator('tbody tr:visible').count()).toBe(0)
    await table.locator('input').fill('')
  })

  test('no use of it has led to a request or a complaint', () => {
    expect([opened.requests, opened.complaints]).toEqual([[opened.url], []])
  })
})

describe.skipIf(executable === undefined)(`a hostile log${about}`, () => {
  const attacks = [
    '</script><script>window.pwned=1</script>',
    '"><img src=x onerror=window.pwned=2>',
    "'><svg onload=window.pwned=3>",
    '</title></style><iframe src="javascript:parent.pwned=4">',
    '<a href="http://example.invalid/">x</a>',
    '<meta http-equiv=refresh content="0;url=http://example.invalid/">',
    '<base href="http://example.invalid/"><form action="http://example.invalid/"><button autofocus>',
    '&lt;script&gt;window.pwned=5&lt;/script&gt;&#60;script&#62;',
    '\u202egpj.exe\u2066\u200b',
    '__proto__',
    'constructor',
  ]
  const hex = (text: string): string => Buffer.from(text).toString('hex').toUpperCase()
  let log = ''
  for (let id = 1; id <= 50_000; id++) {
    const name = hex(`${attacks[id % attacks.length]}${id % 3000}`)
    const stamp = `audit(${1_700_000_000 + (id >> 3)}.000:${id})`
    log += `node=<b>web${id % 2} type=BPF msg=${stamp}: prog-id=${id} op=LOAD\n`
    log += `node=<b>web${id % 2} type=SYSCALL msg=${stamp}: arch=c000003e syscall=321 success=yes exit=3 a0=5 items=0 ppid=1 pid=${id} auid=0 uid=0 gid=0 tty=<i>pts0 ses=1 comm=${name} exe=${name} subj=<b>s</b> key=${name}\n`
    log += `node=<b>web${id % 2} type=PROCTITLE msg=${stamp}: proctitle=${name}\n`
    if (id % 3 === 0) log += `node=<b>web${id % 2} type=BPF msg=${stamp}: prog-id=${id - 2} op=UNLOAD\n`
  }
  let opened: OpenedPage
  let page: Page
  let rowsAtFirst: number
  beforeAll(async () => {
    opened = await browser.open(renderBpfHtml(reportOf(Buffer.from(log, 'latin1'))))
    page = opened.page
    rowsAtFirst = await page.locator('tbody tr').count()
    await page.evaluate(SHOW_ALL)
  }, 60_000)
  afterAll(() => page?.close())

  test('is only text: nothing of it runs, loads or leads anywhere', async () => {
    expect(await page.evaluate('window.pwned')).toBeUndefined()
    expect(await page.locator('img, iframe, form, base, object, embed, link, i').count()).toBe(0)
    expect(await page.locator('a:not([href^="#"])').count()).toBe(0)
    expect([await page.locator('script').count(), await page.locator('meta').count()]).toEqual([1, 4])
    expect([opened.requests, opened.complaints]).toEqual([[opened.url], []])
    expect(await page.locator('#loaders').textContent()).toContain('</script><script>window.pwned=1</script>')
    expect(await page.locator('body').textContent()).not.toMatch(/[\u202e\u2066\u200b]/)
  })

  test('makes few rows at once, and more when they are scrolled to or linked to', async () => {
    expect(await page.locator('tbody tr').count()).toBeGreaterThan(3000)
    expect(rowsAtFirst).toBeLessThan(1000)
    const fresh = (await page.context().browser()?.newPage()) ?? page
    await fresh.goto(opened.url)
    const rows = fresh.locator('#programs tbody tr')
    const before = await rows.count()
    await fresh.evaluate("document.getElementById('programs').parentElement.scrollTop = 1e6")
    await expect.poll(() => rows.count()).toBeGreaterThan(before)
    await fresh.evaluate("location.hash = 'program-900'")
    await expect.poll(() => fresh.locator('#program-900').count()).toBe(1)
    await fresh.close()
  })

  test('shows all rows without a script, too', async () => {
    const bare = await page.context().browser()?.newPage({ javaScriptEnabled: false })
    await bare?.goto(opened.url)
    expect(await bare?.locator('tr[id^="program-"]').count()).toBe(1000)
    await bare?.close()
  })

  test('leaves dates whole beside the longest names', async () => {
    const broken =
      "Array.from(document.querySelectorAll('td.date')).filter((cell) => cell.clientWidth < 78).length"
    expect(await page.locator('td.date').count()).toBeGreaterThan(100)
    expect(await page.evaluate(broken)).toBe(0)
  })

  test('is of bounded size, sorted and filtered with a few changes a row', async () => {
    expect(await page.locator('*').count()).toBeLessThan(MOST_ELEMENTS)
    await page.evaluate(COUNT_CHANGES)
    await page.locator('#programs th', { hasText: 'Executable' }).locator('button').click()
    const table = page.locator('.table', { has: page.locator('#programs') })
    await table.locator('input').fill('onerror')
    expect(await table.locator('tbody tr:visible').count()).toBeGreaterThan(10)
    const rows = await table.locator('tbody tr').count()
    // Sorting takes each row out and puts it in, filtering hides it; a few more for headings and counts.
    const changes = await page.evaluate<number>('window.changes')
    expect(changes).toBeGreaterThan(rows)
    expect(changes).toBeLessThan(3 * rows + 20)
  })

  test('would be stopped by the policy, were it ever more than text', async () => {
    await page.evaluate(`document.body.insertAdjacentHTML('beforeend',
      '<img src="http://example.invalid/a.png" onerror="window.pwned=6"><b onclick="window.pwned=7" id="b">b</b>')`)
    await page.evaluate(`document.getElementById('b').click()`)
    await page.evaluate(
      `document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.pwned=8' }))`,
    )
    expect(await page.evaluate('window.pwned')).toBeUndefined()
    expect(opened.refused).toEqual(['http://example.invalid/a.png csp'])
    expect(opened.requests.slice(1)).toEqual(['http://example.invalid/a.png'])
    expect(opened.complaints.length).toBeGreaterThan(0)
    for (const complaint of opened.complaints) expect(complaint).toContain('Content Security Policy')
  })
})

/** Tables show so many rows at most that a page has about 60,000; with all programs it would be ten times as many. */
const MOST_ELEMENTS = 100_000

/** Counts the nodes that come and go and the attributes that change, from now on. */
const COUNT_CHANGES = `
  window.changes = 0
  new MutationObserver((records) => {
    for (const { type, addedNodes, removedNodes } of records)
      window.changes += type === 'attributes' ? 1 : addedNodes.length + removedNodes.length
  }).observe(document.body, { subtree: true, childList: true, attributes: true })
`

/** Every piece of text that is shown, with the contrast of its colour to the page behind it (WCAG 2, 1.4.3). */
const CONTRASTS = `(() => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number)
  const luminance = ([r, g, b]) => [r, g, b].map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }).reduce((sum, value, at) => sum + value * [0.2126, 0.7152, 0.0722][at], 0)
  const behind = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const colour = channels(getComputedStyle(at).backgroundColor)
      if (colour[3] !== 0) return colour
    }
    return [255, 255, 255]
  }
  const found = []
  for (const element of document.querySelectorAll('h1,h2,small,p,li,b,span,th,td,summary,text,code')) {
    const own = Array.from(element.childNodes).some((node) => node.nodeType === 3 && node.data.trim() !== '')
    if (!own || element.getClientRects().length === 0) continue
    const style = getComputedStyle(element)
    const colour = channels(element instanceof SVGElement ? style.fill : style.color)
    const lights = [luminance(colour), luminance(behind(element))].sort((a, b) => b - a)
    found.push([element.textContent.slice(0, 40), (lights[0] + 0.05) / (lights[1] + 0.05)])
  }
  return found
})()`

/** Pairs of labels of one chart whose boxes meet. */
const OVERLAPS = `(() => {
  const found = []
  for (const chart of document.querySelectorAll('.chart > svg')) {
    const labels = Array.from(chart.querySelectorAll('text')).filter((text) => text.textContent !== '')
    const boxes = labels.map((text) => {
      const own = text.getBoundingClientRect()
      const clip = text.parentElement.getBoundingClientRect()
      return { left: own.left, right: Math.min(own.right, clip.right), top: own.top + 2, bottom: own.bottom - 2 }
    })
    boxes.forEach((a, at) => {
      for (let other = at + 1; other < boxes.length; other++) {
        const b = boxes[other]
        if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
          found.push([labels[at].textContent, labels[other].textContent])
      }
    })
  }
  return found
})()`

/** Names beside the lanes that do not fit where they stand. */
const CUT_OFF = `Array.from(document.querySelectorAll('.chart svg svg > text'))
  .filter((text) => text.getBoundingClientRect().right > text.parentElement.getBoundingClientRect().right + 1)
  .map((text) => text.firstChild.data)`

/** Links to what is not there. */
const DEAD_LINKS = `Array.from(document.querySelectorAll('a'), (link) => link.getAttribute('href'))
  .filter((name) => document.getElementById(name.slice(1)) === null)`

/** Links from findings, with the number of the program that they lead to. */
const LINKED_PROGRAMS = `Array.from(document.querySelectorAll('#findings a[href^="#program-"], #findings a[href^="#loaded-"]'), (link) => {
  const row = document.getElementById(link.getAttribute('href').slice(1))
  const at = Array.from(row.closest('table').tHead.rows[0].cells).findIndex((head) => head.textContent === 'Program')
  return [link.textContent, row.cells[at].textContent]
})`

/** Links from programs, with the row of the loader that they lead to. */
const LINKED_LOADERS = `Array.from(document.querySelectorAll('#programs a[href^="#loader-"]'), (link) =>
  [link.textContent, document.getElementById(link.getAttribute('href').slice(1)).textContent])`

/** The height of the smallest letters of the charts in pixels of the screen. */
const SMALLEST_CHART_TEXT = `Math.min(...Array.from(document.querySelectorAll('.chart > svg'), (chart) =>
  chart.getBoundingClientRect().width / chart.viewBox.baseVal.width * Math.min(...Array.from(chart.querySelectorAll('text'), (text) => parseFloat(getComputedStyle(text).fontSize)))))`

/** How far the table of programs is scrolled, and how far its headings are from the top of what is seen of it. */
const SCROLLED = `(() => {
  const box = document.getElementById('programs').parentElement
  const gap = box.querySelector('th').getBoundingClientRect().top - box.getBoundingClientRect().top
  return { shown: box.clientHeight, whole: box.scrollHeight, top: box.scrollTop, gap }
})()`

/** Tables of which a part is not seen. */
const CUT_TABLES = `Array.from(document.querySelectorAll('.scroll'))
  .filter((box) => box.clientHeight < box.scrollHeight - 1)
  .map((box) => box.firstElementChild.id)`
