/** The accounts of this machine: its passwd and group files, and whatever else nsswitch.conf names. */
import { readFileSync } from 'node:fs'
import { type AccountResolver, accountsFromText, firstOf } from '../accounts/accounts.ts'
import { directoryAccounts, type UpcomingIds } from './directory-accounts.ts'

const PASSWD = '/etc/passwd'
const GROUP = '/etc/group'
const NSSWITCH = '/etc/nsswitch.conf'

/**
 * The accounts of this machine. Files are read when the first name is asked for; getent(1) is asked for ids and names
 * that they do not hold, together with the `upcoming` ones, unless nsswitch.conf(5) says that there are only files. A
 * file that cannot be read counts as empty.
 */
export function systemAccounts(upcoming?: UpcomingIds): AccountResolver {
  return accountsOf(undefined, undefined, upcoming)
}

/**
 * Accounts from a passwd file and a group file, for logs of another machine; where a path is undefined this machine's
 * accounts are used.
 *
 * @throws what reading a given file throws
 */
export function accountsFromFiles(
  passwdPath: string | undefined,
  groupPath: string | undefined,
  upcoming?: UpcomingIds,
): AccountResolver {
  const passwd = passwdPath === undefined ? undefined : readFileSync(passwdPath, 'latin1')
  const group = groupPath === undefined ? undefined : readFileSync(groupPath, 'latin1')
  return accountsOf(passwd, group, upcoming)
}

function accountsOf(
  passwd: string | undefined,
  group: string | undefined,
  upcoming: UpcomingIds | undefined,
): AccountResolver {
  const switches = lazily(() => readIfPossible(NSSWITCH))
  const resolver = (text: string | undefined, database: 'passwd' | 'group', inFile: () => AccountResolver) =>
    lazily(() => {
      const asks = text === undefined && usesMoreThanFiles(switches(), database)
      return firstOf(asks ? [inFile(), directoryAccounts(upcoming)] : [inFile()])
    })
  const users = resolver(passwd, 'passwd', () => accountsFromText(passwd ?? readIfPossible(PASSWD), ''))
  const groups = resolver(group, 'group', () => accountsFromText('', group ?? readIfPossible(GROUP)))
  return {
    userName: (uid) => users().userName(uid),
    userId: (name) => users().userId(name),
    groupName: (gid) => groups().groupName(gid),
    groupId: (name) => groups().groupId(name),
  }
}

/** True when the database has a source besides `files` in the text of nsswitch.conf(5). */
export function usesMoreThanFiles(switches: string, database: 'passwd' | 'group'): boolean {
  for (const line of switches.split('\n')) {
    const [name, sources] = line.replace(/#.*/, '').split(':')
    if (name?.trim() !== database || sources === undefined) continue
    const words = sources.replace(/\[[^\]]*\]/g, ' ').split(/\s+/)
    return words.some((word) => word !== '' && word !== 'files')
  }
  return false
}

function readIfPossible(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}

function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
