/** `--passwd` and `--group`: names of users and groups as the machine that wrote the log has them. */
import { accountsFromFiles } from '@ts-audit/auparse/node'
import { argumentOf, refuse } from '../options/argument.ts'
import { type NamedUse, UsageError } from '../options/command-table.ts'
import { fileName, systemErrorText } from '../output/system-text.ts'
import type { AusearchContext, AusearchOption } from './options.ts'

const PASSWD = '--passwd'
const GROUP = '--group'

export const accountFileOptions: readonly AusearchOption[] = [
  fileOption(PASSWD, 'passwdFile', 'user names', (path) => accountsFromFiles(path, undefined)),
  fileOption(GROUP, 'groupFile', 'group names', (path) => accountsFromFiles(undefined, path)),
]

/**
 * The context in which names are looked up in the given files, wherever on the command line these are given. A file
 * that cannot be read is reported where it stands, or at the first name before it.
 */
export function withNamedAccounts(uses: readonly NamedUse[], context: AusearchContext): AusearchContext {
  const passwd = lastArgument(uses, PASSWD)
  const group = lastArgument(uses, GROUP)
  if (passwd === undefined && group === undefined) return context
  let found: AusearchContext['accounts'] | undefined
  const accounts = (): AusearchContext['accounts'] => {
    found ??= readAccounts(`${PASSWD} or ${GROUP}`, () => accountsFromFiles(passwd, group))
    return found
  }
  return {
    ...context,
    accounts: { userId: (name) => accounts().userId(name), groupId: (name) => accounts().groupId(name) },
  }
}

function lastArgument(uses: readonly NamedUse[], option: string): string | undefined {
  const value = uses.findLast((named) => named.option === option)?.use.values[0]
  return value === undefined ? undefined : fileName(value)
}

function fileOption(
  name: '--passwd' | '--group',
  part: 'passwdFile' | 'groupFile',
  what: string,
  read: (path: string) => unknown,
): AusearchOption {
  return {
    names: [name],
    argument: 'one',
    placeholder: '<file>',
    meaning: `Take ${what} from this file of another machine, in the form of ${name.replace('--', '/etc/')}`,
    group: 'Users and groups',
    completion: { kind: 'file' },
    apply(state, use) {
      readAccounts(`${name} ${argumentOf(use)}`, () => read(fileName(argumentOf(use))))
      state[part] = argumentOf(use)
    },
  }
}

function readAccounts<T>(what: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof UsageError) throw error
    const { code = 'EIO' } = error as NodeJS.ErrnoException
    return refuse(`Error reading ${what} (${systemErrorText(code)})`)
  }
}
