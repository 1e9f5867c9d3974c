// `npm run picture`: the picture of the BPF page in the README, taken of examples/audit.log by a Chromium of this machine.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium as playwright } from 'playwright-core'
import { findChromium } from '../testing/src/find-chromium.mjs'
import { root } from './project.mjs'

export const WIDTH = 1280
export const HEIGHT = 800

/**
 * Takes the picture.
 * @param {string} chromium
 * @param {string} file the PNG to write
 */
export async function takePicture(chromium, file) {
  const folder = mkdtempSync(join(tmpdir(), 'ts-audit-picture-'))
  try {
    const page = join(folder, 'bpf.html')
    const command = ['apps/ts-aureport/dist/ts-aureport.js', '--bpf', '--format', 'html', '-i']
    const html = execFileSync(process.execPath, [...command, '-if', 'examples/audit.log'], {
      cwd: root,
      env: { ...process.env, TZ: 'UTC', LC_ALL: 'C' },
      maxBuffer: 1 << 26,
    })
    writeFileSync(page, html)
    const browser = await playwright.launch({
      executablePath: chromium,
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    })
    try {
      const tab = await browser.newPage({ viewport: { width: WIDTH, height: HEIGHT } })
      await tab.goto(pathToFileURL(page).href)
      await tab.evaluate('document.querySelector("#findings-part").scrollIntoView()')
      await tab.screenshot({ path: file })
    } finally {
      await browser.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (process.argv[1] === import.meta.filename) {
  const chromium = findChromium()
  if (chromium === undefined) {
    console.error('There is no Chromium here: TS_AUDIT_CHROMIUM names one')
    process.exitCode = 1
  } else await takePicture(chromium, join(root, 'docs', 'bpf-page.png'))
}
