import { expect, test } from 'vitest'
import { compressionOf, MAGIC_BYTES, mayBeCompressed } from './compressions.ts'

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1')

test.each<[what: string, beginning: string, name: string | undefined]>([
  ['gzip', '\x1f\x8b\x08\x00', 'gzip'],
  ['zstd', '\x28\xb5\x2f\xfd', 'zstd'],
  ['a skippable frame', '\x5f\x2a\x4d\x18', 'zstd'],
  ['xz', '\xfd7zXZ\x00', 'xz'],
  ['bzip2', 'BZh91AY&SY', 'bzip2'],
  ['an empty bzip2', 'BZh9\x17\x72\x45\x38\x50\x90', 'bzip2'],
  ['lz4', '\x04\x22\x4d\x18', 'lz4'],
  ['compress', '\x1f\x9d\x90', 'compress'],
  ['lzip', 'LZIP\x01', 'lzip'],
  ['7z', '7z\xbc\xaf\x27\x1c', '7z'],
  ['a log', 'type=USER msg=audit(1.000:1): a\n', undefined],
  ['a text that begins like bzip2', 'BZh91 is no block', undefined],
  ['a gzip that is no deflate', '\x1f\x8b\x07', undefined],
  ['a part of a magic', '\xfd7z', undefined],
  ['nothing', '', undefined],
])('%s', (_, beginning, name) => {
  expect(compressionOf(bytes(beginning))?.name).toBe(name)
})

test('the beginning of a magic may become one, a text may not', () => {
  expect(mayBeCompressed(bytes('BZh9'))).toBe(true)
  expect(mayBeCompressed(bytes(''))).toBe(true)
  expect(mayBeCompressed(bytes('t'))).toBe(false)
  expect(MAGIC_BYTES).toBe(10)
})
