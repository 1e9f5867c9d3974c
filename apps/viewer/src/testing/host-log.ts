/** For tests: the log of a machine with sessions, services and refusals, and the names of its users and groups. */
import { fixtures } from '@ts-audit/testing/fixtures'
import type { Browser } from 'playwright-core'
import { openLogs, openViewer, type ViewerPage } from './viewer-page.ts'

const folder = `${fixtures}captures/host-mixed/`

export const hostLog = `${folder}audit.log`

/** The words that give a command the same names. */
export const hostAccounts = ['--passwd', `${folder}passwd`, '--group', `${folder}group`]

/** The page with all of it. */
export async function openHostLog(browser: Browser): Promise<ViewerPage> {
  const viewer = await openViewer(browser)
  await openLogs(viewer.page, [hostLog, `${folder}passwd`, `${folder}group`])
  return viewer
}
