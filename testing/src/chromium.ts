/** A headless Chromium of this machine, for pages that tests open from a file. */
import { type Browser, chromium, type Page } from 'playwright-core'

export { findChromium } from './find-chromium.mjs'

/** Starts the browser, whose clock is in a zone. As root it only runs without its sandbox. */
export function startChromium(executablePath: string, zone?: string): Promise<Browser> {
  const isRoot = process.getuid?.() === 0
  const own = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== undefined))
  const env = { ...(own as Record<string, string>), ...(zone !== undefined && { TZ: zone }) }
  return chromium.launch({ executablePath, args: isRoot ? ['--no-sandbox'] : [], env })
}

/** Gathers what a page complains of: errors and warnings on the console, uncaught exceptions, dialogs. */
export function complaintsOf(page: Page): readonly string[] {
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`))
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`))
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  return complaints
}
