/** How a format is made, loaded when it is needed: all of them together take longer to compile than a short search. */
import type { OutputFormatName } from './format-facts.ts'
import type { FormatMaker } from './format-maker.ts'
import { makeDefault, makeRaw } from './plain-formats.ts'

/**
 * Loads what makes the format of that name.
 *
 * @throws RangeError for a name that no format has
 */
export async function loadFormat(name: OutputFormatName): Promise<FormatMaker> {
  if (name === 'default') return makeDefault
  if (name === 'raw') return makeRaw
  // In one piece: the files that several would share take longer to open than what they leave out.
  return (await import('./output-formats.ts')).outputFormat(name).create
}
