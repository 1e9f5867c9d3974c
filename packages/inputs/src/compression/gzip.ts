/** Decodes gzip (RFC 1952): members one after the other, and zeros after the last. */
import { crc32 } from './checksums.ts'
import type { CompressedBytes } from './compressed-bytes.ts'
import type { DataEnd, Decoding } from './decoding.ts'
import { DamageError } from './decoding-errors.ts'
import { deliverAll, History } from './history.ts'
import { DEFLATE_STEP, DEFLATE_WINDOW, inflate } from './inflate.ts'

const ID_1 = 0x1f
const ID_2 = 0x8b
const DEFLATE = 8
const HEADER_BYTES = 10
const HAS_CHECKSUM = 0x02
const HAS_EXTRA = 0x04
const HAS_NAME = 0x08
const HAS_COMMENT = 0x10
const RESERVED = 0xe0

/** Decodes all members. */
export function gzip(input: CompressedBytes): Decoding {
  const history = new History(DEFLATE_WINDOW, DEFLATE_STEP)
  return deliverAll(history, members(input, history))
}

function* members(input: CompressedBytes, history: History): Decoding {
  let crc = 0
  let size = 0
  history.onTake = (piece) => {
    crc = crc32(crc, piece)
    size = (size + piece.length) >>> 0
  }
  for (;;) {
    yield* header(input)
    history.restart(DEFLATE_WINDOW)
    crc = 0
    size = 0
    yield* inflate(input, history)
    yield* history.flush()
    yield* input.need(8)
    const isRight = input.littleEndian(4) === crc
    if (input.littleEndian(4) !== size || !isRight) throw new DamageError('the checksum is another')
    const next = yield* nextMember(input)
    if (next !== 'member') return next
  }
}

function* nextMember(input: CompressedBytes): Generator<undefined, 'member' | DataEnd, void> {
  while ((yield* input.wait(1)) && input.bytes[input.at] === 0) input.at++
  if (!(yield* input.wait(1))) return 'end'
  const isMember =
    (yield* input.wait(2)) && input.bytes[input.at] === ID_1 && input.bytes[input.at + 1] === ID_2
  return isMember ? 'member' : 'other bytes'
}

function* header(input: CompressedBytes): Generator<undefined, void, void> {
  yield* input.need(HEADER_BYTES)
  const method = input.bytes[input.at + 2]
  const flags = input.bytes[input.at + 3] as number
  if (method !== DEFLATE || (flags & RESERVED) !== 0) throw new DamageError('a header that there is not')
  input.at += HEADER_BYTES
  if ((flags & HAS_EXTRA) !== 0) {
    yield* input.need(2)
    yield* input.skip(input.littleEndian(2))
  }
  if ((flags & HAS_NAME) !== 0) yield* skipText(input)
  if ((flags & HAS_COMMENT) !== 0) yield* skipText(input)
  if ((flags & HAS_CHECKSUM) !== 0) yield* input.skip(2)
}

function* skipText(input: CompressedBytes): Generator<undefined, void, void> {
  do yield* input.need(1)
  while (input.byte() !== 0)
}
