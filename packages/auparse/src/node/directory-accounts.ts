/** Accounts that are in no file (LDAP, SSSD, systemd), asked of getent(1) and remembered. */
import { createRequire } from 'node:module'
import { type AccountResolver, accountsFromText } from '../accounts/accounts.ts'

type Database = 'passwd' | 'group'

/** Gives the lines getent(1) has for the keys; empty when it has none or cannot be run. */
export type GetEntries = (database: Database, keys: readonly string[]) => string

/** Ids that will probably be needed soon; they are looked up together with one that is needed now. Each is given once. */
export interface UpcomingIds {
  users(): Iterable<number>
  groups(): Iterable<number>
}

/**
 * Each question without a known answer starts a process, which takes a few milliseconds; a log full of made-up ids must not
 * start any number of them. This many questions that {@link UpcomingIds} did not foresee are answered, the rest counts as
 * unknown.
 */
const MOST_CALLS = 64
/** How many ids are asked for at once: their digits fit one command line. */
const MOST_KEYS = 8192
/** How many answers are kept, and ids waiting to be asked for; beyond that all are forgotten. */
const MOST_KEPT = 200_000
const TIMEOUT_MILLISECONDS = 5000
/** Groups may have many members. */
const MOST_BYTES = 64 << 20
/** Exit status of getent(1). */
const SOME_NOT_FOUND = 2

/** A resolver that asks getent(1) once for each id or name and remembers the answers. */
export function directoryAccounts(
  upcoming?: UpcomingIds,
  getEntries: GetEntries = runGetent,
): AccountResolver {
  const users = new Directory('passwd', getEntries, () => upcoming?.users() ?? [])
  const groups = new Directory('group', getEntries, () => upcoming?.groups() ?? [])
  return {
    userName: (uid) => users.ask(String(uid))?.userName(uid),
    groupName: (gid) => groups.ask(String(gid))?.groupName(gid),
    userId: (name) => (isName(name) ? users.ask(name)?.userId(name) : undefined),
    groupId: (name) => (isName(name) ? groups.ask(name)?.groupId(name) : undefined),
  }
}

/** One of the databases. */
class Directory {
  readonly #database: Database
  readonly #getEntries: GetEntries
  readonly #upcoming: () => Iterable<number>
  /** Answers by what was asked; those that came together share one resolver. */
  readonly #known = new Map<string, AccountResolver>()
  /** Ids that are foreseen and were not asked yet. */
  readonly #waiting = new Set<string>()
  #unforeseen = 0

  constructor(database: Database, getEntries: GetEntries, upcoming: () => Iterable<number>) {
    this.#database = database
    this.#getEntries = getEntries
    this.#upcoming = upcoming
  }

  /** Accounts that include the one with this id or name, if there is one. */
  ask(key: string): AccountResolver | undefined {
    const answer = this.#known.get(key)
    if (answer !== undefined) return answer
    const keys = this.#keysWith(key)
    if (keys.length === 1 && this.#unforeseen++ >= MOST_CALLS) return undefined
    const lines = this.#getEntries(this.#database, keys)
    if (this.#known.size > MOST_KEPT) this.#known.clear()
    const accounts = this.#database === 'passwd' ? accountsFromText(lines, '') : accountsFromText('', lines)
    for (const each of keys) this.#known.set(each, accounts)
    return accounts
  }

  /** A key, and ids that are not known yet and will be asked for soon. */
  #keysWith(key: string): readonly string[] {
    const waiting = this.#waiting
    for (const id of this.#upcoming()) {
      if (waiting.size > MOST_KEPT) waiting.clear()
      if (!this.#known.has(String(id))) waiting.add(String(id))
    }
    waiting.delete(key)
    const keys = [key]
    for (const each of waiting) {
      if (keys.length >= MOST_KEYS) break
      keys.push(each)
      waiting.delete(each)
    }
    return keys
  }
}

/** getent(1) would take digits for an id and answer another question. */
function isName(text: string): boolean {
  return !/^\d*$/.test(text) && !text.includes('\0')
}

function runGetent(database: Database, keys: readonly string[]): string {
  const words = keys.map((key) => Buffer.from(key, 'latin1').toString('utf8'))
  // Loaded when somebody is asked about: with all that it needs it takes milliseconds of every start.
  const { execFileSync } = createRequire('/')('node:child_process') as typeof import('node:child_process')
  try {
    return execFileSync('getent', [database, '--', ...words], {
      encoding: 'latin1',
      timeout: TIMEOUT_MILLISECONDS,
      maxBuffer: MOST_BYTES,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  } catch (error) {
    // Status 2: one or more of the keys were not found; what was found has been printed.
    const { status, stdout } = error as { readonly status?: number; readonly stdout?: unknown }
    return status === SOME_NOT_FOUND && typeof stdout === 'string' ? stdout : ''
  }
}
