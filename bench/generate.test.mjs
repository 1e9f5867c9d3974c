import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseSize, writeLog } from './generate.mjs'
import { median } from './measure.mjs'

/**
 * A log of some options, written and read back.
 * @param {Partial<import('./generate.mjs').LogOptions>} [options]
 * @param {(path: string) => void} [look] what else to do with the file
 */
function logOf(options = {}, look = () => {}) {
  const folder = mkdtempSync(join(tmpdir(), 'generate-'))
  try {
    const path = join(folder, 'audit.log')
    writeLog(path, { size: 300_000, ...options })
    look(path)
    return readFileSync(path, 'latin1')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const header = /^(?:node=(\S+) )?type=([A-Z_]+) msg=audit\((\d+)\.(\d{3}):(\d+)\): (.*)$/

/** @param {string} log */
function parse(log) {
  return log
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [, node, type = '', seconds, milliseconds, serial, body = ''] = header.exec(line) ?? []
      return { node, type, time: Number(seconds) * 1000 + Number(milliseconds), serial: Number(serial), body }
    })
}

describe('a generated log', () => {
  it('is the same for the same seed, and another for another', () => {
    const log = logOf()
    expect(logOf() === log).toBe(true)
    expect(logOf({ seed: 2 }) === log).toBe(false)
  })

  it('reaches its size with whole records', () => {
    const log = logOf({ size: 1_000_000 })
    expect(log.length).toBeGreaterThanOrEqual(1_000_000)
    expect(log.length).toBeLessThan(1_010_000)
    expect(log.endsWith('\n')).toBe(true)
  })

  it('holds records of many kinds, with serials that count and a time that never goes back', () => {
    const records = parse(logOf({ size: 3_000_000 }))
    expect(records.filter(({ type }) => type === '')).toEqual([])
    const expected =
      'ANOM_ABEND AVC BPF CRED_ACQ CRED_DISP CWD EXECVE LOGIN OBJ_PID PATH PROCTITLE SERVICE_START SERVICE_STOP SOCKADDR SYSCALL USER_ACCT USER_AUTH USER_CMD USER_END USER_START'
    expect([...new Set(records.map(({ type }) => type))].sort().join(' ')).toBe(expected)
    const times = new Map(records.map(({ serial, time }) => [serial, time]))
    const serials = [...times.keys()].sort((a, b) => a - b)
    expect(serials).toEqual(serials.map((_, index) => index + 1))
    const inOrder = serials.map((serial) => times.get(serial) ?? Number.NaN)
    expect(inOrder).toEqual([...inOrder].sort((a, b) => a - b))
  })

  it('tells of few processes or of many', () => {
    /** @param {string} log */
    const pidsOf = (log) => new Set([...log.matchAll(/ pid=(\d+) auid/g)].map(([, pid]) => pid)).size
    expect(pidsOf(logOf({ pids: 'few' }))).toBeLessThan(25)
    expect(pidsOf(logOf({ pids: 'many' }))).toBeGreaterThan(50)
  })

  it('holds only events of one record where that is asked for', () => {
    const serials = parse(logOf({ single: true })).map(({ serial }) => serial)
    expect(serials.length).toBeGreaterThan(500)
    expect(serials).toEqual(serials.map((_, index) => index + 1))
  })

  it('lets some events interleave', () => {
    const serials = parse(logOf()).map(({ serial }) => serial)
    expect(serials.some((serial, index) => serial < (serials[index - 1] ?? 0))).toBe(true)
  })

  it('keeps the rate that was asked for', () => {
    const records = parse(logOf({ size: 2_000_000, rate: 50 }))
    const [first, last] = [records.at(0), records.at(-1)]
    const seconds = ((last?.time ?? 0) - (first?.time ?? 0)) / 1000
    expect((last?.serial ?? 0) / seconds).toBeGreaterThan(45)
    expect((last?.serial ?? 0) / seconds).toBeLessThan(55)
  })

  it('is enriched or plain, with a node name or without', () => {
    expect(parse(logOf()).some(({ body }) => body.includes('\x1dARCH=x86_64 SYSCALL='))).toBe(true)
    expect(logOf({ enriched: false }).includes('\x1d')).toBe(false)
    expect(new Set(parse(logOf({ node: 'web1' })).map(({ node }) => node))).toEqual(new Set(['web1']))
  })

  it.skipIf(spawnSync('ausearch', ['--version']).error !== undefined)(
    'is read whole by the installed ausearch [needs ausearch]',
    () => {
      let printed = ''
      const log = logOf({}, (path) => {
        const result = spawnSync('ausearch', ['--raw', '-if', path], {
          encoding: 'latin1',
          maxBuffer: 1 << 24,
        })
        printed = result.stdout
      })
      // ausearch ends the plain records of an enriched event with 0x1D.
      /** @param {string} text */
      const sorted = (text) => text.replace(/\x1d$/gm, '').trimEnd().split('\n').sort()
      expect(sorted(printed)).toEqual(sorted(log))
    },
  )
})

describe('parseSize', () => {
  it.each([
    ['1000', 1000],
    ['64K', 65_536],
    ['200M', 209_715_200],
    ['1G', 1_073_741_824],
  ])('%s', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes)
  })

  it.each(['', 'M', '1.5G', '10MB', '-1'])('refuses %j', (text) => {
    expect(() => parseSize(text)).toThrow('Size must be a number')
  })
})

describe('median', () => {
  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[7], 7],
    [[], Number.NaN],
  ])('%j', (numbers, middle) => {
    expect(median(numbers)).toBe(middle)
  })
})
