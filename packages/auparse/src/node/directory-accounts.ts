/** Accounts that are in no file (LDAP, SSSD, systemd), asked of getent(1) and remembered. */
import { execFileSync } from 'node:child_process'
import { type AccountResolver, accountsFromText } from '../accounts/accounts.ts'

type Database = 'passwd' | 'group'

/** Gives the lines getent(1) has for the keys; empty when it has none or cannot be run. */
export type GetEntries = (database: Database, keys: readonly string[]) => string

/**
 * A process is started per unknown id, each a few milliseconds; a log full of made-up ids must not start any number of
 * them. Beyond this many the rest are unknown.
 */
const MOST_CALLS = 64
const TIMEOUT_MILLISECONDS = 5000

/** A resolver that asks getent(1), once for each id or name, answers remembered. */
export function directoryAccounts(getEntries: GetEntries = runGetent): AccountResolver {
  const known = new Map<string, AccountResolver>()
  const ask = (database: Database, key: string): AccountResolver | undefined => {
    const question = `${database} ${key}`
    const answer = known.get(question)
    if (answer !== undefined || known.size >= MOST_CALLS) return answer
    const lines = getEntries(database, [key])
    const accounts = database === 'passwd' ? accountsFromText(lines, '') : accountsFromText('', lines)
    known.set(question, accounts)
    return accounts
  }
  return {
    userName: (uid) => ask('passwd', String(uid))?.userName(uid),
    groupName: (gid) => ask('group', String(gid))?.groupName(gid),
    userId: (name) => (isName(name) ? ask('passwd', name)?.userId(name) : undefined),
    groupId: (name) => (isName(name) ? ask('group', name)?.groupId(name) : undefined),
  }
}

/** getent(1) takes digits for an id and would answer another question. */
function isName(text: string): boolean {
  return !/^\d*$/.test(text) && !text.includes('\0')
}

function runGetent(database: Database, keys: readonly string[]): string {
  const words = keys.map((key) => Buffer.from(key, 'latin1').toString('utf8'))
  try {
    return execFileSync('getent', [database, '--', ...words], {
      encoding: 'latin1',
      timeout: TIMEOUT_MILLISECONDS,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  } catch {
    return ''
  }
}
