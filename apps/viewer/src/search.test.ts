// What a search finds, narrows to and saves, in the built page in a real Chromium: what the commands print of the same log.
import { runAusearch } from '@ts-audit/cli'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { about, chromiumSuite, isWithoutChromium } from './testing/chromium-suite.ts'
import { hostAccounts, hostLog, openHostLog } from './testing/host-log.ts'
import { answered, ask, eventCount, saved, showTab } from './testing/viewer-page.ts'

const suite = chromiumSuite()

describe.skipIf(isWithoutChromium)(`a search${about}`, () => {
  let page: Page
  beforeAll(async () => {
    ;({ page } = await openHostLog(suite.browser))
  })

  test.each([
    '-m ALL',
    '-m SYSCALL -sv no',
    '-k mac -i',
    'ausearch -ul root -x /usr/bin -w',
    '-a 2954',
    '-ts 11/22/26 09:02:00 -te 11/22/26 09:02:10 -m PATH,USER_AUTH',
    '-f /etc/passwd',
    '-c chsh -tm ttyS0',
    '-sc openat -e -ENOENT',
    '-ua 0 -p 1',
    `uid == 0 && exe i= "/usr/bin/chsh"`,
    `--expr '\\record_type == AVC'`,
    '--bpf-op load',
    '-k nothingofthatkey',
  ])('finds by %s what ts-ausearch finds, and saves the same bytes', async (query) => {
    await ask(page, query)
    const words = query.match(/'[^']*'|\S+/g)?.map((word) => word.replaceAll("'", '')) ?? []
    const isOptions = query.startsWith('-') || query.startsWith('ausearch')
    const tokens = isOptions
      ? words.filter((word) => word !== 'ausearch' && word !== '-i')
      : ['--expr', query]
    const raw = await suite.printed(runAusearch, [...tokens, ...hostAccounts, '--raw', '-if', hostLog])
    const ids = new Set(raw.match(/audit\(([\d.:]+)\)/g))
    expect(await eventCount(page)).toBe(ids.size)
    if (ids.size > 0) expect(await saved(page, 'raw')).toBe(raw)
  })

  test.each(['csv', 'text', 'ecs', 'ndjson'])('saves %s as the command prints it', async (form) => {
    await ask(page, '-m SYSCALL,USER_AUTH,AVC')
    const given = await saved(page, form)
    const wanted = await suite.printed(runAusearch, [
      ...['-m', 'SYSCALL,USER_AUTH,AVC', ...hostAccounts, '--format', form, '-if', hostLog],
    ])
    if (form !== 'ndjson') {
      expect(given).toBe(wanted)
      return
    }
    // Only the command knows the line.
    const withoutSource = (text: string) =>
      text
        .trim()
        .split('\n')
        .map((line) => ({ ...(JSON.parse(line) as object), source: undefined }))
    expect(withoutSource(given)).toEqual(withoutSource(wanted))
  })

  test('a click on a value narrows to as many events as it says, and the address brings them back', async () => {
    await showTab(page, 'Events')
    await ask(page, '')
    const button = page
      .locator('.facets section[aria-label="Record type"] button', { hasText: 'PATH' })
      .first()
    const count = Number((await button.locator('.count').textContent())?.replaceAll(',', ''))
    await answered(page, () => button.click())
    expect(await eventCount(page)).toBe(count)
    const raw = await suite.printed(runAusearch, ['-m', 'PATH', '--raw', '-if', hostLog])
    expect(new Set(raw.match(/audit\(([\d.:]+)\)/g)).size).toBe(count)
    expect(new URL(page.url()).hash).toContain('type=1302')
    await answered(page, () => page.goBack())
    expect(await eventCount(page)).toBeGreaterThan(count)
  })

  test('an event opens to its records, with raw, interpreted and enriched values', async () => {
    await showTab(page, 'Events')
    await ask(page, '-a 2954')
    await page.locator('.list .row').first().click()
    await page.waitForSelector('.detail')
    expect(await page.locator('.detail h2').textContent()).toContain(':2954')
    const row = page.locator('.detail tr', { has: page.locator('th', { hasText: /^auid$/ }) }).first()
    expect(await row.locator('td').allTextContents()).toEqual(['1000', 'alice', 'alice'])
    await page.click('.detail button:text-is("Raw")')
    expect(`${await page.locator('.detail pre').textContent()}\n`.replaceAll('\u001d', '\x1d')).toBe(
      await suite.printed(runAusearch, ['-a', '2954', '--raw', '-if', hostLog]),
    )
  })

  test('mistakes say where they are, and options are completed', async () => {
    await ask(page, '-m SYSCALL --kye x')
    expect(await page.locator('#mistake').textContent()).toContain('did you mean --key')
    await ask(page, 'uid == 0 && (')
    expect(await page.locator('#mistake').textContent()).toContain('Expression:')
    await page.fill('#query', '')
    await page.locator('#query').pressSequentially('-m USER_LO')
    await page.locator('#offers [role=option]:first-child', { hasText: 'USER_LOGIN' }).waitFor()
    await page.press('#query', 'ArrowDown')
    await page.press('#query', 'Enter')
    expect((await page.inputValue('#query')).trim()).toBe('-m USER_LOGIN')
  })
})
