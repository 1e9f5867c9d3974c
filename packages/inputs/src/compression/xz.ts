/** Decodes xz: streams one after the other, of blocks of LZMA2 (the .xz file format 1.2.1, in the public domain). */
import { Crc64, crc32 } from './checksums.ts'
import type { CompressedBytes } from './compressed-bytes.ts'
import type { DataEnd, Decoding } from './decoding.ts'
import { CutError, DamageError, UnsupportedError } from './decoding-errors.ts'
import { deliverAll, History, MOST_WINDOW } from './history.ts'
import { LzmaDecoder } from './lzma.ts'
import { LZMA2_STEP, lzma2 } from './lzma2.ts'
import { Sha256 } from './sha256.ts'

const MAGIC = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00] as const
const HEADER_BYTES = 12
const LZMA2 = 0x21
/** The kinds of check that are checked; the others are passed over. */
const CRC32 = 1
const CRC64 = 4
const SHA256 = 10
const CHECK_BYTES = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64]

/** Decodes all streams. */
export function xz(input: CompressedBytes): Decoding {
  const history = new History(0, LZMA2_STEP)
  return deliverAll(history, streams(input, history))
}

function* streams(input: CompressedBytes, history: History): Decoding {
  const decoder = new LzmaDecoder()
  for (;;) {
    const check = yield* streamHeader(input)
    let blocks = 0
    for (; yield* beginsBlock(input); blocks++) yield* block(input, history, decoder, check)
    yield* index(input, blocks)
    yield* footer(input, check)
    const next = yield* nextStream(input)
    if (next !== 'stream') return next
  }
}

/** Gives the kind of check that blocks have. */
function* streamHeader(input: CompressedBytes): Generator<undefined, number, void> {
  yield* input.need(HEADER_BYTES)
  const { bytes, at } = input
  const flags = bytes[at + 6] as number
  const check = bytes[at + 7] as number
  input.at += 8
  if (input.littleEndian(4) !== crc32(0, bytes, at + 6, at + 8)) throw new DamageError('a header is damaged')
  if (flags !== 0 || check > 15) throw new UnsupportedError('a newer version of xz')
  return check
}

/** Whether a block begins here, and not the index. */
function* beginsBlock(input: CompressedBytes): Generator<undefined, boolean, void> {
  yield* input.need(1)
  return input.bytes[input.at] !== 0
}

function* block(
  input: CompressedBytes,
  history: History,
  decoder: LzmaDecoder,
  check: number,
): Generator<Uint8Array | undefined, void, void> {
  const windowSize = yield* blockHeader(input)
  let crc = 0
  const crc64 = new Crc64()
  const sha256 = check === SHA256 ? new Sha256() : undefined
  history.onTake = (piece) => {
    if (check === CRC32) crc = crc32(crc, piece)
    else if (check === CRC64) crc64.update(piece)
    else sha256?.update(piece)
  }
  const begin = input.position
  yield* lzma2(input, history, windowSize, decoder)
  const padding = (4 - ((input.position - begin) % 4)) % 4
  const size = CHECK_BYTES[check] as number
  yield* input.need(padding + size)
  for (let count = padding; count > 0; count--) {
    if (input.byte() !== 0) throw new DamageError('padding that is none')
  }
  if (check === CRC32 && input.littleEndian(4) !== crc) throw new DamageError('the checksum is another')
  else if (check === CRC64 && !crc64.is(input.littleEndian(4), input.littleEndian(4))) {
    throw new DamageError('the checksum is another')
  } else if (sha256 !== undefined) {
    if (sha256.digest().some((byte) => byte !== input.byte()))
      throw new DamageError('the checksum is another')
  } else if (check !== CRC32 && check !== CRC64) input.at += size
}

/** Gives how far back matches reach. */
function* blockHeader(input: CompressedBytes): Generator<undefined, number, void> {
  const size = ((input.bytes[input.at] as number) + 1) * 4
  yield* input.need(size)
  const { bytes, at } = input
  const end = at + size - 4
  input.at = end
  if (input.littleEndian(4) !== crc32(0, bytes, at, end)) throw new DamageError('a header is damaged')
  const next = input.at
  const flags = bytes[at + 1] as number
  if ((flags & 0x3c) !== 0) throw new UnsupportedError('a newer version of xz')
  input.at = at + 2
  if ((flags & 0x40) !== 0) yield* number(input)
  if ((flags & 0x80) !== 0) yield* number(input)
  if ((flags & 0x03) !== 0) throw new UnsupportedError('a filter for programs')
  const filter = yield* number(input)
  const propertyBytes = yield* number(input)
  if (filter !== LZMA2) throw new UnsupportedError('a filter other than LZMA2')
  const bits = propertyBytes === 1 && input.at < end ? input.byte() : 255
  if (bits > 40) throw new DamageError('no such window')
  input.at = next
  const window = bits === 40 ? 2 ** 32 : (2 | (bits & 1)) * 2 ** ((bits >> 1) + 11)
  if (window > MOST_WINDOW) throw new UnsupportedError(`a window of ${Math.ceil(window / 2 ** 20)} MiB`)
  return window
}

/** The index says what is known already; it is checked by its checksum alone. */
function* index(input: CompressedBytes, blocks: number): Generator<undefined, void, void> {
  const begin = input.position
  let crc = 0
  const checked = function* (): Generator<undefined, number, void> {
    let value = 0
    let scale = 1
    for (let count = 0; count < 9; count++, scale *= 128) {
      yield* input.need(1)
      const byte = input.byte()
      crc = crc32(crc, Uint8Array.of(byte))
      value += (byte & 127) * scale
      if (byte < 128) return value
    }
    throw new DamageError('a number without end')
  }
  yield* checked()
  if ((yield* checked()) !== blocks) throw new DamageError('an index of other blocks')
  for (let count = 2 * blocks; count > 0; count--) yield* checked()
  while ((input.position - begin) % 4 !== 0) yield* checked()
  yield* input.need(4)
  if (input.littleEndian(4) !== crc) throw new DamageError('an index is damaged')
}

function* footer(input: CompressedBytes, check: number): Generator<undefined, void, void> {
  yield* input.need(HEADER_BYTES)
  const { bytes, at } = input
  const crc = input.littleEndian(4)
  input.at = at + HEADER_BYTES
  const isRight =
    crc === crc32(0, bytes, at + 4, at + 10) &&
    bytes[at + 9] === check &&
    bytes[at + 10] === 0x59 &&
    bytes[at + 11] === 0x5a
  if (!isRight) throw new DamageError('a footer is damaged')
}

/** Streams may have zeros after them, four at a time. */
function* nextStream(input: CompressedBytes): Generator<undefined, 'stream' | DataEnd, void> {
  const begin = input.position
  while ((yield* input.wait(1)) && input.bytes[input.at] === 0) input.at++
  if (!(yield* input.wait(1))) {
    if ((input.position - begin) % 4 !== 0) throw new CutError()
    return 'end'
  }
  if (!(yield* input.wait(MAGIC.length))) return 'other bytes'
  return MAGIC.every((byte, index) => input.bytes[input.at + index] === byte) ? 'stream' : 'other bytes'
}

/** A number in 7 bits a byte, the lowest first. */
function* number(input: CompressedBytes): Generator<undefined, number, void> {
  let value = 0
  let scale = 1
  for (let count = 0; count < 9; count++, scale *= 128) {
    yield* input.need(1)
    const byte = input.byte()
    value += (byte & 127) * scale
    if (byte < 128) return value
  }
  throw new DamageError('a number without end')
}
