/** For tests: the built page in a headless Chromium of this machine, opened from its file. */
import { accessSync, constants, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'

const FILE = fileURLToPath(new URL('../../dist/ts-audit.html', import.meta.url))
const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

/** The executable: `TS_AUDIT_CHROMIUM`, or the first of the usual names on the path; undefined when there is none. */
export function findChromium(): string | undefined {
  const named = process.env['TS_AUDIT_CHROMIUM']
  if (named !== undefined) return named
  const folders = (process.env['PATH'] ?? '').split(path.delimiter)
  return NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))).find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Starts the browser, whose clock is UTC. As root it only runs without its sandbox. */
export function startChromium(executablePath: string): Promise<Browser> {
  const isRoot = process.getuid?.() === 0
  const env = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== undefined))
  return chromium.launch({
    executablePath,
    args: isRoot ? ['--no-sandbox'] : [],
    env: { ...(env as Record<string, string>), TZ: 'UTC' },
  })
}

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
  const complaints: string[] = []
  const requests: string[] = []
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`))
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`))
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  const url = pathToFileURL(FILE).href
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
