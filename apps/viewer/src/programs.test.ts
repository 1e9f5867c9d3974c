// The page about BPF programs within the built page, in a real Chromium: the numbers of ts-aureport --bpf.
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { runAureport, runAusearch } from '@ts-audit/cli'
import { fixtures } from '@ts-audit/testing/fixtures'
import { expect, test } from 'vitest'
import { about, chromiumSuite, isWithoutChromium } from './testing/chromium-suite.ts'
import { ask, openLogs, openViewer, saved, showTab } from './testing/viewer-page.ts'

const suite = chromiumSuite()
const capture = (name: string) => `${fixtures}captures/${name}/`

test.skipIf(isWithoutChromium)(
  `the page about BPF programs has the numbers of the command${about}`,
  async () => {
    const { page, complaints } = await openViewer(suite.browser)
    const file = `${capture('bpf-basic')}audit.log`
    await openLogs(page, [file])
    await showTab(page, 'BPF programs')
    const frame = page.frameLocator('iframe')
    const view = async (name: string, log = file) =>
      JSON.parse(await suite.printed(runAureport, ['--bpf', name, '--format', 'json', '-if', log])) as {
        coverage: { loads: number; unloads: number; stillLoaded: number; failedLoads: number }
        programs: readonly unknown[]
        findings: readonly unknown[]
      }
    const { coverage, programs } = await view('programs')
    const shown = async (id: string) => Number(await frame.locator(`#n-${id}`).textContent())
    const { loads, unloads, stillLoaded, failedLoads } = coverage
    const names = ['programs', 'loads', 'unloads', 'still-loaded', 'failed-loads', 'findings-count']
    expect(await Promise.all(names.map(shown))).toEqual([
      ...[programs.length, loads, unloads, stillLoaded, failedLoads],
      (await view('findings')).findings.length,
    ])
    expect(await saved(page, 'programs')).toContain('BPF programs over time')
    // The log as evidence: its digest, and what is odd about it, line by line.
    const { judgement, observations, files } = JSON.parse(
      await suite.printed(runAureport, ['--bpf', 'integrity', '--format', 'json', '-if', file]),
    ) as Record<'judgement', { readonly sentence: string }> &
      Record<'observations' | 'files', readonly { readonly sha256?: string }[]>
    expect(await frame.locator('#judgement').textContent()).toBe(judgement.sentence)
    expect(await frame.locator('#integrity tbody tr').count()).toBe(observations.length)
    expect(await frame.locator('body').textContent()).toContain(files[0]?.sha256)
    // Of a narrower view it is another page.
    await ask(page, '--bpf-op unload')
    const part = path.join(suite.scratch, 'unloads.log')
    writeFileSync(
      part,
      await suite.printed(runAusearch, ['--bpf-op', 'unload', '--raw', '-if', file]),
      'latin1',
    )
    const narrowed = (await view('programs', part)).coverage
    expect(narrowed.loads).not.toBe(loads)
    await frame.locator('#n-loads', { hasText: new RegExp(`^${narrowed.loads}$`) }).waitFor()
    expect(await shown('unloads')).toBe(unloads)
    // A part of a log has gaps by itself.
    expect(await frame.locator('#judgement').count()).toBe(0)
    expect(complaints).toEqual([])
    await page.context().close()
  },
)
