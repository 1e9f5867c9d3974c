/** For tests: a browser that shows HTML texts, each opened from a file. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { complaintsOf, startChromium } from '@ts-audit/testing/chromium'
import type { Browser, Page } from 'playwright-core'

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

/** Starts the browser. */
export async function startBrowser(executablePath: string): Promise<TestBrowser> {
  const browser = await startChromium(executablePath)
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
  const complaints = complaintsOf(page)
  const requests: string[] = []
  const refused: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  page.on('requestfailed', (request) => refused.push(`${request.url()} ${request.failure()?.errorText}`))
  const url = pathToFileURL(file).href
  await page.goto(url, { waitUntil: 'load' })
  return { page, url, complaints, requests, refused }
}
