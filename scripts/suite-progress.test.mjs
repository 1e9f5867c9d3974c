import { describe, expect, it } from 'vitest'
import { endLine, readLine, startLine } from './suite-lines.mjs'
import { followSuites } from './suite-progress.mjs'

const passed = { passed: 12, failed: 0, skipped: 3 }
const failed = { passed: 12, failed: 1, skipped: 0 }
const inTime = { seconds: 8.2, killed: undefined }
const killed = { seconds: 600, killed: { afterSeconds: 600, unfinished: ['src/a.test.ts'] } }

describe('readLine', () => {
  it.each([
    [
      `@ts-audit/log:test: ${startLine('packages/log')}`,
      { task: '@ts-audit/log:test', text: 'packages/log           testing', about: 'suite' },
    ],
    [
      `//:test:scripts: ${endLine('scripts', passed, inTime)}`,
      {
        task: '//:test:scripts',
        text: 'scripts                12 passed, 3 skipped in 9 s',
        about: 'suite',
      },
    ],
    [
      'ts-ausearch:test: cache hit, replaying logs 0123456789abcdef',
      { task: 'ts-ausearch:test', text: 'cache hit, replaying logs 0123456789abcdef', about: 'cache' },
    ],
    ['ts-ausearch:test:', { task: 'ts-ausearch:test', text: '', about: 'rest' }],
    ['ts-ausearch:test: a: b', { task: 'ts-ausearch:test', text: 'a: b', about: 'rest' }],
    [' Tasks:    10 successful, 10 total', undefined],
    ['@ts-audit/log:build: cache hit', undefined],
  ])('%s', (line, read) => {
    expect(readLine(line)).toEqual(read)
  })
})

describe('followSuites', () => {
  /**
   * What is shown of some lines.
   * @param {readonly string[]} lines
   */
  function follow(lines) {
    /** @type {string[]} */
    const shown = []
    const progress = followSuites((text) => shown.push(text))
    lines.forEach(progress.take)
    return { shown, rest: progress.rest() }
  }

  it('shows when a suite begins and ends, and nothing else of it while it passes', () => {
    const lines = [
      'turbo 2',
      'a:test: cache miss, executing 1',
      `a:test: ${startLine('apps/a')}`,
      'a:test: ok',
      `a:test: ${endLine('apps/a', passed, inTime)}`,
    ]
    expect(follow(lines)).toEqual({
      shown: ['  apps/a                 testing', '  apps/a                 12 passed, 3 skipped in 9 s'],
      rest: ['turbo 2'],
    })
  })

  it('says which have not changed', () => {
    const lines = [
      'a:test: cache hit, replaying logs 1',
      `a:test: ${startLine('apps/a')}`,
      `a:test: ${endLine('apps/a', passed, inTime)}`,
    ]
    expect(follow(lines).shown).toEqual(['  apps/a                 12 passed, 3 skipped, as before'])
  })

  it('shows all of a suite that fails', () => {
    const lines = [
      `a:test: ${startLine('apps/a')}`,
      `b:test: ${startLine('apps/b')}`,
      'a:test: expected 1 to be 2',
      'b:test: fine',
      `a:test: ${endLine('apps/a', failed, inTime)}`,
    ]
    expect(follow(lines).shown.slice(2)).toEqual([
      '  apps/a                 12 passed, 1 failed in 9 s',
      '    expected 1 to be 2',
    ])
  })

  it('names a suite that was killed, and what did not end', () => {
    const line = endLine('packages/log', { passed: 0, failed: 1, skipped: 0 }, killed)
    expect(follow([`@ts-audit/log:test: ${line}`]).shown).toEqual([
      '  packages/log           FAILED: killed after 600 s, src/a.test.ts did not end',
    ])
  })

  it('keeps what a suite says that never says how it ended', () => {
    expect(follow([`a:test: ${startLine('apps/a')}`, 'a:test: no such configuration']).rest).toEqual([
      'no such configuration',
    ])
  })
})
