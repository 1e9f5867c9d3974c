// What the built page reads in a real Chromium: rotated, compressed, of journals, and hostile.
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { runAusearch } from '@ts-audit/cli'
import { fixtures } from '@ts-audit/testing/fixtures'
import { describe, expect, test } from 'vitest'
import { about, chromiumSuite, isWithoutChromium } from './testing/chromium-suite.ts'
import {
  answered,
  ask,
  eventCount,
  openLogs,
  openViewer,
  seriousViolations,
  showTab,
} from './testing/viewer-page.ts'

const suite = chromiumSuite()
const capture = (name: string) => `${fixtures}captures/${name}/`

describe.skipIf(isWithoutChromium)(`other logs${about}`, () => {
  test('files of a rotated log are one log; compressed ones and journals are read', async () => {
    const { page, complaints } = await openViewer(suite.browser, { width: 390, height: 800 }, 'dark')
    const rotated = ['audit.log', 'audit.log.1', 'audit.log.2', 'audit.log.3', 'audit.log.4']
    const folder = capture('rotated')
    await openLogs(
      page,
      rotated.map((name) => folder + name),
    )
    const events = async (tokens: readonly string[]) =>
      new Set((await suite.printed(runAusearch, tokens)).match(/audit\(([\d.:]+)\)/g)).size
    expect(await eventCount(page)).toBe(await events(['-m', 'ALL', '--raw', '-if', folder]))
    expect(await seriousViolations(page)).toEqual([])
    for (const sample of [
      'compressed-two-members.log.gz',
      'compressed-two-streams.log.xz',
      'compressed-skippable-frame.log.zst',
      'journald.export',
    ]) {
      const file = `${fixtures}../docs/formats/samples/${sample}`
      await openLogs(page, [file])
      expect([sample, await eventCount(page)]).toEqual([
        sample,
        await events(['-m', 'ALL', '--raw', '--input-format', 'any', '-if', file]),
      ])
      await ask(page, '-m ALL')
      // Of a journal the command finds nothing unless it is told to.
      expect([sample, await page.locator('.selection .command code').textContent()]).toEqual([
        sample,
        `ts-ausearch ${sample.startsWith('journald') ? '--input-format any ' : ''}-m ALL`,
      ])
    }
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test('events of a compressed log are found again, also when more of them were written down than stay in memory', async () => {
    const events = 40_000
    const padding = 'x'.repeat(900)
    const lines = Array.from(
      { length: events },
      (_, at) =>
        `type=USER_CMD msg=audit(17000${String(at).padStart(5, '0')}.000:${at + 1}): pid=7 uid=0 auid=0 ses=1 msg='cwd="/" cmd="run-${at + 1}" terminal=pts/0 res=success' pad=${padding}\n`,
    )
    const file = path.join(suite.scratch, 'long.log.gz')
    writeFileSync(file, gzipSync(lines.join('')))
    const { page, complaints } = await openViewer(suite.browser)
    await openLogs(page, [file])
    expect(await eventCount(page)).toBe(events)
    for (const serial of [1, 20_000, events]) {
      await ask(page, `-a ${serial}`)
      expect(await eventCount(page)).toBe(1)
      await page.locator('.list .row').first().click()
      await page.locator('.detail', { hasText: `run-${serial}` }).waitFor()
    }
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test('accounts that come before their log name its users', async () => {
    const { page, complaints } = await openViewer(suite.browser)
    const file = path.join(suite.scratch, 'passwd')
    writeFileSync(file, 'carol:x:1000:1000::/home/carol:/bin/sh\n')
    await page.locator('input[type=file]').first().setInputFiles(file)
    await page.locator('.welcome [role=status]', { hasText: 'names of users' }).waitFor()
    // Without names of its own.
    await openLogs(page, [`${capture('host-mixed-raw')}audit.log`])
    expect(await page.locator('.facets section[aria-label="Login user"]').textContent()).toContain(
      'carol (1000)',
    )
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test('text of a hostile log is text, and odd times do not break the page', async () => {
    const comm = '<img src=x onerror=alert(1)></script><script>alert(2)</script>'
    const hex = Buffer.from(comm).toString('hex').toUpperCase()
    const line = (stamp: string, more: string) =>
      `type=SYSCALL msg=audit(${stamp}): arch=c000003e syscall=59 success=yes exit=0 a0=0 a1=0 a2=0 a3=0 items=0 ppid=1 pid=2 auid=0 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=pts0 ses=1 comm=${hex} exe=${hex} key=${more}\n`
    const file = path.join(suite.scratch, 'hostile<b>.log')
    writeFileSync(
      file,
      [
        line('1700000000.000:1', '"__proto__"'),
        line('1700000001.000:2', hex),
        line('0.000:3', '"constructor"'),
        line('9007199254740991.999:4', '"far"'),
        line('1700000002.000:5', `"${'k'.repeat(5000)}"`),
        'no record\0\n',
        `type=SYSCALL msg=audit(1700000003.000:6): comm=${'A'.repeat(20_000)}\n`,
      ].join(''),
    )
    const { page, complaints, requests } = await openViewer(suite.browser)
    await openLogs(page, [file])
    const raw = await suite.printed(runAusearch, ['-m', 'ALL', '--raw', '-if', file])
    await ask(page, '-m ALL')
    expect(await eventCount(page)).toBe(new Set(raw.match(/audit\(([\d.:]+)\)/g)).size)
    expect(await eventCount(page)).toBeGreaterThan(3)
    await page.locator('.list .row').nth(1).click()
    await page.waitForSelector('.detail')
    expect(await page.locator('.detail').textContent()).toContain(comm)
    expect(await page.locator('.facets').textContent()).toContain(comm)
    await answered(page, () =>
      page.locator('.facets section[aria-label="Rule key"] button', { hasText: '__proto__' }).click(),
    )
    expect(await eventCount(page)).toBe(1)
    await showTab(page, 'Reports')
    await page.waitForSelector('.reports .rows')
    await showTab(page, 'BPF programs')
    await page.waitForSelector('iframe')
    expect(await page.locator('#page img').count()).toBe(0)
    expect(complaints).toEqual([])
    expect(requests).toEqual([])
    await page.context().close()
  })
})
