/**
 * Decodes zstd (RFC 8878): frames one after the other, with frames between them that are to be skipped. The checksum of a
 * frame is checked where there is WebAssembly: without it that takes longer than the decoding.
 */
import type { CompressedBytes } from './compressed-bytes.ts'
import type { DataEnd, Decoding } from './decoding.ts'
import { DamageError, UnsupportedError } from './decoding-errors.ts'
import { deliverAll, History, MOST_WINDOW } from './history.ts'
import { Xxh64 } from './xxh64.ts'
import { ZSTD_BLOCK, ZstdBlocks } from './zstd-block.ts'

const MAGIC = 0xfd2fb528
/** The first of 16 magics. */
const SKIPPABLE = 0x184d2a50
/** Blocks are not compressed, one byte repeated, or compressed. */
const RAW = 0
const REPEATED = 1
const COMPRESSED = 2

/** Decodes all frames. */
export function zstd(input: CompressedBytes): Decoding {
  const history = new History(0, ZSTD_BLOCK)
  const blocks = new ZstdBlocks()
  const hash = Xxh64.create()
  return deliverAll(
    history,
    frames(input, () => frame(input, history, blocks, hash)),
  )
}

/** Passes over all frames, and tells as {@link zstd} does whether they are whole; it gives nothing. */
export function passFrames(input: CompressedBytes): Decoding {
  return frames(input, () => passFrame(input))
}

function* frames(
  input: CompressedBytes,
  readFrame: () => Generator<Uint8Array | undefined, void, void>,
): Decoding {
  for (;;) {
    yield* input.need(4)
    const magic = input.littleEndian(4)
    if (magic === MAGIC) yield* readFrame()
    else {
      yield* input.need(4)
      yield* input.skip(input.littleEndian(4))
    }
    const next = yield* nextFrame(input)
    if (next !== 'frame') return next
  }
}

function* passFrame(input: CompressedBytes): Generator<undefined, void, void> {
  const { hasChecksum } = yield* frameHeader(input)
  for (let isLast = false; !isLast; ) {
    yield* input.need(3)
    const head = input.littleEndian(3)
    isLast = (head & 1) === 1
    yield* input.skip(((head >> 1) & 3) === REPEATED ? 1 : head >> 3)
  }
  if (hasChecksum) yield* input.skip(4)
}

function* nextFrame(input: CompressedBytes): Generator<undefined, 'frame' | DataEnd, void> {
  if (!(yield* input.wait(1))) return 'end'
  if (!(yield* input.wait(4))) return 'other bytes'
  const magic = input.littleEndian(4)
  input.at -= 4
  return magic === MAGIC || magic - (magic % 16) === SKIPPABLE ? 'frame' : 'other bytes'
}

function* frame(
  input: CompressedBytes,
  history: History,
  blocks: ZstdBlocks,
  hash: Xxh64 | undefined,
): Generator<Uint8Array | undefined, void, void> {
  const { hasChecksum, windowSize, contentSize } = yield* frameHeader(input)
  const checked = hasChecksum ? hash : undefined
  checked?.restart()
  history.onTake = checked && ((piece) => checked.update(piece))
  history.restart(windowSize)
  blocks.restart()
  const mostBytes = Math.min(windowSize, ZSTD_BLOCK)
  let size = 0
  for (let isLast = false; !isLast; ) {
    yield* input.need(3)
    const head = input.littleEndian(3)
    isLast = (head & 1) === 1
    const kind = (head >> 1) & 3
    const length = head >> 3
    if (length > mostBytes || kind > COMPRESSED) throw new DamageError('a block that there is not')
    yield* input.need(kind === REPEATED ? 1 : length)
    history.reserve()
    const before = history.end
    const { bytes, at } = input
    if (kind === COMPRESSED) blocks.decode(bytes, at, at + length, history)
    else {
      if (kind === RAW) history.bytes.set(bytes.subarray(at, at + length), before)
      else history.bytes.fill(bytes[at] as number, before, before + length)
      history.end += length
    }
    input.at = at + (kind === REPEATED ? 1 : length)
    size += history.end - before
    yield* history.flush()
  }
  if (contentSize !== undefined && size !== contentSize) throw new DamageError('the size is another')
  if (!hasChecksum) return
  yield* input.need(4)
  const checksum = input.littleEndian(4)
  if (checked !== undefined && checked.lowerHalf() !== checksum)
    throw new DamageError('the checksum is another')
}

interface FrameHeader {
  readonly windowSize: number
  readonly contentSize: number | undefined
  readonly hasChecksum: boolean
}

function* frameHeader(input: CompressedBytes): Generator<undefined, FrameHeader, void> {
  yield* input.need(1)
  const flags = input.byte()
  if ((flags & 0x08) !== 0) throw new DamageError('a reserved bit is set')
  const isSingle = (flags & 0x20) !== 0
  const dictionaryBytes = [0, 1, 2, 4][flags & 3] as number
  const sizeBytes = flags >> 6 === 0 ? (isSingle ? 1 : 0) : 1 << (flags >> 6)
  yield* input.need((isSingle ? 0 : 1) + dictionaryBytes + sizeBytes)
  const descriptor = isSingle ? 0 : input.byte()
  if (input.littleEndian(dictionaryBytes) !== 0) throw new UnsupportedError('a dictionary')
  const contentSize =
    sizeBytes === 0 ? undefined : input.littleEndian(sizeBytes) + (sizeBytes === 2 ? 256 : 0)
  const base = 2 ** (10 + (descriptor >> 3))
  const windowSize = isSingle ? (contentSize ?? 0) : base + (base / 8) * (descriptor & 7)
  if (windowSize > MOST_WINDOW)
    throw new UnsupportedError(`a window of ${Math.ceil(windowSize / 2 ** 20)} MiB`)
  return { windowSize, contentSize, hasChecksum: (flags & 0x04) !== 0 }
}
