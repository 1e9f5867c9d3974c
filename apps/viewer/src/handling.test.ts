// What people do with the page: drop a folder of several machines, narrow, pull over a time, go on from an event, copy,
// paste, cancel, print. In a real Chromium; what is found is held to what the command finds that the page shows.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { runAusearch } from '@ts-audit/cli'
import { fixtures } from '@ts-audit/testing/fixtures'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { wordsOf } from './query/words.ts'
import { about, chromiumSuite, isWithoutChromium } from './testing/chromium-suite.ts'
import { answered, ask, dropPaths, eventCount, openViewer, saved, showTab } from './testing/viewer-page.ts'

const suite = chromiumSuite()
const { scratch, pictures } = suite
const capture = (name: string) => readFileSync(`${fixtures}captures/${name}/audit.log`, 'latin1')

/** Lines as a machine sends them to another that gathers logs. */
function ofNode(node: string, log: string): string {
  return log.replace(/^(?=.)/gm, `node=${node} `)
}

function raw(tokens: readonly string[]): Promise<string> {
  return suite.printed(runAusearch, [...tokens, '--raw'])
}

/** The command that the page shows, run on some logs. */
async function foundByCommand(page: Page, files: readonly string[]): Promise<string> {
  const text = (await page.locator('.selection .command code').textContent()) ?? ''
  const [program, ...words] = wordsOf(text).map((word) => word.text)
  expect(program).toBe('ts-ausearch')
  const found: string[] = []
  for (const file of files) found.push(await raw([...words, '-if', file]))
  return found.join('')
}

/** How many events the lines are of; those of two machines may have the same id. */
function idsIn(log: string): number {
  return new Set(
    log.match(/^(?:node=\S+ )?type=\S+ msg=audit\([\d.:]+\)/gm)?.map((line) => line.replace(/type=\S+/, '')),
  ).size
}

describe.skipIf(isWithoutChromium)(`a folder of several machines${about}`, () => {
  const folder = path.join(scratch, 'machines')
  const files = ['alpha/audit.log', 'beta/audit.log'].map((name) => path.join(folder, name))
  let page: Page
  let complaints: readonly string[]
  beforeAll(async () => {
    for (const [number, [node, log]] of [
      ['alpha', capture('host-mixed')] as const,
      ['beta', capture('rotated')] as const,
    ].entries()) {
      const file = files[number] ?? ''
      mkdirSync(path.dirname(file), { recursive: true })
      writeFileSync(file, ofNode(node, log), 'latin1')
    }
    writeFileSync(path.join(folder, 'alpha/passwd'), 'alice:x:1000:1000::/home/alice:/bin/sh\n')
    ;({ page, complaints } = await openViewer(suite.browser))
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await answered(page, () => dropPaths(page, [folder]))
  }, 60_000)

  test('is one list by time, and each machine a node', async () => {
    let events = 0
    for (const file of files) {
      const own = idsIn(readFileSync(file, 'latin1'))
      expect(own).toBeGreaterThan(0)
      events += own
    }
    expect(await eventCount(page)).toBe(events)
    await page.waitForSelector('.list .sentence')
    const times = await page.locator('.list time').allTextContents()
    expect(times.length).toBeGreaterThan(10)
    expect(times).toEqual(times.toSorted())
    await showTab(page, 'Input')
    expect(await page.locator('.input tbody th').allTextContents()).toEqual(
      files.map((file) => path.join('machines', path.relative(folder, file))),
    )
    await showTab(page, 'Events')
  })

  test('narrows by each kind of value to as many events as are said, and as the command finds', async () => {
    for (const title of ['Record type', 'Result', 'Login user', 'Executable', 'Rule key', 'Node']) {
      await page.goto(`${page.url().replace(/#.*/, '')}#clock=utc`)
      await page.waitForSelector('main[aria-busy="false"]')
      const button = page.locator(`.facets section[aria-label="${title}"] li button`).first()
      const said = Number((await button.locator('.count').textContent())?.replaceAll(',', ''))
      await answered(page, () => button.click())
      expect([title, await eventCount(page)]).toEqual([title, said])
      expect([title, idsIn(await foundByCommand(page, files))]).toEqual([title, said])
    }
    expect(new URL(page.url()).hash).toContain('node=')
  })

  test('pulling over a part of the timeline narrows to it', async () => {
    await answered(page, () => page.locator('.chips button', { hasText: 'Everything' }).click())
    const before = await eventCount(page)
    const {
      x = 0,
      y = 0,
      width = 0,
      height = 0,
    } = (await page.locator('.timeline .u-over').boundingBox()) ?? {}
    await answered(page, async () => {
      await page.mouse.move(x + width * 0.02, y + height / 2)
      await page.mouse.down()
      await page.mouse.move(x + width * 0.5, y + height / 2, { steps: 3 })
      await page.mouse.up()
    })
    const count = await eventCount(page)
    expect(count).toBeGreaterThan(0)
    expect(count).toBeLessThan(before)
    const found = await foundByCommand(page, files)
    expect(idsIn(found)).toBe(count)
    expect((await saved(page, 'raw')).length).toBe(found.length)
  })

  test('goes on from an event to its session, process, parent and file', async () => {
    await page.goto(`${page.url().replace(/#.*/, '')}#q=-m%20SYSCALL%20-n%20alpha%20-f%20%2Fetc%2Fpasswd`)
    await page.waitForSelector('main[aria-busy="false"]')
    const address = page.url()
    await page.locator('.list .row .sentence').first().click()
    await page.waitForSelector('.jumps button')
    const labels = await page.locator('.jumps button').allTextContents()
    expect(labels.map((label) => label.split(' ')[0])).toEqual(
      expect.arrayContaining(['session', 'process', 'parent']),
    )
    for (const label of labels) {
      await page.goto(address)
      await page.waitForSelector('main[aria-busy="false"]')
      await page.locator('.list .row .sentence').first().click()
      await answered(page, () => page.locator('.jumps button', { hasText: label }).first().click())
      const count = await eventCount(page)
      // A parent need not be in the log.
      if (!label.startsWith('parent')) expect([label, count]).not.toEqual([label, 0])
      expect([label, idsIn(await foundByCommand(page, files))]).toEqual([label, count])
    }
  })

  test('an event is copied as its lines, as JSON and as a command; a pasted log is opened', async () => {
    await ask(page, '-a 2954')
    await page.locator('.list .row .sentence').first().click()
    await page.waitForSelector('.detail')
    const copied = async (label: string): Promise<string> => {
      const button = page.locator('.detail .copies button', { hasText: label })
      await button.click()
      await button.locator('[role=status]', { hasText: '✓' }).waitFor()
      return page.evaluate('navigator.clipboard.readText()')
    }
    const lines = await raw(['-a', '2954', '-if', files[0] ?? ''])
    expect(await copied('Copy raw')).toBe(lines.trimEnd())
    expect(JSON.parse(await copied('Copy JSON'))).toMatchObject({ serial: 2954, node: 'alpha' })
    const [, ...words] = wordsOf(await copied('Copy command')).map(({ text }) => text)
    expect(await raw([...words, '-if', files[0] ?? ''])).toBe(lines)
    await copied('Copy raw')
    await page.locator('h1').click()
    await answered(page, () => page.keyboard.press('Control+V'))
    expect(await page.locator('.what').textContent()).toContain('pasted text: 1 event')
    expect(complaints).toEqual([])
  })

  test('prints the list or the event, and nothing to click', async () => {
    await page.locator('.list .row .sentence').first().click()
    await page.waitForSelector('.detail table')
    await page.emulateMedia({ media: 'print' })
    for (const part of [
      '.list',
      '.tools',
      '.search',
      '.tabs',
      '.facets',
      '.save',
      '.detail .copies',
      '.detail .jumps',
    ])
      expect([part, await page.locator(part).isVisible()]).toEqual([part, false])
    const [whole, seen] = (await page.evaluate(
      "(({ scrollHeight, clientHeight }) => [scrollHeight, clientHeight])(document.querySelector('.detail'))",
    )) as [number, number]
    expect(whole).toBe(seen)
    await page.screenshot({ path: path.join(pictures, 'print.png'), fullPage: true })
    await page.context().close()
  })
})

test.skipIf(isWithoutChromium)(`reading is cancelled, and what was read stays${about}`, async () => {
  const { page, complaints } = await openViewer(suite.browser)
  const log = capture('host-mixed')
  const file = path.join(scratch, 'large.log.gz')
  writeFileSync(file, gzipSync(log.repeat(Math.ceil((32 << 20) / log.length)), { level: 1 }))
  const opening = answered(page, () => dropPaths(page, [file]))
  await page.waitForSelector('.reading button')
  await page.evaluate("document.querySelector('.reading button').click()")
  await opening
  await showTab(page, 'Input')
  expect(await page.locator('.input').textContent()).toContain('(cancelled)')
  expect(await page.locator('.notes').textContent()).toContain('reading was cancelled')
  await ask(page, '')
  expect(await page.locator('.reading').count()).toBe(0)
  expect(complaints).toEqual([])
  await page.context().close()
})
