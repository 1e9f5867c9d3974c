/** What the page says of itself: the files it was made of with their digests, when, where, and by which command line. */
import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { hostname } from 'node:os'
import { type Exhibit, type ExhibitFile, shellWord } from '@ts-audit/bpf'
import { fileName } from '../../output/system-text.ts'

const PROGRAM = 'ts-aureport'
const PIECE = 1 << 20

/** What was never released has the version 0.0.0, which would tell a reader nothing. */
function toolOf(version: string | undefined): string {
  if (version === undefined) return PROGRAM
  return version === '0.0.0' ? `${PROGRAM}, a development build (0.0.0)` : `${PROGRAM} ${version}`
}

/** What an exhibit is made of. */
export interface ExhibitSetting {
  /** The words after the program's name; latin1. */
  readonly tokens: readonly string[]
  /** Paths of the files that were read; latin1. */
  readonly files: readonly string[]
  readonly version: string | undefined
  /** Milliseconds since 1970-01-01 UTC. */
  readonly now: number
}

/** Gathers it; files are read once more for their digests. */
export function exhibitOf({ tokens, files, version, now }: ExhibitSetting): Exhibit {
  return {
    made: now,
    host: Buffer.from(hostname()).toString('latin1'),
    tool: toolOf(version),
    commandLine: [PROGRAM, ...tokens].map(shellWord).join(' '),
    files: files.map(exhibitFile),
  }
}

/** The size, time and digest of a regular file; of a pipe, or what is gone, the name alone. */
export function exhibitFile(name: string): ExhibitFile & { readonly changed?: number } {
  try {
    const descriptor = openSync(fileName(name), 'r')
    try {
      const stat = fstatSync(descriptor)
      if (!stat.isFile()) return { name }
      const hash = createHash('sha256')
      const piece = Buffer.allocUnsafe(PIECE)
      let size = 0
      for (;;) {
        const count = readSync(descriptor, piece, 0, PIECE, null)
        if (count === 0) break
        size += count
        hash.update(piece.subarray(0, count))
      }
      return { name, size, changed: Math.floor(stat.mtimeMs), sha256: hash.digest('hex') }
    } finally {
      closeSync(descriptor)
    }
  } catch {
    return { name }
  }
}
