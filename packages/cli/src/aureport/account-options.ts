/** `--passwd`, `--group` and `--enriched-names`: names as the machine that wrote the log has them. */
import { readFileSync } from 'node:fs'
import { argumentOf } from '../options/argument.ts'
import { fileName, systemErrorText } from '../output/system-text.ts'
import { refuseExtension } from './option-errors.ts'
import type { AureportOption } from './options.ts'

const GROUP = 'Output'

export const accountOptions: readonly AureportOption[] = [
  fileOption('--passwd', 'passwdFile', 'user names'),
  fileOption('--group', 'groupFile', 'group names'),
  {
    names: ['--enriched-names'],
    argument: 'none',
    meaning:
      'with -i, take the names that an enriched log carries; those of this machine, or of --passwd, where it carries none',
    group: GROUP,
    apply(state) {
      state.enrichedNames = true
    },
  },
]

function fileOption(
  name: '--passwd' | '--group',
  part: 'passwdFile' | 'groupFile',
  what: string,
): AureportOption {
  return {
    names: [name],
    argument: 'one',
    placeholder: 'file',
    meaning: `with -i, take ${what} from this file of another machine, in the form of ${name.replace('--', '/etc/')}`,
    group: GROUP,
    completion: { kind: 'file' },
    apply(state, use) {
      const path = argumentOf(use)
      try {
        readFileSync(fileName(path))
      } catch (error) {
        const { code = 'EIO' } = error as NodeJS.ErrnoException
        refuseExtension(`Error reading ${name} ${path} (${systemErrorText(code)})`)
      }
      state[part] = path
    },
  }
}
