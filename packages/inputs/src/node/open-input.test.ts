// Files and pipes that are compressed: what Node's decoders give nothing of is read, too.
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync, gzipSync } from 'node:zlib'
import { LogReader } from '@ts-audit/log'
import { ChunkPool, LogReadError } from '@ts-audit/log/node'
import { afterAll, describe, expect, test } from 'vitest'
import type { DecompressOptions } from '../compression/decompress.ts'
import { CompressionError } from '../compression/limits.ts'
import { InputReader } from '../input-reader.ts'
import { isInstalled, runProgram } from '../testing/programs.ts'
import { openInput } from './open-input.ts'
import { readInputFile } from './read-input.ts'

const fixtures = new URL('../../../../fixtures/', import.meta.url)
const log = readFileSync(new URL('captures/host-mixed/audit.log', fixtures))
const compressed = gzipSync(log)
const damaged = Uint8Array.from(compressed).fill(0xff, 50_000, 50_100)
const folder = mkdtempSync(path.join(tmpdir(), 'ts-audit-inputs-'))
afterAll(() => rmSync(folder, { recursive: true }))

let files = 0
function fileOf(content: Uint8Array): string {
  const file = path.join(folder, `input-${files++}`)
  writeFileSync(file, content)
  return file
}

async function readAll(
  input: string | AsyncIterable<Uint8Array>,
  options: DecompressOptions = {},
): Promise<{
  bytes: Buffer
  messages: string[]
  compression: string[]
  read: number
  size: number | undefined
}> {
  const messages: string[] = []
  const opened = await openInput(input, { ...options, onWarning: ({ message }) => messages.push(message) })
  const pieces: Uint8Array[] = []
  for await (const piece of opened.chunks) pieces.push(piece)
  const compression = opened.compression.map(({ name }) => name)
  const { size } = opened
  return { bytes: Buffer.concat(pieces), messages, compression, read: opened.compressedBytesRead(), size }
}

describe('a file', () => {
  test.each<[what: string, content: Uint8Array, compression: string[], text: Uint8Array, messages: string[]]>(
    [
      ['plain', log, [], log, []],
      ['empty', new Uint8Array(0), [], new Uint8Array(0), []],
      ['gzip', compressed, ['gzip'], log, []],
      ['of two members', Buffer.concat([compressed, compressed]), ['gzip'], Buffer.concat([log, log]), []],
      ['with zeros after it', Buffer.concat([compressed, new Uint8Array(5000)]), ['gzip'], log, []],
      ['gzip twice', gzipSync(compressed), ['gzip', 'gzip'], log, []],
      [
        'with other bytes after it',
        Buffer.concat([compressed, Buffer.from('other')]),
        ['gzip'],
        log,
        [`has other bytes after its gzip data, from byte ${compressed.length}: they were not read`],
      ],
      [
        'with other bytes after zeros',
        Buffer.concat([compressed, Buffer.from('\0\0other')]),
        ['gzip'],
        log,
        [`has other bytes after its gzip data, from byte ${compressed.length + 2}: they were not read`],
      ],
      [
        'with a member after zeros',
        Buffer.concat([compressed, Buffer.from('\0\0'), compressed]),
        ['gzip'],
        Buffer.concat([log, log]),
        [],
      ],
      [
        'cut in its checksum',
        compressed.subarray(0, -2),
        ['gzip'],
        log,
        ['is cut short (gzip): what is there was read'],
      ],
    ],
  )('%s', async (_, content, compression, text, messages) => {
    const read = await readAll(fileOf(content))
    expect(Buffer.compare(read.bytes, text)).toBe(0)
    expect([read.compression, read.messages]).toEqual([compression, messages])
    expect([read.size, read.read]).toEqual([content.length, content.length])
  })

  test.each(['two-members.log.gz', 'two-streams.log.xz', 'two-streams.log.bz2', 'skippable-frame.log.zst'])(
    'the sample %s',
    async (name) => {
      const samples = new URL('inputs/compressed/', fixtures)
      const { bytes, messages } = await readAll(fileURLToPath(new URL(`compressed-${name}`, samples)))
      expect(bytes.equals(readFileSync(new URL('compressed.expected.log', samples)))).toBe(true)
      expect(messages).toEqual([])
    },
  )

  describe.each(['gzip', 'xz', 'zstd', 'bzip2'])('of %s', (program) => {
    const content = isInstalled(program) ? runProgram(`${program} -c`, log).output : new Uint8Array(0)
    const testHere = test.skipIf(!isInstalled(program))

    testHere('once and twice', async () => {
      const read = await readAll(fileOf(content))
      expect(read.bytes.equals(log)).toBe(true)
      expect([read.compression, read.messages, read.read]).toEqual([[program], [], content.length])
      const twice = await readAll(fileOf(Buffer.concat([content, content])))
      expect(twice.bytes.equals(Buffer.concat([log, log]))).toBe(true)
      expect(twice.messages).toEqual([])
    })

    testHere('that is cut', async () => {
      const cut = content.subarray(0, Math.floor(content.length * 0.7))
      const read = await readAll(fileOf(cut))
      const reference = runProgram(`${program} -dc`, cut).output
      expect(log.subarray(0, read.bytes.length).equals(read.bytes)).toBe(true)
      expect(read.bytes.length).toBeGreaterThanOrEqual(reference.length)
      expect(read.messages).toEqual([`is cut short (${program}): what is there was read`])
    })

    testHere('with other bytes after it', async () => {
      const read = await readAll(fileOf(Buffer.concat([content, Buffer.from('other bytes')])))
      expect(read.bytes.equals(log)).toBe(true)
      expect(read.messages).toEqual([
        `has other bytes after its ${program} data, from byte ${content.length}: they were not read`,
      ])
    })
  })

  test('cut anywhere gives all that is there', async () => {
    for (const end of [20, 500, 10_000, compressed.length - 9, compressed.length - 1]) {
      const cut = compressed.subarray(0, end)
      const read = await readAll(fileOf(cut))
      const reference = gunzipSync(cut, { finishFlush: 2 })
      expect(Buffer.compare(read.bytes, reference)).toBe(0)
      expect(read.messages).toEqual(['is cut short (gzip): what is there was read'])
    }
  })

  test('damaged, what is before the damage is read', async () => {
    const { bytes, messages } = await readAll(fileOf(damaged))
    // Which at least is what comes of the data before it.
    const before = gunzipSync(damaged.subarray(0, 49_990), { finishFlush: 2 })
    expect(bytes.subarray(0, before.length).equals(before)).toBe(true)
    expect(messages).toHaveLength(1)
    expect(messages[0]).toMatch(/^is damaged \(gzip\) near byte 5\d{4}, .*: what is before was read$/)
  })

  test('is closed when nobody takes more', async () => {
    const file = fileOf(Buffer.concat(Array<Uint8Array>(20).fill(compressed)))
    const isOpen = (): boolean =>
      readdirSync('/proc/self/fd').some((fd) => {
        try {
          return (
            execFileSync('readlink', [`/proc/${process.pid}/fd/${fd}`], { encoding: 'utf8' }).trim() === file
          )
        } catch {
          return false
        }
      })
    for (const count of [0, 1]) {
      const { chunks } = await openInput(file)
      expect(isOpen()).toBe(true)
      const pieces = chunks[Symbol.asyncIterator]()
      for (let index = 0; index < count; index++) await pieces.next()
      await pieces.return?.()
      expect(isOpen()).toBe(false)
    }
  })

  test('that is missing', async () => {
    const opening = openInput(path.join(folder, 'missing'))
    await expect(opening).rejects.toBeInstanceOf(LogReadError)
    await expect(opening).rejects.toMatchObject({ code: 'ENOENT', syscall: 'open' })
  })

  test('that is a folder', async () => {
    await expect(readAll(folder)).rejects.toMatchObject({ name: 'LogReadError', code: 'EISDIR' })
  })

  test('with a limit', async () => {
    await expect(readAll(fileOf(compressed), { limits: { bytes: 1000 } })).rejects.toMatchObject({
      name: 'CompressionError',
      problem: 'bytes',
    })
  })
})

describe('a pipe', () => {
  test.each([
    ['plain', log, []],
    ['gzip', compressed, ['gzip']],
    ['gzip twice', gzipSync(compressed), ['gzip', 'gzip']],
  ])('%s', async (_, content, compression) => {
    const cat = spawn('cat', [fileOf(content)], { stdio: ['ignore', 'pipe', 'ignore'] })
    const read = await readAll(cat.stdout)
    expect(read.bytes.equals(log)).toBe(true)
    expect([read.compression, read.messages, read.size]).toEqual([compression, [], undefined])
  })

  test.each<[what: string, content: Uint8Array, text: Uint8Array, messages: RegExp[]]>([
    ['of two members', Buffer.concat([compressed, compressed]), Buffer.concat([log, log]), []],
    [
      'with a member after zeros',
      Buffer.concat([compressed, Buffer.from('\0\0'), compressed]),
      Buffer.concat([log, log]),
      [],
    ],
    [
      'with other bytes after it',
      Buffer.concat([compressed, Buffer.from('other')]),
      log,
      [/^has other bytes after its gzip data, from byte \d+: they were not read$/],
    ],
    [
      'that is cut',
      compressed.subarray(0, 50_000),
      gunzipSync(compressed.subarray(0, 50_000), { finishFlush: 2 }),
      [/^is cut short \(gzip\): what is there was read$/],
    ],
    [
      'that is damaged',
      damaged,
      gunzipSync(damaged.subarray(0, 49_990), { finishFlush: 2 }),
      [/^is damaged \(gzip\) near byte 5\d{4}, .*: what is before was read$/],
    ],
  ])('%s', async (_, content, text, messages) => {
    const chunks = async function* (): AsyncGenerator<Uint8Array, void, void> {
      // Who writes uses one buffer again and again.
      const buffer = new Uint8Array(9000)
      for (let at = 0; at < content.length; at += buffer.length) {
        const size = Math.min(buffer.length, content.length - at)
        buffer.set(content.subarray(at, at + size))
        yield buffer.subarray(0, size)
        buffer.fill(0)
      }
    }
    const read = await readAll(chunks())
    expect(Buffer.compare(read.bytes.subarray(0, text.length), text)).toBe(0)
    if (content !== damaged) expect(read.bytes.length).toBe(text.length)
    expect(read.messages).toHaveLength(messages.length)
    for (const [index, message] of messages.entries()) expect(read.messages[index]).toMatch(message)
  })

  test('that falls silent can be given up', async () => {
    const chunks = async function* (): AsyncGenerator<Uint8Array, void, void> {
      yield compressed.subarray(0, 60_000)
      await new Promise(() => {})
    }
    const pieces = (await openInput(chunks())).chunks[Symbol.asyncIterator]()
    expect((await pieces.next()).value?.length).toBeGreaterThan(100_000)
    await pieces.return?.()
  })

  test('with a name', async () => {
    const pipe = path.join(folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    for (const content of [log, compressed]) {
      const writer = spawn('sh', ['-c', 'cat "$0" > "$1"', fileOf(content), pipe], { stdio: 'ignore' })
      const read = await readAll(pipe)
      expect(read.bytes.equals(log)).toBe(true)
      writer.kill()
    }
  })

  test('that is slow with its first bytes', async () => {
    const slow = async function* (): AsyncGenerator<Uint8Array, void, void> {
      for (let at = 0; at < 12; at++) yield compressed.subarray(at, at + 1)
      yield compressed.subarray(12)
    }
    expect((await readAll(slow())).bytes.equals(log)).toBe(true)
  })
})

describe('a reader', () => {
  /** The events of a file: how many, and the stamps of all. */
  async function events(file: string): Promise<{ stamps: string[]; more: boolean }> {
    const stamps: string[] = []
    const reader = new LogReader({
      sink({ seconds, milliseconds, serial, records }) {
        stamps.push(`${seconds}.${milliseconds}:${serial} ${records.length}`)
        return true
      },
    })
    const more = await readInputFile(file, reader, new ChunkPool())
    reader.end()
    return { stamps, more }
  }

  test('gets the events of a compressed file', async () => {
    const plain = await events(fileOf(log))
    expect(plain.stamps.length).toBeGreaterThan(500)
    expect(await events(fileOf(compressed))).toEqual(plain)
    expect(await events(fileOf(gzipSync(compressed)))).toEqual(plain)
  })

  test('knows where each record is in what was decompressed', async () => {
    const positions = async (file: string): Promise<string[]> => {
      const found: string[] = []
      const reader: InputReader = new InputReader({
        sink(event) {
          for (const record of event.records) {
            const source = reader.sourceOf(record)
            found.push(`${source?.form.name} ${source?.line} ${source?.offset}`)
          }
          return true
        },
      })
      await readInputFile(file, reader)
      reader.end()
      return found
    }
    const large = Buffer.concat([log, log, log])
    const plain = await positions(fileOf(large))
    expect(plain.length).toBeGreaterThan(5000)
    expect(await positions(fileOf(gzipSync(large)))).toEqual(plain)
    expect(await positions(fileOf(gzipSync(gzipSync(large))))).toEqual(plain)
  })

  test('gets lines that members divide', async () => {
    const middle = log.indexOf('msg=audit', 300_000) + 14
    const members = [log.subarray(0, middle), log.subarray(middle)].map((part) => gzipSync(part))
    expect(await events(fileOf(Buffer.concat(members)))).toEqual(await events(fileOf(log)))
  })

  test('says stop', async () => {
    let count = 0
    const reader = new LogReader({ sink: () => ++count < 3 })
    expect(await readInputFile(fileOf(compressed), reader)).toBe(false)
    expect(count).toBe(3)
  })

  test('waits for its output between chunks', async () => {
    let waits = 0
    const reader = new LogReader({ sink: () => true })
    const afterChunk = async (): Promise<void> => {
      waits++
    }
    let read: (() => number) | undefined
    await readInputFile(fileOf(compressed), reader, new ChunkPool(), {
      afterChunk,
      onOpen: (input) => {
        read = () => input.compressedBytesRead()
      },
    })
    expect(waits).toBeGreaterThan(1)
    expect(read?.()).toBe(compressed.length)
  })
})

describe('a bomb', () => {
  // 10 GB of zeros.
  const bomb = Buffer.concat(Array<Uint8Array>(100).fill(gzipSync(new Uint8Array(100_000_000), { level: 9 })))

  test.each([
    ['a file', (): string => fileOf(bomb)],
    ['a file that is compressed twice', (): string => fileOf(gzipSync(bomb))],
    [
      'a stream',
      async function* (): AsyncGenerator<Uint8Array, void, void> {
        for (let at = 0; at < bomb.length; at += 65_536) yield bomb.subarray(at, at + 65_536)
      },
    ],
  ])('%s stops at the limit, in memory that does not grow', async (_, source) => {
    const { chunks } = await openInput(source())
    let size = 0
    let most = 0
    const before = process.memoryUsage.rss()
    const read = async (): Promise<void> => {
      for await (const chunk of chunks) {
        size += chunk.length
        most = Math.max(most, process.memoryUsage.rss())
      }
    }
    await expect(read()).rejects.toBeInstanceOf(CompressionError)
    expect(size).toBeLessThan(20 << 20)
    expect(most - before).toBeLessThan(100 << 20)
  })
})
