// A stream of which no more than a bound is kept.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { compressionOf } from '../compression/compressions.ts'
import { Layers } from '../compression/decompress.ts'
import { KeptStream } from './kept-stream.ts'
import { decodedNatively } from './native-decoding.ts'

const log = readFileSync(new URL('../../../../fixtures/captures/host-mixed/audit.log', import.meta.url))
const text = Buffer.concat(Array<Buffer>(8).fill(log))
const compressed = gzipSync(text)

async function decode(content: Uint8Array, mostKept: number): Promise<{ bytes: Buffer; messages: string[] }> {
  const chunks: Uint8Array[] = []
  for (let at = 0; at < content.length; at += 10_000) chunks.push(content.subarray(at, at + 10_000))
  const source = new KeptStream(chunks, mostKept)
  const messages: string[] = []
  const layers = new Layers({ onWarning: ({ message }) => messages.push(message) }, () => source.bytesRead)
  const compression = compressionOf(await source.beginning())
  if (compression === undefined) throw new Error('not compressed')
  const decoder = await layers.add(compression)
  const pieces: Uint8Array[] = []
  for await (const piece of decodedNatively({ source, compression, decoder, layers, buffer: undefined }))
    pieces.push(piece)
  return { bytes: Buffer.concat(pieces), messages }
}

test.each([
  ['is whole', compressed, []],
  [
    'is cut',
    compressed.subarray(0, -300_000),
    [/^is (cut short \(gzip\)|damaged \(gzip\) near byte \d+, it ends too early)/],
  ],
  [
    'is damaged',
    Uint8Array.from(compressed).fill(0xff, -300_000, -299_000),
    [/^is damaged \(gzip\) near byte \d+, /],
  ],
  [
    'has other bytes after it',
    Buffer.concat([compressed, Buffer.alloc(9), Buffer.from('x')]),
    [/^has other bytes/],
  ],
])('what %s', async (what, content, messages) => {
  const kept = await decode(content, content.length)
  const notKept = await decode(content, 100_000)
  for (const read of [kept, notKept]) {
    expect(read.messages).toHaveLength(messages.length)
    for (const [index, message] of messages.entries()) expect(read.messages[index]).toMatch(message)
  }
  // All that is before the damage; where the beginning is gone, what Node's decoder has given.
  if (what === 'is damaged')
    expect(kept.bytes.subarray(0, notKept.bytes.length).equals(notKept.bytes)).toBe(true)
  else expect(text.subarray(0, kept.bytes.length).equals(kept.bytes)).toBe(true)
  expect(kept.bytes.length - notKept.bytes.length).toBeLessThan(1 << 20)
  expect(notKept.bytes.length).toBeGreaterThan(text.length / 4)
})
