// The checksums that data of several pieces has, against those of OpenSSL and of the zstd command.
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { decompressAll } from '../testing/decompress-all.ts'
import { isInstalled, runProgram } from '../testing/programs.ts'
import { Sha256 } from './sha256.ts'
import { Xxh64 } from './xxh64.ts'

const data = Uint8Array.from({ length: 400_000 }, (_, index) => (index * 2654435761) >>> 24)
const lengths = [0, 1, 3, 4, 8, 31, 32, 33, 55, 56, 63, 64, 65, 119, 120, 1000, 196_608, 400_000]

test.each(lengths)('SHA-256 of %i bytes', (length) => {
  const bytes = data.subarray(0, length)
  const hash = new Sha256()
  for (let at = 0; at < length; at += 999) hash.update(bytes.subarray(at, at + 999))
  expect(Buffer.from(hash.digest()).toString('hex')).toBe(createHash('sha256').update(bytes).digest('hex'))
})

test.skipIf(!isInstalled('zstd'))('XXH64 is what zstd writes after a frame [needs zstd]', () => {
  const hash = Xxh64.create()
  for (const length of lengths) {
    const bytes = data.subarray(0, length)
    hash?.restart()
    for (let at = 0; at < length; at += 999) hash?.update(bytes.subarray(at, at + 999))
    const { output } = runProgram('zstd -c --check', bytes)
    // Without WebAssembly it is not there.
    if (hash !== undefined) expect(hash.lowerHalf()).toBe(Buffer.from(output).readUInt32LE(output.length - 4))
  }
})

describe('a byte that decodes and is another is said', () => {
  const text = new TextEncoder().encode('type=BPF msg=audit(1700000000.123:9): prog-id=30 op=LOAD\n')
  test.each(['xz -c --check=sha256', 'zstd -c --check'])('%s', async (command) => {
    const [program = ''] = command.split(' ')
    if (!isInstalled(program)) return
    const { output } = runProgram(command, text)
    const changed = Buffer.from(output)
    // Too short to compress, so that the text stands in it.
    const at = changed.indexOf('LOAD')
    expect(at).toBeGreaterThan(0)
    changed[at] = 0x52
    const read = await decompressAll(changed, 999)
    const isChecked = program !== 'zstd' || Xxh64.create() !== undefined
    expect(read.messages).toEqual(isChecked ? [expect.stringContaining('the checksum is another')] : [])
  })
})
