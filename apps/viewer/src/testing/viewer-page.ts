/** For tests: the built page in a headless Chromium of this machine, opened from its file. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { complaintsOf } from '@ts-audit/testing/chromium'
import type { Browser, Page } from 'playwright-core'

/** The page in one file. */
export const FILE = new URL('../../dist/ts-audit.html', import.meta.url)
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** The page, and everything it did that it must not do. */
export interface ViewerPage {
  readonly page: Page
  /** Errors and warnings on the console, uncaught exceptions, dialogs. */
  readonly complaints: readonly string[]
  /** Whatever it asked for but its own file and its worker. */
  readonly requests: readonly string[]
}

/** Opens the page. */
export async function openViewer(
  browser: Browser,
  size: { readonly width: number; readonly height: number } = { width: 1280, height: 900 },
  colorScheme: 'light' | 'dark' = 'light',
): Promise<ViewerPage> {
  const context = await browser.newContext({ viewport: size, colorScheme, timezoneId: 'UTC' })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const complaints = complaintsOf(page)
  const requests: string[] = []
  const url = FILE.href
  page.on('request', (request) => {
    const asked = request.url()
    if (asked !== url && !asked.startsWith('blob:null/') && asked !== 'about:srcdoc') requests.push(asked)
  })
  await page.goto(url)
  return { page, complaints, requests }
}

/** Opens logs in it, and waits for the list. */
export function openLogs(page: Page, files: readonly string[]): Promise<void> {
  return answered(page, () =>
    page
      .locator('input[type=file]')
      .first()
      .setInputFiles([...files]),
  )
}

/** Types a query, and waits for what is found. */
export function ask(page: Page, query: string): Promise<void> {
  return answered(page, async () => {
    await page.fill('#query', query)
    await page.press('#query', 'Escape')
    await page.press('#query', 'Enter')
  })
}

/** Does something that makes the page search, and waits for the answer. */
export async function answered(page: Page, act: () => Promise<unknown>): Promise<void> {
  const main = page.locator('main[data-answers]')
  const before = (await main.count()) === 0 ? 0 : Number(await main.getAttribute('data-answers'))
  await act()
  await page.waitForSelector(`main[data-answers="${before + 1}"][aria-busy="false"]`)
}

/** How many events the view has. */
export async function eventCount(page: Page): Promise<number> {
  const text = await page.locator('nav.tabs small').first().textContent()
  return Number(text?.replaceAll(',', ''))
}

/** Saves the selection in a form; gives the bytes as latin1. */
export async function saved(page: Page, form: string): Promise<string> {
  await page.selectOption('.save select', form)
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('.save button')])
  return readFileSync(await download.path(), 'latin1')
}

/** Goes to one of the views. */
export async function showTab(page: Page, title: string): Promise<void> {
  await page.locator('nav.tabs button', { hasText: title }).click()
}

/** Drops files or folders of this machine on the page, as somebody's hand does. */
export async function dropPaths(page: Page, paths: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files: [...paths], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 200, y: 200, data })
  }
}

/** A click without the wait for a button that stands still. */
export function click(page: Page, selector: string, text: string): Promise<void> {
  return page.evaluate(`Array.from(document.querySelectorAll(${JSON.stringify(selector)}))
    .find(({ textContent }) => textContent.trim() === ${JSON.stringify(text)})?.click()`)
}

/** A box that is ticked, or not. */
export function tick(page: Page, label: string, isTicked: boolean): Promise<void> {
  return page.evaluate(`(() => {
    const box = Array.from(document.querySelectorAll('label')).find(({ textContent }) => textContent.trim() === ${JSON.stringify(label)})?.querySelector('input')
    if (box.checked !== ${isTicked}) box.click()
  })()`)
}

/** What axe finds that somebody would stumble over. */
export async function seriousViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  return page.evaluate(`axe.run(document, { iframes: false }).then(({ violations }) =>
    violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ').slice(0, 300)))`)
}
