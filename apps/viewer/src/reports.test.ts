// The reports of the built page in a real Chromium: the rows and numbers that ts-aureport prints of the same log.
import { runAureport } from '@ts-audit/cli'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { about, chromiumSuite, isWithoutChromium } from './testing/chromium-suite.ts'
import { hostAccounts, hostLog, openHostLog } from './testing/host-log.ts'
import { ask, click, showTab, tick } from './testing/viewer-page.ts'
import { reportChoices } from './views/reports.ts'

const suite = chromiumSuite()

describe.skipIf(isWithoutChromium)(`the reports${about}`, () => {
  let page: Page
  beforeAll(async () => {
    ;({ page } = await openHostLog(suite.browser))
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
          ...hostAccounts,
          '--format',
          'json',
          '-if',
          hostLog,
        ]
        const { rows } = JSON.parse(
          await suite.printed(
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

  test('every report as it is printed has a row for each line, and the same counts', async () => {
    await showTab(page, 'Reports')
    await tick(page, 'Also what aureport leaves out', false)
    let counted = 0
    for (const { title, option, hasSummary, name } of reportChoices) {
      if (name === 'summary' || name === 'log') continue
      await click(page, '.reports nav button', title)
      for (const totals of hasSummary ? [false, true] : [false]) {
        if (hasSummary) await tick(page, 'Totals', totals)
        await page.waitForSelector(`.reports .rows[aria-label="${title}${totals ? ', totals' : ''}"]`)
        const tokens = [option, ...(totals ? ['--summary'] : []), '-i', ...hostAccounts, '-if', hostLog]
        const text = await suite.printed(runAureport, tokens)
        const lines = text.split('\n').filter((line) => (totals ? /^\d+ {2}/ : /^\d+\. /).test(line))
        const total = `${lines.length.toLocaleString('en-US')} ${lines.length === 1 ? 'row' : 'rows'}`
        const shown = (await page.locator('.reports .total').textContent())?.split(';')[0]
        expect([title, totals, shown]).toEqual([title, totals, total])
        if (!totals || lines.length === 0) continue
        await page.waitForSelector('.reports .all .row[aria-rowindex="2"] [role=cell]:not(:empty)')
        const counts = (await page.evaluate(
          `Array.from(document.querySelectorAll('.reports .all .row'), (row) => row.querySelector('.number')?.textContent)`,
        )) as string[]
        expect([title, counts]).toEqual([
          title,
          lines.slice(0, counts.length).map((line) => line.split(' ')[0]),
        ])
        counted++
      }
    }
    expect(counted).toBeGreaterThan(8)
  })

  test.each([
    ['executable', 'exe'],
    ['executable', 'serial'],
    ['file', 'file'],
  ])('rows of %s are sorted by %s, up and down', async (report, field) => {
    const { title = '', option = '' } = reportChoices.find(({ name }) => name === report) ?? {}
    await showTab(page, 'Reports')
    await tick(page, 'Also what aureport leaves out', true)
    await click(page, '.reports nav button', title)
    await tick(page, 'Totals', false)
    await page.waitForSelector(`.reports .rows[aria-label="${title}, with what aureport leaves out"]`)
    const tokens = [option, '-i', ...hostAccounts, '--format', 'json', '-if', hostLog]
    const { rows } = JSON.parse(await suite.printed(runAureport, tokens)) as {
      rows: readonly Readonly<Record<string, string | number | null>>[]
    }
    const header = page.locator('.reports .head [role=columnheader]', { hasText: new RegExp(`^${field}`) })
    const at = Object.keys(rows[0] ?? {}).indexOf(field)
    for (const direction of ['ascending', 'descending']) {
      await header.locator('button').click()
      await expect.poll(() => header.getAttribute('aria-sort')).toBe(direction)
      const shown = () =>
        page.evaluate(
          `Array.from(document.querySelectorAll('.reports .all .row'), (row) => row.children[${at}].textContent)`,
        ) as Promise<string[]>
      const values = rows.map((row) => row[field]).filter((value) => value !== null)
      values.sort((one, other) => (one! < other! ? -1 : one! > other! ? 1 : 0))
      if (direction === 'descending') values.reverse()
      await expect.poll(async () => (await shown())[0]).toBe(String(values[0]))
      const cells = await shown()
      expect(cells.length).toBeGreaterThan(10)
      expect(cells).toEqual(values.slice(0, cells.length).map(String))
    }
  })
})
