// Compressed data as independent programs write it: whole, in any chunks, cut, damaged, and made to fill memory.
import { readFileSync } from 'node:fs'
import { constants, gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decompressAll } from '../testing/decompress-all.ts'
import { isInstalled, runProgram } from '../testing/programs.ts'
import { decompress } from './decompress.ts'
import { CompressionError } from './limits.ts'

const fixtures = new URL('../../../../fixtures/', import.meta.url)
const fixture = (name: string): Buffer => readFileSync(new URL(name, fixtures))
const log = fixture('captures/bpf-nosyscall/audit.log')
const large = Buffer.concat([
  fixture('captures/host-mixed/audit.log'),
  fixture('captures/systemd/audit.log'),
  fixture('captures/bpf-basic/audit.log'),
])
const samples = [
  ['gzip', 'compressed-two-members.log.gz'],
  ['xz', 'compressed-two-streams.log.xz'],
  ['bzip2', 'compressed-two-streams.log.bz2'],
  ['zstd', 'compressed-skippable-frame.log.zst'],
] as const
const expected = fixture('inputs/compressed/compressed.expected.log')

describe.each(samples)('%s', (name, file) => {
  const sample = fixture(`inputs/compressed/${file}`)

  test.each([1, 2, 7, 100, 1 << 20])('in chunks of %i bytes', async (size) => {
    const read = await decompressAll(sample, size)
    expect(read.bytes.toString('latin1')).toBe(expected.toString('latin1'))
    expect([read.compression, read.warnings, read.error]).toEqual([[name], [], undefined])
  })

  test('cut at any byte, what is there is read and one warning given', async () => {
    for (let end = 10; end < sample.length; end++) {
      const read = await decompressAll(sample.subarray(0, end), 64)
      expect(expected.subarray(0, read.bytes.length).equals(read.bytes)).toBe(true)
      expect(read.error).toBeUndefined()
      expect(read.warnings.length).toBeLessThanOrEqual(1)
      // Without a warning it must end where a member, stream or frame does.
      if (read.warnings.length === 0) expect(isWhole(name, sample.subarray(0, end))).toBe(true)
    }
  })

  test('with any byte changed it ends, without an error', async () => {
    for (let at = 0; at < sample.length; at++) {
      const damaged = Uint8Array.from(sample)
      damaged[at] = (damaged[at] as number) ^ 0x41
      const { error } = await decompressAll(damaged, 1000)
      if (error !== undefined) expect(error).toBeInstanceOf(CompressionError)
    }
  })
})

/** Whether the reference takes these bytes for whole, or, of zstd and bzip2, a program is missing. */
function isWhole(name: string, bytes: Uint8Array): boolean {
  if (name === 'gzip') {
    try {
      return gunzipSync(bytes).length > 0
    } catch {
      return false
    }
  }
  return !isInstalled(name) || runProgram(`${name} -dc`, bytes).status === 0
}

/** Commands that compress, of different settings. */
const writers = [
  'gzip -1',
  'gzip -9',
  'zstd -1 --no-check',
  'zstd -3',
  'zstd -19 --check',
  'zstd --long=24 -6',
  'zstd --single-thread --no-content-size -5',
  'xz -0',
  'xz -6 --check=crc32',
  'xz -9e --check=sha256',
  'xz -6 --block-size=100000 -T2',
  'xz --check=none --lzma2=lc=2,lp=2,pb=0,dict=64KiB',
  'bzip2 -1',
  'bzip2 -9',
]

/** Different ways in which data can be hard. */
const contents: readonly (readonly [what: string, data: Uint8Array])[] = [
  ['nothing', new Uint8Array(0)],
  ['a byte', Uint8Array.of(0x61)],
  ['a log', log],
  ['three large logs', large],
  ['zeros', new Uint8Array(3_000_000)],
  ['what does not compress', randomBytes(700_000)],
  ['runs', runs(300_000)],
  ['a text that begins again far away', Buffer.concat([log, randomBytes(400_000), log, log])],
]

describe.each(writers)('%s', (writer) => {
  const [program = ''] = writer.split(' ')
  test.skipIf(!isInstalled(program)).each(contents)('%s', async (_, data) => {
    const { status, output } = runProgram(`${writer} -c`, data)
    expect(status).toBe(0)
    for (const size of [1 << 20, 999]) {
      const read = await decompressAll(output, size)
      expect([read.warnings, read.messages, read.error]).toEqual([[], [], undefined])
      expect(Buffer.compare(read.bytes, data)).toBe(0)
    }
  })
})

describe('any chunks', () => {
  test.each(samples)('of %s give the same', async (_, file) => {
    const sample = fixture(`inputs/compressed/${file}`)
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: sample.length }), { maxLength: 20 }),
        async (cuts) => {
          const borders = [0, ...cuts.sort((one, other) => one - other), sample.length]
          const chunks = borders.slice(1).map((end, index) => sample.subarray(borders[index], end))
          const { chunks: pieces } = await decompress(chunks)
          const all: Uint8Array[] = []
          for await (const piece of pieces) all.push(piece)
          expect(Buffer.concat(all).equals(expected)).toBe(true)
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('cut data', () => {
  const compressed = gzipSync(large, { level: 6 })

  test('of gzip gives what the reference gives of it', async () => {
    for (const part of [0.01, 0.2, 0.5, 0.77, 0.999]) {
      const cut = compressed.subarray(0, Math.floor(compressed.length * part))
      const reference = gunzipSync(cut, { finishFlush: constants.Z_SYNC_FLUSH })
      const read = await decompressAll(cut, 10_000)
      expect(Buffer.compare(read.bytes, reference)).toBe(0)
      expect(read.warnings).toEqual(['cut'])
      expect(read.messages).toEqual(['is cut short (gzip): what is there was read'])
    }
  })

  describe.each(['xz', 'zstd', 'bzip2'])('of %s', (program) => {
    test.skipIf(!isInstalled(program))('gives no less than the program gives of it', async () => {
      const { output } = runProgram(`${program} -c`, large)
      for (const part of [0.2, 0.5, 0.77, 0.999]) {
        const cut = output.subarray(0, Math.floor(output.length * part))
        const reference = runProgram(`${program} -dc`, cut)
        const read = await decompressAll(cut, 10_000)
        expect(reference.status).not.toBe(0)
        expect(read.bytes.length).toBeGreaterThanOrEqual(reference.output.length)
        expect(large.subarray(0, read.bytes.length).equals(read.bytes)).toBe(true)
        expect(read.warnings).toEqual(['cut'])
      }
    })
  })
})

describe('damaged data', () => {
  const small = large.subarray(0, 40_000)

  /** A byte that is changed, somewhere. */
  const change = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 255 }))
  const changed = (data: Uint8Array, [where, by]: readonly [number, number]): Uint8Array => {
    const copy = Uint8Array.from(data)
    const at = Math.min(copy.length - 1, Math.floor(where * copy.length))
    copy[at] = (copy[at] as number) ^ by
    return copy
  }

  test('of gzip is noticed whenever the reference notices it', async () => {
    const compressed = gzipSync(small)
    await fc.assert(
      fc.asyncProperty(change, async (one) => {
        const damaged = changed(compressed, one)
        const read = await decompressAll(damaged, 5000)
        let reference: Buffer | undefined
        try {
          reference = gunzipSync(damaged)
        } catch {}
        // Other magics, and so on: no gzip any more.
        if (read.compression[0] !== 'gzip') return
        expect(read.warnings.length).toBe(reference === undefined ? 1 : 0)
        if (reference !== undefined) expect(read.bytes.equals(reference)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  describe.each(['xz', 'bzip2', 'zstd'])('of %s', (program) => {
    test.skipIf(!isInstalled(program))('is noticed whenever the program notices it', async () => {
      // The checksum of zstd is not checked here.
      const options = program === 'zstd' ? ' --no-check' : ''
      const { output } = runProgram(`${program} -c${options}`, small)
      await fc.assert(
        fc.asyncProperty(change, async (one) => {
          const damaged = changed(output, one)
          const read = await decompressAll(damaged, 5000)
          if (read.compression[0] !== program) return
          const reference = runProgram(`${program} -dc`, damaged)
          const isWhole = read.error === undefined && read.warnings.length === 0
          expect(isWhole).toBe(reference.status === 0)
          if (isWhole) expect(read.bytes.equals(reference.output)).toBe(true)
        }),
        { numRuns: 60 },
      )
    })
  })

  test('a wrong checksum is told after the data', async () => {
    const compressed = gzipSync(small)
    compressed[compressed.length - 6] = (compressed[compressed.length - 6] as number) ^ 1
    const read = await decompressAll(compressed)
    expect(read.bytes.equals(small)).toBe(true)
    expect(read.messages).toEqual([
      `is damaged (gzip) near byte ${compressed.length}, the checksum is another: what is before was read`,
    ])
  })
})

describe('random bytes', () => {
  test.each([
    ['gzip', '1f8b0800'],
    ['zstd', '28b52ffd'],
    ['zstd', '28b52ffda4'],
    ['xz', 'fd377a585a00'],
    // A header that is right, and a block header that is: what follows is LZMA2.
    ['xz', 'fd377a585a000000ff12d9410200210116000000742fe5a3'],
    ['bzip2', '425a6839314159265359'],
  ])('after the magic of %s end, without memory', async (name, magic) => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 0, maxLength: 3000 }), async (bytes) => {
        const read = await decompressAll(Buffer.concat([Buffer.from(magic, 'hex'), bytes]), 700)
        expect(read.compression).toEqual(read.error === undefined ? [name] : [])
        if (read.error !== undefined) expect(read.error).toBeInstanceOf(CompressionError)
        else expect(read.warnings.length).toBeGreaterThanOrEqual(bytes.length < 8 ? 0 : 1)
        // Three thousand bytes of zstd can be as many frames of one repeated byte.
        expect(read.bytes.length).toBeLessThan(17 << 20)
      }),
      { numRuns: 150 },
    )
  })
})

describe('what is after the data', () => {
  const compressed = gzipSync(log)

  test('zeros are nothing', async () => {
    const read = await decompressAll(Buffer.concat([compressed, new Uint8Array(512)]), 300)
    expect([read.bytes.equals(log), read.warnings]).toEqual([true, []])
  })

  describe.each(['gzip', 'xz', 'zstd', 'bzip2'])('%s', (program) => {
    test.skipIf(!isInstalled(program))('other bytes are told, and the data is read', async () => {
      const data = runProgram(`${program} -c`, log).output
      for (const rest of ['x', 'garbage and more garbage']) {
        const read = await decompressAll(Buffer.concat([data, Buffer.from(rest)]), 300)
        expect([read.bytes.equals(log), read.warnings]).toEqual([true, ['trailing']])
        expect(read.messages).toEqual([
          `has other bytes after its ${program} data, from byte ${data.length}: they were not read`,
        ])
      }
    })
  })

  test.skipIf(!isInstalled('zstd'))('thousands of frames are read', async () => {
    const frame = runProgram('zstd -c', Buffer.from('type=USER msg=audit(1.000:1): a\n')).output
    const frames = Buffer.concat(Array<Uint8Array>(20_000).fill(frame))
    const read = await decompressAll(frames, 1 << 16)
    expect([read.bytes.length, read.warnings]).toEqual([20_000 * 32, []])
  })
})

describe('compressed twice', () => {
  test('is read', async () => {
    const read = await decompressAll(gzipSync(gzipSync(log)), 100)
    expect([read.bytes.equals(log), read.compression, read.warnings]).toEqual([true, ['gzip', 'gzip'], []])
  })

  test.skipIf(!isInstalled('xz'))('in two ways is read', async () => {
    const read = await decompressAll(runProgram('xz -c', gzipSync(log)).output, 100)
    expect([read.bytes.equals(log), read.compression]).toEqual([true, ['xz', 'gzip']])
  })

  test('cut, one warning is given', async () => {
    const compressed = gzipSync(gzipSync(large))
    const read = await decompressAll(compressed.subarray(0, compressed.length / 2))
    expect([read.warnings, read.error]).toEqual([['cut'], undefined])
    expect(large.subarray(0, read.bytes.length).equals(read.bytes)).toBe(true)
    expect(read.bytes.length).toBeGreaterThan(large.length / 3)
  })

  test('and once more is refused', async () => {
    const { error } = await decompressAll(gzipSync(gzipSync(gzipSync(log))))
    expect(error).toEqual(new CompressionError('nested', 'is compressed more than twice (gzip, gzip, gzip)'))
  })
})

describe('limits', () => {
  const member = gzipSync(new Uint8Array(10_000_000), { level: 9 })

  test('data that comes to more than 1000 times its size stops after 16 MiB', async () => {
    const read = await decompressAll(Buffer.concat(Array<Uint8Array>(1000).fill(member)), 1 << 16)
    expect(read.error).toBeInstanceOf(CompressionError)
    expect(String(read.error)).toMatch(/^CompressionError: decompresses to more than 1000 times its size/)
    expect(read.bytes.length).toBeGreaterThan((16 << 20) - (1 << 18))
    expect(read.bytes.length).toBeLessThan(17 << 20)
  })

  test('the ratio counts for both levels together', async () => {
    // Each level for itself stays below it.
    const inner = gzipSync(
      Buffer.alloc(64 << 20, 'type=USER msg=audit(1.000:1): some text of a log\n'.repeat(9)),
    )
    const { error, bytes } = await decompressAll(gzipSync(Buffer.concat([inner, inner])), 4096)
    expect(error).toMatchObject({ problem: 'ratio' })
    expect(bytes.length).toBeLessThan(64 << 20)
  })

  test('a number of bytes may be given', async () => {
    const read = await decompressAll(gzipSync(large), 4096, { limits: { bytes: 300_000 } })
    expect(read.error).toMatchObject({
      problem: 'bytes',
      message: 'decompresses to more than the allowed 300000 bytes',
    })
    expect(read.bytes.length).toBeLessThanOrEqual(300_000)
  })

  test('and another ratio', async () => {
    const read = await decompressAll(member, 4096, { limits: { ratio: 100, ratioAfter: 0 } })
    expect(read.error).toMatchObject({ problem: 'ratio' })
    const all = await decompressAll(Buffer.concat([member, member, member]), 4096, {
      limits: { ratio: Number.POSITIVE_INFINITY },
    })
    expect([all.bytes.length, all.error]).toEqual([30_000_000, undefined])
  })

  test.skipIf(!isInstalled('xz'))('a large window is refused, with the remedy', async () => {
    const { output } = runProgram('xz -c --lzma2=dict=512MiB', log)
    const { error } = await decompressAll(output)
    expect(error).toMatchObject({
      problem: 'unsupported',
      message: 'is compressed (xz) and needs a window of 512 MiB',
      command: 'xz -dc',
    })
  })

  test('what has no decoder is refused, with the remedy', async () => {
    const { error } = await decompressAll(Buffer.from('04224d1864', 'hex'))
    expect(error).toMatchObject({
      problem: 'no decoder',
      message: 'is compressed (lz4), which is not read here',
      command: 'lz4 -dc',
    })
  })
})

describe('plain data', () => {
  test('passes through as it is, in the same chunks', async () => {
    const chunks = [log.subarray(0, 1000), log.subarray(1000)]
    const opened = await decompress(chunks)
    const all: Uint8Array[] = []
    for await (const chunk of opened.chunks) all.push(chunk)
    expect([all[0] === chunks[0], all[1] === chunks[1], all.length]).toEqual([true, true, 2])
    expect([opened.compression, opened.compressedBytesRead()]).toEqual([[], log.length])
  })

  test.each(['', '\x1f', '\x1f\x8b', 'BZh', 'BZh91AY&', '(', 'P'])('%j alone is plain', async (text) => {
    const read = await decompressAll(Buffer.from(text, 'latin1'), 1)
    expect([read.bytes.toString('latin1'), read.compression, read.error]).toEqual([text, [], undefined])
  })
})

describe('the source', () => {
  const open = (): {
    readonly chunks: AsyncGenerator<Uint8Array>
    readonly state: { read: number; isClosed: boolean }
  } => {
    const state = { read: 0, isClosed: false }
    const compressed = gzipSync(large)
    const chunks = (async function* () {
      try {
        for (let at = 0; at < compressed.length; at += 1000) {
          state.read++
          yield compressed.subarray(at, at + 1000)
        }
      } finally {
        state.isClosed = true
      }
    })()
    return { chunks, state }
  }

  test('is not read before it is wanted', async () => {
    const { chunks, state } = open()
    const opened = await decompress(chunks)
    const { read } = state
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(state.read).toBe(read)
    // The first pieces tell that it is not compressed twice.
    expect(read).toBeLessThan(50)
    await opened.chunks[Symbol.asyncIterator]().return?.()
  })

  test.each([0, 1, 3])('is closed when nobody takes more after %i pieces', async (count) => {
    const { chunks, state } = open()
    const opened = await decompress(chunks)
    const pieces = opened.chunks[Symbol.asyncIterator]()
    for (let index = 0; index < count; index++) await pieces.next()
    await pieces.return?.()
    expect(state.isClosed).toBe(true)
  })

  test('is closed when it is refused', async () => {
    let isClosed = false
    const chunks = (function* () {
      try {
        yield Buffer.from('04224d1864', 'hex')
      } finally {
        isClosed = true
      }
    })()
    await expect(decompress(chunks)).rejects.toThrow('lz4')
    expect(isClosed).toBe(true)
  })

  test('that fails, fails the data', async () => {
    const compressed = gzipSync(large)
    const chunks = (async function* () {
      yield compressed.subarray(0, 20_000)
      throw new Error('the disk is gone')
    })()
    const opened = await decompress(chunks)
    let size = 0
    const read = async (): Promise<void> => {
      for await (const piece of opened.chunks) size += piece.length
    }
    await expect(read()).rejects.toThrow('the disk is gone')
    expect(size).toBeGreaterThan(0)
  })
})

/** The same bytes each time. */
function randomBytes(size: number): Uint8Array {
  const bytes = new Uint8Array(size)
  let state = 12345
  for (let at = 0; at < size; at++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    bytes[at] = state >>> 16
  }
  return bytes
}

/** Runs of a byte of all lengths up to 600: bzip2 counts those of more than 3. */
function runs(size: number): Uint8Array {
  const bytes = new Uint8Array(size)
  for (let at = 0, length = 1; at < size; at += length, length = (length % 600) + 1)
    bytes.fill(length, at, at + length)
  return bytes
}
