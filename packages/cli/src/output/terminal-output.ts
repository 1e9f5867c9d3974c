/** What happens to output on its way to a terminal, or where colour is asked for. */
import { type EscapeMode, terminalSafe } from '@ts-audit/auparse'
import type { OutputFormat } from '@ts-audit/format'
import { type ColourChoice, colourLines, wantsColour } from './colour.ts'

/** Changes complete lines of output just before they are written. */
export type OutputTransform = (bytes: Uint8Array) => Uint8Array

/** Where output goes, as far as its form depends on it. */
export interface Destination {
  /** Whether a file descriptor is a terminal. */
  readonly isTerminal: (descriptor: number) => boolean
  /** File descriptor of the data output. */
  readonly stdout: number
  /** Environment variables. */
  readonly variables: Readonly<Record<string, string | undefined>>
}

/**
 * The change that a format, the options and the terminal ask for, or undefined for none: what goes into a file or a pipe
 * without `--color always` stays as it is, byte for byte.
 */
export function outputTransform(
  format: Pick<OutputFormat, 'guarded' | 'coloured'>,
  options: { readonly escape: EscapeMode; readonly colour: ColourChoice },
  { isTerminal, stdout, variables }: Destination,
): OutputTransform | undefined {
  const toTerminal = isTerminal(stdout)
  const guarded = toTerminal && options.escape === 'tty' && format.guarded
  const coloured = format.coloured && wantsColour(options.colour, toTerminal, variables)
  return lineTransform(guarded, coloured ? colourLines : undefined)
}

/** The guard and the colour that are wanted as one change, the guard first; undefined for neither. */
export function lineTransform(
  guarded: boolean,
  colour: ((text: string) => string) | undefined,
): OutputTransform | undefined {
  if (!guarded && colour === undefined) return undefined
  return (bytes) => {
    const safe = guarded ? terminalSafe(bytes) : bytes
    return colour === undefined ? safe : Buffer.from(colour(Buffer.from(safe).toString('latin1')), 'latin1')
  }
}
