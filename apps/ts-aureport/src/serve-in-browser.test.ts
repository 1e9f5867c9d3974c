// The page of `--serve` in a real Chromium: it reads the log from its server, in parts, and finds what the commands find.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { runAusearch } from '@ts-audit/cli'
import { complaintsOf, findChromium, startChromium } from '@ts-audit/testing/chromium'
import { fixtures } from '@ts-audit/testing/fixtures'
import { runInProcess } from '@ts-audit/testing/in-process'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { endServe, serve } from './testing/serve.ts'

const folder = `${fixtures}captures/host-mixed/`
const generator = fileURLToPath(new URL('../../../bench/generate.mjs', import.meta.url))
const chromium = findChromium()
const about = chromium === undefined ? ' [needs Chromium, or its path in TS_AUDIT_CHROMIUM]' : ''
const scratch = mkdtempSync(path.join(tmpdir(), 'ts-aureport-served-'))
afterAll(() => rmSync(scratch, { recursive: true }))

/** A page of a server, and what it did. */
interface ServedPage {
  readonly page: Page
  /** Errors and warnings on the console, uncaught exceptions, dialogs. */
  readonly complaints: readonly string[]
  /** Addresses that are not the server's. */
  readonly elsewhere: readonly string[]
  /** Of each request for a log, the bytes that it asks for. */
  readonly ranges: readonly string[]
  readonly close: () => Promise<void>
}

describe.skipIf(chromium === undefined)(`the page of --serve${about}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await startChromium(chromium ?? '', 'UTC')
  }, 60_000)
  afterAll(() => browser?.close())

  async function open(...args: readonly string[]): Promise<ServedPage> {
    const served = await serve(args)
    const page = await browser.newPage()
    page.setDefaultTimeout(20_000)
    const complaints = complaintsOf(page)
    const elsewhere: string[] = []
    const ranges: string[] = []
    page.on('request', (asked) => {
      const url = asked.url()
      if (!/^blob:|^about:/.test(url) && !url.startsWith(served.address)) elsewhere.push(url)
      if (/\/logs\/\d+$/.test(url)) ranges.push(asked.headers()['range'] ?? 'all')
    })
    await page.goto(served.address)
    await answers(page, 1)
    const close = async () => {
      await page.close()
      expect(await endServe(served)).toBe(0)
    }
    return { page, complaints, elsewhere, ranges, close }
  }

  const answers = (page: Page, count: number) =>
    page.waitForSelector(`main[data-answers="${count}"][aria-busy="false"]`)

  const count = async (page: Page) =>
    Number((await page.locator('nav.tabs small').first().textContent())?.replaceAll(',', ''))

  async function ask(page: Page, query: string): Promise<void> {
    await page.fill('#query', query)
    await page.press('#query', 'Escape')
    await page.press('#query', 'Enter')
    await answers(page, 2)
  }

  /** The selection as a raw log, latin1. */
  async function savedRaw(page: Page): Promise<string> {
    await page.selectOption('.save select', 'raw')
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('.save button')])
    return readFileSync(await download.path(), 'latin1')
  }

  const found = async (...tokens: readonly string[]) =>
    (await runInProcess(runAusearch, [...tokens, '--raw'], path.join(scratch, 'found'))).stdout

  test("finds the events of the log, with its users' names, and connects to nothing else", async () => {
    const log = `${folder}audit.log`
    const { page, complaints, elsewhere, close } = await open('-if', log, '--passwd', `${folder}passwd`)
    const text = readFileSync(log, 'latin1')
    expect(await count(page)).toBe(new Set(text.match(/audit\(([\d.:]+)\)/g)).size)
    const { href: before } = new URL(page.url())
    await ask(page, '-ul alice -m USER_AUTH')
    const uid = /^alice:[^:]*:(\d+):/m.exec(readFileSync(`${folder}passwd`, 'latin1'))?.[1]
    const wanted = text
      .split('\n')
      .filter((line) => line.startsWith('type=USER_AUTH') && line.includes(` auid=${uid} `))
    expect(wanted.length).toBeGreaterThan(0)
    expect(await count(page)).toBe(wanted.length)
    await page.locator('.list .row').first().click()
    await page.waitForSelector('.detail h2')
    await page.locator('nav.tabs button', { hasText: 'BPF programs' }).click()
    expect(await page.frameLocator('iframe').locator('h1').textContent()).toBe('BPF programs over time')
    expect(page.url().startsWith(before)).toBe(true)
    expect(await page.evaluate("fetch('https://example.com').then(() => 'fetched', () => 'refused')")).toBe(
      'refused',
    )
    expect(elsewhere).toEqual([])
    expect(complaints.filter((line) => !line.includes('example.com'))).toEqual([])
    await close()
  })

  describe('a log of many parts', () => {
    const log = path.join(scratch, 'parts.log')
    beforeAll(() => {
      execFileSync(process.execPath, [generator, '--size', '14M', '--rate', '2000', '--out', log])
    })

    test('is read once to be indexed, and in it every event is found again: the bytes of ts-ausearch', async () => {
      const { page, complaints, ranges, close } = await open('-if', log)
      const all = await found('-m', 'ALL', '-if', log)
      expect(await count(page)).toBe(new Set(all.match(/audit\(([\d.:]+)\)/g)).size)
      // Its beginning, of which the form is seen and the first piece is read, then all the rest as one stream.
      const { size } = statSync(log)
      const wholes = ranges.filter((range) => range.endsWith(`-${size - 1}`))
      expect(wholes).toEqual([`bytes=${4 << 20}-${size - 1}`])
      expect(ranges[0]).toMatch(/^bytes=0-\d{2}$/)
      // All of it, since its last event, and one out of its middle.
      expect((await savedRaw(page)) === all).toBe(true)
      await ask(page, '-m USER_CMD -sv yes')
      expect((await savedRaw(page)) === (await found('-m', 'USER_CMD', '-sv', 'yes', '-if', log))).toBe(true)
      await page.focus('.list .rows')
      await page.keyboard.press('End')
      const last = all.match(/type=USER_CMD msg=audit\(([\d.:]+)\)/g)?.at(-1)
      await page.waitForSelector('.detail h2')
      expect(last).toContain((await page.locator('.detail h2').textContent())?.replace(/^.*\//, ''))
      expect(complaints).toEqual([])
      await close()
    })

    test('comes as one stream where it is compressed: the same events, and the digest of the file', async () => {
      const bytes = readFileSync(log)
      const packed = path.join(scratch, 'packed.log.gz')
      // The digest is of the whole file: also of what no gzip reads.
      writeFileSync(packed, Buffer.concat([gzipSync(bytes), Buffer.from('left by another program\n')]))
      const { page, complaints, close } = await open('-if', packed)
      expect((await savedRaw(page)) === (await found('-m', 'ALL', '-if', log))).toBe(true)
      await page.locator('nav.tabs button', { hasText: 'BPF programs' }).click()
      const evidence = page.frameLocator('iframe').locator('body')
      await evidence.waitFor()
      const digest = createHash('sha256').update(readFileSync(packed)).digest('hex')
      expect(await evidence.textContent()).toContain(digest)
      expect(complaints).toEqual([])
      await close()
    }, 60_000)

    test('that has grown is read to where it ended, one that was cut is not taken for whole', async () => {
      const grown = path.join(scratch, 'grown.log')
      writeFileSync(grown, readFileSync(log))
      const { page, close } = await open('-if', grown)
      const before = await count(page)
      appendFileSync(grown, 'type=USER msg=audit(1900000000.000:1): pid=1\n')
      await ask(page, '-m ALL')
      expect(await count(page)).toBe(before)
      truncateSync(grown, 1 << 20)
      await page.fill('#query', '-m USER_CMD')
      await page.press('#query', 'Enter')
      await page
        .locator('[role=alert]', { hasText: /no longer has|shorter/ })
        .first()
        .waitFor()
      await close()
    })
  })
})
