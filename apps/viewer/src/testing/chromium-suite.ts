/** For tests: one Chromium for all tests of a file, and a folder for what they write. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findChromium, startChromium } from '@ts-audit/testing/chromium'
import { runInProcess } from '@ts-audit/testing/in-process'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'

const executable = findChromium()

/** Whether tests of the page cannot run here. */
export const isWithoutChromium = executable === undefined
/** Stands in the name of a suite that is skipped. */
export const about = isWithoutChromium ? ' [needs Chromium, or its path in TS_AUDIT_CHROMIUM]' : ''

/** What a file of tests has. */
export interface ChromiumSuite {
  /** Only within tests. */
  readonly browser: Browser
  /** A folder that is removed after the tests. */
  readonly scratch: string
  /** Where pictures are kept for somebody to look at: `TS_AUDIT_PICTURES`, or nowhere for long. */
  readonly pictures: string
  /** What a command prints, read as latin1. */
  readonly printed: (
    command: Parameters<typeof runInProcess>[0],
    tokens: readonly string[],
  ) => Promise<string>
}

/** Starts and ends a browser around the tests of a file. */
export function chromiumSuite(): ChromiumSuite {
  const scratch = mkdtempSync(path.join(tmpdir(), 'ts-audit-viewer-'))
  let browser: Browser | undefined
  beforeAll(async () => {
    if (executable !== undefined) browser = await startChromium(executable, 'UTC')
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    rmSync(scratch, { recursive: true })
  }, 60_000)
  return {
    get browser() {
      if (browser === undefined) throw new Error('no browser before the tests')
      return browser
    },
    scratch,
    pictures: process.env['TS_AUDIT_PICTURES'] ?? scratch,
    async printed(command, tokens) {
      return (await runInProcess(command, tokens, path.join(scratch, 'output'))).stdout
    },
  }
}
