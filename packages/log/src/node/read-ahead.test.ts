import {
  appendFileSync,
  closeSync,
  mkdtempSync,
  openSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { LogReader } from '../index.ts'
import { ChunkPool } from './chunk-pool.ts'
import { readLogFile } from './file-source.ts'
import { ReadAhead } from './read-ahead.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'ts-audit-ahead-'))
const file = path.join(folder, 'audit.log')
afterAll(() => rmSync(folder, { recursive: true }))
/** A reader with no events in flight: a buffer is free as soon as it was scanned. */
const nothing = { buffersInFlight: () => new Set<Uint8Array>() }

async function readAll(
  from: number,
  chunkBytes: number,
  during = (_chunk: number): void => {},
): Promise<Buffer> {
  const descriptor = openSync(file, 'r')
  const ahead = new ReadAhead(descriptor, from, nothing, new ChunkPool(chunkBytes))
  const chunks: Buffer[] = []
  try {
    for (;;) {
      const chunk = await ahead.next()
      if (chunk.length === 0) return Buffer.concat(chunks)
      const before = Buffer.from(chunk)
      // The next read is under way; it must not be into these bytes.
      await ahead.end()
      during(chunks.length)
      expect(chunk.equals(before)).toBe(true)
      chunks.push(before)
    }
  } finally {
    await ahead.end()
    closeSync(descriptor)
  }
}

describe('reading ahead', () => {
  it('gives the bytes of the file from a position on, in buffers of any size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.integer({ min: 1, max: 70 }),
        fc.nat(40),
        async (bytes, size, from) => {
          writeFileSync(file, bytes)
          expect(await readAll(from, size)).toEqual(Buffer.from(bytes.subarray(from)))
        },
      ),
      { numRuns: 100 },
    )
  })

  it('gives what is written while it reads', async () => {
    writeFileSync(file, 'ab')
    const append = (chunk: number): void => {
      if (chunk < 5) appendFileSync(file, String(chunk))
    }
    expect((await readAll(0, 1, append)).toString()).toBe('ab01234')
  })

  it('tells an error when it has given what came before it', async () => {
    writeFileSync(file, 'ab')
    const descriptor = openSync(file, 'r')
    const ahead = new ReadAhead(descriptor, 0, nothing, new ChunkPool(1))
    // The read of the second byte may have begun.
    expect((await ahead.next()).toString()).toBe('a')
    await ahead.end()
    closeSync(descriptor)
    const other = openSync(file, 'w')
    expect(other).toBe(descriptor)
    expect((await ahead.next()).toString()).toBe('b')
    await expect(ahead.next()).rejects.toMatchObject({ code: 'EBADF', syscall: 'read' })
    closeSync(other)
  })
})

describe('a large file', () => {
  const line = (serial: number): string =>
    `type=BPF msg=audit(${1_700_000_000 + serial}.100:${serial}): ${'x'.repeat(1000)}\n`
  const count = 6000
  const log = Array.from({ length: count }, (_, serial) => line(serial)).join('')

  it('is read whole', async () => {
    writeFileSync(file, log)
    let next = 0
    const reader = new LogReader({ sink: ({ serial }) => expect(serial).toBe(next++) })
    expect(await readLogFile(file, reader)).toBe(true)
    reader.end()
    expect(next).toBe(count)
  })

  it('that the sink wants no more of is let go', async () => {
    writeFileSync(file, log)
    let given = 0
    const reader = new LogReader({ sink: () => ++given < 10 })
    expect(await readLogFile(file, reader)).toBe(false)
    expect(given).toBe(10)
  })

  it('that is emptied while it is read is said to have been read so far', async () => {
    writeFileSync(file, log)
    let pushed = 0
    const shrunk: number[] = []
    const reader = new LogReader({ sink: () => true })
    const counting = {
      push(chunk: Uint8Array) {
        pushed += chunk.length
        if (shrunk.length === 0) truncateSync(file)
        return reader.push(chunk)
      },
      flushIdle: (keep: boolean) => reader.flushIdle(keep),
      buffersInFlight: () => reader.buffersInFlight(),
      get eventsInFlight() {
        return reader.eventsInFlight
      },
      get counters() {
        return reader.counters
      },
    }
    const onShrink = (bytes: number): void => {
      shrunk.push(bytes)
    }
    expect(await readLogFile(file, counting, new ChunkPool(), { onShrink })).toBe(true)
    expect(shrunk).toEqual([pushed])
    expect(pushed).toBeLessThan(log.length)
  })
})
