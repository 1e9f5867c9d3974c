// A log of a gigabyte in the built page, in a real Chromium: it opens, scrolls to its end and is searched, and the memory of
// the page goes by the index, not by the log. Not in the quick run: TS_AUDIT_LARGE=1 npx vitest run large
import { execFileSync } from 'node:child_process'
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { about, chromiumSuite, isWithoutChromium } from './testing/chromium-suite.ts'
import { pageMemory, watchMemory } from './testing/page-memory.mjs'
import { eventCount, openViewer } from './testing/viewer-page.ts'

const suite = chromiumSuite()
const isWanted = process.env['TS_AUDIT_LARGE'] !== undefined && process.platform === 'linux'
const generator = fileURLToPath(new URL('../../../bench/generate.mjs', import.meta.url))
const MEGABYTE = 1 << 20
/** Of a gigabyte, in megabytes: the index takes about 70, what is being read 24, the engine and the page the rest; 229 measured. */
const MOST = 290

/** The id of the last record of a log. */
function lastId(log: string): string {
  const bytes = Buffer.alloc(1 << 16)
  const file = openSync(log, 'r')
  const length = readSync(file, bytes, 0, bytes.length, statSync(log).size - bytes.length)
  closeSync(file)
  return (
    bytes
      .toString('latin1', 0, length)
      .match(/audit\(([\d.:]+)\)/g)
      ?.at(-1)
      ?.slice(6, -1) ?? ''
  )
}

async function scrollTo(page: Page, share: number): Promise<string> {
  await page.evaluate(`(() => {
    const rows = document.querySelector('.list .rows')
    rows.scrollTop = (rows.scrollHeight - rows.clientHeight) * ${share}
  })()`)
  const areSeen = `(() => {
    const { top, bottom } = document.querySelector('.list .rows').getBoundingClientRect()
    const seen = Array.from(document.querySelectorAll('.list .row')).filter((row) => {
      const place = row.getBoundingClientRect()
      return place.bottom > top && place.top < bottom
    })
    return seen.length > 5 && seen.every((row) => row.querySelector('.sentence') !== null)
  })()`
  await expect.poll(() => page.evaluate(areSeen), { timeout: 30_000 }).toBe(true)
  return (await page.locator('.list .row').last().getAttribute('aria-posinset')) ?? ''
}

test.skipIf(isWithoutChromium || !isWanted)(
  `a gigabyte opens, scrolls and is searched in the memory of its index${about}`,
  async () => {
    const log = path.join(suite.scratch, 'large.log')
    execFileSync(process.execPath, [generator, '--size', '1G', '--rate', '20000', '--out', log])
    expect(statSync(log).size).toBeGreaterThan(1000 * MEGABYTE)
    const { page, complaints } = await openViewer(suite.browser)
    const memory = watchMemory()
    const before = pageMemory()
    await page.locator('input[type=file]').first().setInputFiles(log)
    await page.waitForSelector('main[data-answers="1"][aria-busy="false"]', { timeout: 120_000 })
    const count = await eventCount(page)
    expect(count).toBeGreaterThan(1_000_000)
    const opened = pageMemory()
    const opening = memory.most()
    memory.reset()
    for (const share of [0.1, 0.5, 0.9, 0.3]) await scrollTo(page, share)
    expect(await scrollTo(page, 1)).toBe(String(count))
    await page.focus('.list .rows')
    await page.keyboard.press('End')
    await page.locator('.detail h2').waitFor()
    const shown = (await page.locator('.detail h2').textContent())?.replace(/^.*\//, '')
    expect(shown).toBe(lastId(log))
    await page.fill('#query', '-m USER_CMD -sv yes')
    await page.press('#query', 'Escape')
    await page.press('#query', 'Enter')
    await page.waitForSelector('main[data-answers="2"][aria-busy="false"]', { timeout: 120_000 })
    expect(await eventCount(page)).toBeGreaterThan(0)
    const searching = memory.most()
    memory.end()
    const figures = { before, opening, opened, searching }
    console.log(
      Object.entries(figures)
        .map(([name, bytes]) => `${name}: ${Math.round(bytes / MEGABYTE)} MB`)
        .join(', '),
    )
    expect(opened).toBeGreaterThan(before)
    expect(opening).toBeLessThan(MOST * MEGABYTE)
    expect(searching).toBeLessThan(MOST * MEGABYTE)
    expect(complaints).toEqual([])
    await page.context().close()
  },
  900_000,
)
