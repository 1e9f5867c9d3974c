/** How much may come of compressed data: little of it can be made to fill any memory, or take any time. */

/** What stops decompression. */
export interface DecompressionLimits {
  /** The most decompressed bytes for one compressed byte, once {@link ratioAfter} bytes have come; default 1000. */
  readonly ratio?: number | undefined
  /** Default 16 MiB. */
  readonly ratioAfter?: number | undefined
  /** The most bytes that may come of one input; default: any number. */
  readonly bytes?: number | undefined
}

/** Logs come to 16 to 41 times their compressed size, gzip to at most 1032. */
const RATIO = 1000
const RATIO_AFTER = 16 << 20

/** Why compressed data is not read, or not read further. */
export type CompressionProblem = 'no decoder' | 'unsupported' | 'nested' | 'ratio' | 'bytes'

/** Compressed data is not read, or not to its end; what was read before has been delivered. The message is a predicate. */
export class CompressionError extends Error {
  override readonly name = 'CompressionError'
  readonly problem: CompressionProblem
  /** A command that decompresses it to stdout, where that helps. */
  readonly command: string | undefined

  constructor(problem: CompressionProblem, message: string, command?: string) {
    super(message)
    this.problem = problem
    this.command = command
  }
}

/** Throws when so much has come of so much compressed data that it is no log. */
export function checkLimits(compressed: number, decompressed: number, limits: DecompressionLimits): void {
  const { ratio = RATIO, ratioAfter = RATIO_AFTER, bytes = Number.POSITIVE_INFINITY } = limits
  if (decompressed > bytes) {
    throw new CompressionError('bytes', `decompresses to more than the allowed ${bytes} bytes`)
  }
  if (decompressed > ratioAfter && decompressed > ratio * compressed) {
    throw new CompressionError(
      'ratio',
      `decompresses to more than ${ratio} times its size, which logs do not: it was read up to byte ${decompressed}`,
    )
  }
}
