import { expect, test } from 'vitest'
import { fill, fillingReader } from './fill.ts'

const bytes = Uint8Array.from({ length: 300_000 }, (_, at) => at % 251)

/** In pieces of this many bytes; `undefined` for a stream that cannot write into the memory of its reader. */
function streamOf(length: number, piece: number, type: 'bytes' | undefined) {
  let at = 0
  const pull = (controller: ReadableByteStreamController | ReadableStreamDefaultController): void => {
    if (at < length) controller.enqueue(bytes.slice(at, Math.min(length, at + piece)))
    else {
      controller.close()
      // The standard gives the reader its memory back only after this.
      if ('byobRequest' in controller) controller.byobRequest?.respond(0)
    }
    at += piece
  }
  return type === 'bytes'
    ? new ReadableStream<Uint8Array<ArrayBuffer>>({ type, pull })
    : new ReadableStream<Uint8Array<ArrayBuffer>>({ pull })
}

const streams: readonly [what: string, make: (length: number) => ReadableStream<Uint8Array<ArrayBuffer>>][] =
  [
    ['a file', (length) => new Blob([bytes.subarray(0, length)]).stream()],
    ['small pieces', (length) => streamOf(length, 999, 'bytes')],
    ['small pieces that are copied', (length) => streamOf(length, 999, undefined)],
    ['one large piece that is copied', (length) => streamOf(length, 1 << 20, undefined)],
  ]

test.each(streams)('fills memory that is there from %s', async (_, make) => {
  for (const [there, wanted, room] of [
    [300_000, 300_000, 300_000],
    [300_000, 100_001, 200_000],
    [300_000, 1, 1],
  ] as const) {
    const buffer = new ArrayBuffer(room)
    const filled = await fill(fillingReader(make(there)), wanted, buffer)
    expect(Buffer.compare(filled, bytes.subarray(0, wanted))).toBe(0)
    expect(filled.buffer.byteLength).toBe(room)
  }
})

test.each(streams)('says when %s has become shorter', async (_, make) => {
  await expect(fill(fillingReader(make(1000)), 1001, new ArrayBuffer(2000))).rejects.toThrow(
    '1001 bytes were wanted, and 1000 are there',
  )
})

test.each(streams)('wants nothing of %s', async (_, make) => {
  expect(await fill(fillingReader(make(1000)), 0, new ArrayBuffer(10))).toHaveLength(0)
})

test.each(streams)('goes on where it was in %s', async (_, make) => {
  const reader = fillingReader(make(300_000))
  for (const [from, to] of [
    [0, 1500],
    [1500, 1501],
    [1501, 200_000],
    [200_000, 300_000],
  ] as const) {
    const filled = await fill(reader, to - from, new ArrayBuffer(250_000))
    expect(Buffer.compare(filled, bytes.subarray(from, to))).toBe(0)
  }
})
