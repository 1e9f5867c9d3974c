/** For tests: a headless Chromium of this machine, and a page opened from a file in it. */
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'

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

/** A page, and everything it did that a report must not do. */
export interface OpenedPage {
  readonly page: Page
  readonly url: string
  /** Errors and warnings on the console, uncaught exceptions, dialogs. */
  readonly complaints: readonly string[]
  /** Whatever it asked for; the file itself is the first. */
  readonly requests: readonly string[]
  /** What of that the browser refused to fetch, with its reason. */
  readonly refused: readonly string[]
}

/** A browser that shows HTML texts. */
export interface TestBrowser {
  open(html: string): Promise<OpenedPage>
  close(): Promise<void>
}

/** Starts the browser. As root it only runs without its sandbox. */
export async function startBrowser(executablePath: string): Promise<TestBrowser> {
  const isRoot = process.getuid?.() === 0
  const browser = await chromium.launch({ executablePath, args: isRoot ? ['--no-sandbox'] : [] })
  const folder = mkdtempSync(path.join(tmpdir(), 'ts-audit-page-'))
  return {
    open: (html) => open(browser, folder, html),
    async close() {
      await browser.close()
      rmSync(folder, { recursive: true })
    },
  }
}

async function open(browser: Browser, folder: string, html: string): Promise<OpenedPage> {
  const file = path.join(mkdtempSync(path.join(folder, 'page-')), 'report.html')
  writeFileSync(file, html)
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  const complaints: string[] = []
  const requests: string[] = []
  const refused: string[] = []
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`))
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`))
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => requests.push(request.url()))
  page.on('requestfailed', (request) => refused.push(`${request.url()} ${request.failure()?.errorText}`))
  const url = pathToFileURL(file).href
  await page.goto(url, { waitUntil: 'load' })
  return { page, url, complaints, requests, refused }
}
