import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { addCounts, describeCounts, readCounts } from './test-counts.mjs'

/** A report of vitest with the fields that are read. */
const report = {
  success: true,
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [{ status: 'passed', assertionResults: [{ status: 'passed' }] }],
}
const unloaded = { status: 'failed', assertionResults: [] }
const failing = { status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'passed' }] }

/** @param {string} text */
function countsOf(text) {
  const folder = mkdtempSync(join(tmpdir(), 'test-counts-'))
  try {
    writeFileSync(join(folder, 'report.json'), text)
    return readCounts(join(folder, 'report.json'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('readCounts', () => {
  it.each([
    ['all passed', report, { passed: 3, failed: 0, skipped: 0 }],
    [
      'skipped and to do',
      { ...report, numPendingTests: 2, numTodoTests: 1 },
      { passed: 3, failed: 0, skipped: 3 },
    ],
    [
      'one failed',
      { ...report, success: false, numFailedTests: 1, testResults: [failing] },
      { passed: 3, failed: 1, skipped: 0 },
    ],
    [
      'a file that does not load',
      { ...report, success: false, testResults: [unloaded] },
      { passed: 3, failed: 1, skipped: 0 },
    ],
    ['an error outside of tests', { ...report, success: false }, { passed: 3, failed: 1, skipped: 0 }],
  ])('%s', (_, content, counts) => {
    expect(countsOf(JSON.stringify(content))).toEqual(counts)
  })

  it('counts a missing or broken report as a failure', () => {
    expect(readCounts('/nonexistent/report.json')).toEqual({ passed: 0, failed: 1, skipped: 0 })
    expect(countsOf('{"numPassedTests":')).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })
})

describe('describeCounts', () => {
  it.each([
    [{ passed: 2, failed: 0, skipped: 0 }, '2 passed, 0 failed'],
    [{ passed: 2, failed: 1, skipped: 4 }, '2 passed, 1 failed, 4 skipped'],
  ])('%o is %s', (counts, text) => {
    expect(describeCounts(counts)).toBe(text)
  })

  it('adds up', () => {
    const one = { passed: 1, failed: 2, skipped: 3 }
    expect(addCounts(one, one)).toEqual({ passed: 2, failed: 4, skipped: 6 })
  })
})
