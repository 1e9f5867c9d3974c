// Pictures of the built page in a real Chromium, and what a page must not do: ask, complain, make somebody stumble.
import path from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { about, chromiumSuite, isWithoutChromium } from './testing/chromium-suite.ts'
import { hostLog, openHostLog } from './testing/host-log.ts'
import {
  ask,
  FILE,
  openLogs,
  openViewer,
  seriousViolations,
  showTab,
  type ViewerPage,
} from './testing/viewer-page.ts'

const suite = chromiumSuite()

describe.skipIf(isWithoutChromium)(`the page${about}`, () => {
  let opened: ViewerPage
  let page: Page
  beforeAll(async () => {
    opened = await openHostLog(suite.browser)
    page = opened.page
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

describe.skipIf(isWithoutChromium)(`looks${about}`, () => {
  test('what is drawn before the script has run is what it shows then', async () => {
    const context = await suite.browser.newContext({ javaScriptEnabled: false })
    const still = await context.newPage()
    await still.goto(FILE.href)
    const { page } = await openViewer(suite.browser)
    await page.waitForSelector('.pick')
    const parts = (one: Page) => one.locator('#page > header, #page > main, h1, h2')
    const texts = (one: Page) => one.locator('h1, h2').allTextContents()
    expect(await texts(still)).toEqual(await texts(page))
    // What was there has become part of the page: nothing stands there twice.
    expect([await parts(still).count(), await parts(page).count()]).toEqual([4, 4])
    await context.close()
    await page.context().close()
  })

  const looks = [
    ['light', 'wide', 1280, 860],
    ['dark', 'narrow', 390, 844],
    ['dark', 'wide', 1280, 860],
    ['light', 'narrow', 390, 844],
  ] as const
  test.each(suite.pictures === suite.scratch ? looks.slice(0, 2) : looks)(
    'in %s and %s nothing is wider than the page',
    async (theme, name, width, height) => {
      const { page } = await openViewer(suite.browser, { width, height }, theme)
      const fits = async (part: string) => {
        await page.screenshot({ path: path.join(suite.pictures, `${part}-${theme}-${name}.png`) })
        const wide = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
        expect([part, wide]).toEqual([part, 0])
      }
      await fits('welcome')
      await openLogs(page, [hostLog])
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
