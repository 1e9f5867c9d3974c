import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  addCounts,
  describeCounts,
  describeSkipReasons,
  readCounts,
  readSkipReasons,
} from './test-counts.mjs'

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

/**
 * What is read from a report of the given text.
 * @template Read
 * @param {(path: string) => Read} read
 * @param {string} text
 */
function readFrom(read, text) {
  const folder = mkdtempSync(join(tmpdir(), 'test-counts-'))
  try {
    writeFileSync(join(folder, 'report.json'), text)
    return read(join(folder, 'report.json'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** @param {string} text */
const countsOf = (text) => readFrom(readCounts, text)

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

describe('readSkipReasons', () => {
  it('takes them from the titles', () => {
    const tests = [
      { status: 'passed', ancestorTitles: ['a [needs zsh]'], title: 'b' },
      { status: 'skipped', ancestorTitles: ['a [needs zsh]'], title: 'b' },
      { status: 'skipped', ancestorTitles: [], title: 'c [needs root]' },
      { status: 'todo', ancestorTitles: ['a'], title: 'd' },
    ]
    const text = JSON.stringify({ testResults: [{ name: '/log/src/a.test.ts', assertionResults: tests }] })
    expect(readFrom(readSkipReasons, text)).toEqual(['needs zsh', 'needs root', 'gives no reason: a.test.ts'])
  })

  it('finds none where there is no report', () => {
    expect(readSkipReasons('/nonexistent/report.json')).toEqual([])
  })
})

describe('describeSkipReasons', () => {
  it('counts each, most frequent first', () => {
    const reasons = ['needs zsh', 'needs root', 'needs fish', 'needs root']
    expect(describeSkipReasons(reasons)).toEqual([
      '     2 needs root',
      '     1 needs fish',
      '     1 needs zsh',
    ])
  })
})
