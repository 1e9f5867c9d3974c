/** Decodes LZMA2: chunks of up to 2 MiB, each LZMA or stored. */
import type { CompressedBytes } from './compressed-bytes.ts'
import { CutError, DamageError } from './decoding-errors.ts'
import type { History } from './history.ts'
import type { LzmaDecoder } from './lzma.ts'

/** What a chunk adds at most. */
export const LZMA2_STEP: number = 1 << 21

/** Decodes chunks up to the one that ends them. */
export function* lzma2(
  input: CompressedBytes,
  history: History,
  windowSize: number,
  decoder: LzmaDecoder,
): Generator<Uint8Array | undefined, void, void> {
  let needsDictionary = true
  let needsProperties = true
  for (;;) {
    yield* input.need(1)
    const control = input.byte()
    if (control === 0) return
    const isStored = control < 0x80
    if (isStored && control > 2) throw new DamageError('no such chunk')
    if (control === 1 || control >= 0xe0) {
      needsDictionary = false
      history.restart(windowSize)
      decoder.resetPosition()
    } else if (needsDictionary) throw new DamageError('a chunk without its dictionary')
    if (isStored) yield* stored(input, history, decoder)
    else {
      if (control >= 0xc0) needsProperties = false
      else if (needsProperties) throw new DamageError('a chunk without its properties')
      yield* compressed(input, history, control, decoder)
    }
    yield* history.flush()
  }
}

function* stored(
  input: CompressedBytes,
  history: History,
  decoder: LzmaDecoder,
): Generator<undefined, void, void> {
  yield* input.need(2)
  const size = input.byte() * 256 + input.byte() + 1
  const isWhole = yield* input.wait(size)
  const there = Math.min(size, input.available)
  history.reserve()
  history.bytes.set(input.bytes.subarray(input.at, input.at + there), history.end)
  history.end += there
  input.at += there
  if (!isWhole) throw new CutError()
  decoder.passBy(size)
}

function* compressed(
  input: CompressedBytes,
  history: History,
  control: number,
  decoder: LzmaDecoder,
): Generator<undefined, void, void> {
  const hasProperties = control >= 0xc0
  yield* input.need(hasProperties ? 5 : 4)
  const size = ((control & 0x1f) << 16) + input.byte() * 256 + input.byte() + 1
  const compressedSize = input.byte() * 256 + input.byte() + 1
  if (hasProperties) decoder.setProperties(input.byte())
  else if (control >= 0xa0) decoder.resetState()
  const isWhole = yield* input.wait(compressedSize)
  const end = isWhole ? input.at + compressedSize : input.end
  history.reserve()
  try {
    const read = decoder.decode(history, size, input.bytes, input.at, end)
    if (!isWhole) throw new CutError()
    if (read !== end) throw new DamageError('a chunk that is not all used')
  } catch (error) {
    // In a whole chunk there is more to read than its symbols need.
    throw isWhole && error instanceof CutError ? new DamageError('a chunk that is too short') : error
  }
  input.at = end
}
