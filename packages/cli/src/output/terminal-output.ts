/** What happens to output on its way to a terminal, or where colour is asked for. */
import { terminalSafe } from '@ts-audit/auparse'
import type { AusearchOptions } from '../ausearch/options.ts'
import type { CommandEnvironment } from '../run/environment.ts'
import { colourLines, wantsColour } from './colour.ts'

/** Changes complete lines of output just before they are written. */
export type OutputTransform = (bytes: Uint8Array) => Uint8Array

/**
 * The change that the options and the terminal ask for, or undefined for none: what goes into a file or a pipe without
 * `--color always` stays as it is, byte for byte.
 */
export function outputTransform(
  options: Pick<AusearchOptions, 'format' | 'escape' | 'colour'>,
  { isTerminal, stdout, variables }: Pick<CommandEnvironment, 'isTerminal' | 'stdout' | 'variables'>,
): OutputTransform | undefined {
  const toTerminal = isTerminal(stdout)
  const { format, colour } = options
  const guarded = toTerminal && options.escape === 'tty' && format !== 'raw'
  const coloured =
    (format === 'default' || format === 'interpret') && wantsColour(colour, toTerminal, variables)
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
