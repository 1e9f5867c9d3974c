import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { copyEvent, type LogEvent, LogReader, recordText } from '../index.ts'
import {
  ChunkPool,
  firstFileIndex,
  firstFileIndexWithStart,
  LogReadError,
  readLogFile,
  readLogPipe,
  rotatedLogs,
} from '../node.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ts-audit-log-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function write(name: string, text: string | Uint8Array): string {
  const file = path.join(folder, name)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, text)
  return file
}

const user = (seconds: number, text: string) => `type=USER msg=audit(${seconds}.100:1): ${text}\n`

describe('rotated files (spec 01 §2.4)', () => {
  it('lists them newest first, up to the first gap', () => {
    const base = write('set/audit.log', user(1_700_000_010, 'newest'))
    write('set/audit.log.1', user(1_700_000_005, 'middle'))
    write('set/audit.log.2', user(1_700_000_000, 'oldest'))
    write('set/audit.log.4', user(1_600_000_000, 'behind a gap'))
    expect(rotatedLogs(base)).toEqual([base, `${base}.1`, `${base}.2`])
    expect(rotatedLogs(path.join(folder, 'nowhere/audit.log'))).toEqual([])
  })

  it.each<[start: number | undefined, index: number]>([
    [undefined, 2],
    [1_600_000_000, 2],
    [1_700_000_000, 2],
    [1_700_000_004, 2],
    [1_700_000_005, 1],
    [1_700_000_009, 1],
    [1_700_000_010, 2],
  ])('with start %s begins at file %s', (start, index) => {
    const files = ['set/audit.log', 'set/audit.log.1', 'set/audit.log.2'].map((name) =>
      path.join(folder, name),
    )
    expect(firstFileIndex(files, start)).toBe(index)
  })

  // What the reference loses: the start is the first second of a file, and the end of an older one.
  it.each<[string, ends: readonly (readonly number[])[], start: number | undefined, index: number]>([
    ['no start', [[9], [5, 6], [1, 5]], undefined, 2],
    ['older events of the same second', [[9], [5, 6], [1, 5]], 5, 2],
    ['over several files', [[9], [5, 6], [5], [5, 5], [1, 5], [0, 1]], 5, 4],
    ['none of that second before', [[9], [5, 6], [1, 4]], 5, 1],
    ['out of order', [[9], [5, 6], [5, 4]], 5, 2],
    ['a start within a file', [[9], [5, 7], [1, 5]], 6, 1],
    [
      'the newest file',
      [
        [5, 6],
        [1, 5],
      ],
      5,
      1,
    ],
  ])('loses no event of the second in which a file begins: %s', (name, stamps, start, index) => {
    const base = 1_700_000_000
    const files = stamps.map((seconds, at) => {
      const lines = seconds.map((second) => user(base + second, `${second}`)).join('')
      return write(`boundary/${name}/audit.log.${at}`, lines)
    })
    expect(firstFileIndexWithStart(files, start === undefined ? start : base + start)).toBe(index)
  })

  it('takes what cannot be read as a file of old', () => {
    const file = write('mixed/audit.log', user(1_700_000_010, 'newest'))
    mkdirSync(path.join(folder, 'mixed/audit.log.1'))
    const files = [file, `${file}.1`, `${file}.2`]
    expect(firstFileIndex(files, 1_700_000_000)).toBe(1)
    expect(firstFileIndex(files, 1_700_000_010)).toBe(2)
  })

  it('takes a file without a readable first line as one from the beginning of time, as 3.0.9 does', () => {
    const files = ['newest.log', 'folder', 'missing', 'nul.log'].map((name) => path.join(folder, name))
    write('newest.log', user(1_700_000_010, 'newest'))
    mkdirSync(path.join(folder, 'folder'))
    write('nul.log', `x\0${user(1_700_000_099, 'behind a NUL')}`)
    expect(firstFileIndex(files, 1_700_000_005)).toBe(1)
  })
})

describe('files', () => {
  it('are read whole, whatever the size of the buffers', async () => {
    const lines = Array.from({ length: 5000 }, (_, index) => user(1_700_000_000, `line ${index}`))
    const file = write('whole.log', lines.join(''))
    const texts: string[] = []
    const reader = new LogReader({ sink: (event) => texts.push(recordText(event.records[0]!)) > 0 })
    expect(await readLogFile(file, reader, new ChunkPool(10_000))).toBe(true)
    reader.end()
    expect(texts.map((text) => `${text}\n`)).toEqual(lines)
  })

  it('keep buffers alive that events in flight refer to', async () => {
    const line = (serial: number) => `type=EXECVE msg=audit(1700000000.100:${serial}): text ${serial}\n`
    const lines = Array.from({ length: 500 }, (_, serial) => line(serial + 1))
    const file = write('in-flight.log', lines.join(''))
    const texts: string[] = []
    const reader = new LogReader({ sink: (event) => texts.push(`${recordText(event.records[0]!)}\n`) > 0 })
    await readLogFile(file, reader, new ChunkPool(1000))
    expect(texts).toEqual([])
    reader.end()
    expect(texts).toEqual(lines)
  })

  it('keep no more of the log than the events in flight have', async () => {
    const future = (serial: number) =>
      `type=EXECVE msg=audit(1800000000.100:${serial}): ${`future ${serial} `.repeat(20)}\n`
    const lines = Array.from({ length: 100_000 }, (_, at) =>
      at % 1000 === 999 ? future(at) : user(1_700_000_000 + (at >> 8), `${at} ${'x'.repeat(100)}`),
    )
    const held: string[] = []
    const reader = new LogReader({
      sink: ({ type, records }) => type !== 1309 || held.push(`${recordText(records[0]!)}\n`) > 0,
    })
    const pool = new ChunkPool()
    await readLogFile(write('future.log', lines.join('')), reader, pool)
    expect(reader.eventsInFlight).toBe(100)
    expect(reader.bytesRead).toBeGreaterThan(14_000_000)
    const buffers = new Set([...reader.buffersInFlight()].map(({ buffer }) => buffer))
    const size = [...buffers].reduce((sum, { byteLength }) => sum + byteLength, 0)
    expect(size).toBeLessThan(2_000_000)
    reader.end()
    expect(held).toEqual(lines.filter((_, at) => at % 1000 === 999))
  })

  it('stop where the sink says so', async () => {
    const file = write('stop.log', user(1_700_000_000, 'a') + user(1_700_000_001, 'b'))
    let seen = 0
    const reader = new LogReader({ sink: () => ++seen < 1 })
    expect(await readLogFile(file, reader)).toBe(false)
    expect(seen).toBe(1)
  })

  it('that cannot be opened or read give an error with its code', async () => {
    const reader = new LogReader({ sink: () => true })
    await expect(readLogFile(path.join(folder, 'missing'), reader)).rejects.toThrowError(LogReadError)
    await expect(readLogFile(path.join(folder, 'missing'), reader)).rejects.toMatchObject({ code: 'ENOENT' })
    await expect(readLogFile(folder, reader)).rejects.toMatchObject({ code: 'EISDIR' })
  })
})

describe('pipes', () => {
  async function readPipe(
    script: string,
    idleMilliseconds: number,
  ): Promise<{ texts: string[]; wasOpen: boolean }> {
    const child = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'inherit'] })
    const texts: string[] = []
    const reader = new LogReader({
      sink: (event) =>
        texts.push(event.records.map((r) => recordText(r).replace(/.*\): /, '')).join('+')) > 0,
    })
    await readLogPipe(child.stdout, reader, { idleMilliseconds })
    const wasOpen = child.exitCode === null && !child.stdout.readableEnded
    reader.end()
    child.kill()
    return { texts, wasOpen }
  }
  const echo = (type: string, serial: number, text: string) =>
    `echo 'type=${type} msg=audit(1700000000.100:${serial}): ${text}';`

  it('deliver everything at their end', async () => {
    const { texts } = await readPipe(
      `${echo('EXECVE', 1, 'a')} ${echo('CWD', 1, 'b')} ${echo('USER', 2, 'c')}`,
      3000,
    )
    expect(texts).toEqual(['a+b', 'c'])
  })

  it('that fall silent have their events in flight delivered (spec 01 §2.5)', async () => {
    const { texts } = await readPipe(`${echo('EXECVE', 1, 'a')} sleep 1; ${echo('CWD', 1, 'late')}`, 200)
    expect(texts).toEqual(['a', 'late'])
  })

  it('that fall silent deliver what came in one piece with a complete event (as 3.0.9 does)', async () => {
    const { texts } = await readPipe(
      `printf '%s\\n%s\\n' "$(${echo('USER', 1, 'a')})" "$(${echo('EXECVE', 2, 'b')})"; sleep 1; ${echo('CWD', 2, 'late')}`,
      200,
    )
    expect(texts).toEqual(['a', 'b', 'late'])
  })

  it('that trickle are silent: only a complete line stops the clock (as 3.0.9 does)', async () => {
    const { texts } = await readPipe(
      `${echo('EXECVE', 1, 'a')} for i in 1 2 3 4 5 6 7 8 9 10; do sleep 0.1; printf x; done; echo; ${echo('CWD', 1, 'late')}`,
      300,
    )
    expect(texts).toEqual(['a', 'late'])
  })

  it('that fail while the output is waited for end with their error', async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(user(1_700_000_000, 'a'))
      throw new Error('reset')
    }
    const reader = new LogReader({ sink: () => true })
    const afterChunk = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20))
    await expect(readLogPipe(failing(), reader, { afterChunk })).rejects.toThrow('reset')
    expect(reader.counters.events).toBe(1)
  })

  it('end early when the timer finds nothing to deliver', async () => {
    const { texts, wasOpen } = await readPipe(
      `${echo('USER', 1, 'a')} sleep 0.1; echo garbage; exec sleep 300`,
      200,
    )
    expect([texts, wasOpen]).toEqual([['a'], true])
  })
})

describe('what is remembered of a buffer stays right when the buffer is read into anew', () => {
  const line = (node: string, type: string, serial: number) =>
    `node=${node} type=${type} msg=audit(1700000000.100:${serial}): ${'x'.repeat(40)}\n`

  it('node names and record types', async () => {
    const lines = Array.from({ length: 400 }, (_, at) =>
      line(`host${at % 7}`, at % 3 === 0 ? 'USER' : 'USER_CMD', at + 1),
    )
    const seen: string[] = []
    const reader = new LogReader({ sink: (event) => seen.push(`${event.node} ${event.type}`) > 0 })
    await readLogFile(write('nodes.log', lines.join('')), reader, new ChunkPool(1000))
    reader.end()
    expect(seen).toEqual(lines.map((_, at) => `host${at % 7} ${at % 3 === 0 ? 1005 : 1123}`))
  })

  it('copies of events', () => {
    const buffer = Buffer.from(line('a', 'USER', 1), 'latin1')
    const copies: LogEvent[] = []
    const reader = new LogReader({ sink: (event) => copies.push(copyEvent(event)) > 0 })
    reader.push(buffer)
    buffer.fill('z')
    expect(`${recordText(copies[0]!.records[0]!)}\n`).toBe(line('a', 'USER', 1))
  })
})
