/** The accounts of this machine, or of another one by its passwd and group files. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { type AccountResolver, accountsFromText, firstOf } from '../accounts/accounts.ts'

const PASSWD = '/etc/passwd'
const GROUP = '/etc/group'
const NSSWITCH = '/etc/nsswitch.conf'
/** getent is started for at most this many ids and names a run; more are a log of another machine. */
const MAX_LOOKUPS = 256
/** A directory service that does not answer must not hold a search up for ever (milliseconds). */
const LOOKUP_TIMEOUT = 5000

/** A resolver over the passwd(5) and group(5) files given; a file that cannot be read has no entries. */
export function accountsFromFiles(passwdPath: string, groupPath: string): AccountResolver {
  return accountsFromText(readText(passwdPath), readText(groupPath))
}

/**
 * The accounts of this machine: its files first and, where nsswitch.conf names other sources (SSSD, LDAP, systemd),
 * what getent(1) says. Nothing is read before the first question, and nothing is asked twice.
 */
export function systemAccounts(): AccountResolver {
  return lazily(() => firstOf([accountsFromFiles(PASSWD, GROUP), directoryAccounts(readText(NSSWITCH))]))
}

/** What getent says, for the databases that have other sources than files. */
function directoryAccounts(nsswitch: string): AccountResolver {
  const users = createLookup('passwd', hasDirectory(nsswitch, 'passwd'))
  const groups = createLookup('group', hasDirectory(nsswitch, 'group'))
  return {
    userName: (uid) => users(String(uid))?.name,
    groupName: (gid) => groups(String(gid))?.name,
    userId: (name) => users(name)?.id,
    groupId: (name) => groups(name)?.id,
  }
}

/** Whether nsswitch.conf(5) names another source than `files` for a database. */
function hasDirectory(nsswitch: string, database: string): boolean {
  const line = nsswitch.split('\n').find((text) => text.trimStart().startsWith(`${database}:`))
  if (line === undefined) return false
  const sources = line.slice(line.indexOf(':') + 1).replace(/\[[^\]]*\]|#.*/g, ' ')
  return sources.split(/\s+/).some((source) => source !== '' && source !== 'files' && source !== 'compat')
}

interface Entry {
  readonly name: string
  readonly id: number
}

function createLookup(database: string, enabled: boolean): (key: string) => Entry | undefined {
  const known = new Map<string, Entry | undefined>()
  return (key) => {
    if (!enabled || key === '' || key.startsWith('-')) return undefined
    if (!known.has(key) && known.size < MAX_LOOKUPS) known.set(key, getent(database, key))
    return known.get(key)
  }
}

function getent(database: string, key: string): Entry | undefined {
  try {
    const [name = '', , id] = execFileSync('getent', [database, key], {
      encoding: 'latin1',
      timeout: LOOKUP_TIMEOUT,
      stdio: ['ignore', 'pipe', 'ignore'],
    }).split(':')
    return id === undefined ? undefined : { name, id: Number(id) }
  } catch {
    // Not found, or no getent on this machine.
    return undefined
  }
}

function lazily(make: () => AccountResolver): AccountResolver {
  let made: AccountResolver | undefined
  const resolver = (): AccountResolver => {
    made ??= make()
    return made
  }
  return {
    userName: (uid) => resolver().userName(uid),
    groupName: (gid) => resolver().groupName(gid),
    userId: (name) => resolver().userId(name),
    groupId: (name) => resolver().groupId(name),
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}
