/** Names of users and groups: the resolver that interpretation asks, and one made from passwd(5) and group(5) texts. */

/** Tells names of ids and ids of names. Names are latin1 texts; an answer may be remembered for a whole run. */
export interface AccountResolver {
  /** The login name of a user id (0 to 2^32−1), or undefined. */
  userName(uid: number): string | undefined
  /** The name of a group id (0 to 2^32−1), or undefined. */
  groupName(gid: number): string | undefined
  /** The id of a login name, or undefined. */
  userId(name: string): number | undefined
  /** The id of a group name, or undefined. */
  groupId(name: string): number | undefined
}

/** Has no account at all. */
export const noAccounts: AccountResolver = {
  userName: () => undefined,
  groupName: () => undefined,
  userId: () => undefined,
  groupId: () => undefined,
}

/** Names are cut to 63 bytes (spec 03 §4.1). */
const LONGEST_NAME = 63
/** The reference reads a group into a buffer of this many bytes: a pointer per member, and the line (spec 03 §4.2). */
const GROUP_BUFFER = 1024
const POINTER = 8
/** What may stand before an entry. */
const WHITE_SPACE = /^[ \t\v\f\r]+/

/**
 * A resolver over the texts of a passwd file and a group file (latin1). As in the C library, the first line for an id
 * or name wins; lines that are not entries are skipped.
 */
export function accountsFromText(passwd: string, group: string): AccountResolver {
  const users = parseEntries(passwd, userEntry)
  const groups = parseEntries(group, groupEntry)
  return {
    userName: (uid) => users.names.get(uid),
    groupName: (gid) => groups.names.get(gid),
    userId: (name) => users.ids.get(name),
    groupId: (name) => groups.ids.get(name),
  }
}

/** Asks one resolver after the other, up to the first that knows the answer. */
export function firstOf(resolvers: readonly AccountResolver[]): AccountResolver {
  const ask = <Key, Answer>(question: (resolver: AccountResolver, key: Key) => Answer | undefined) => {
    return (key: Key): Answer | undefined => {
      for (const resolver of resolvers) {
        const answer = question(resolver, key)
        if (answer !== undefined) return answer
      }
      return undefined
    }
  }
  return {
    userName: ask((resolver, uid: number) => resolver.userName(uid)),
    groupName: ask((resolver, gid: number) => resolver.groupName(gid)),
    userId: ask((resolver, name: string) => resolver.userId(name)),
    groupId: ask((resolver, name: string) => resolver.groupId(name)),
  }
}

interface Entry {
  readonly name: string
  readonly id: number
  /** Undefined for a group too large for the reference to name. */
  readonly shown: string | undefined
}

interface Directory {
  readonly names: ReadonlyMap<number, string | undefined>
  readonly ids: ReadonlyMap<string, number>
}

function parseEntries(text: string, parse: (line: string) => Entry | undefined): Directory {
  const names = new Map<number, string | undefined>()
  const ids = new Map<string, number>()
  for (const line of text.split('\n')) {
    const entry = parse(line.replace(WHITE_SPACE, ''))
    if (entry === undefined) continue
    if (!names.has(entry.id)) names.set(entry.id, entry.shown)
    if (!ids.has(entry.name)) ids.set(entry.name, entry.id)
  }
  return { names, ids }
}

function userEntry(line: string): Entry | undefined {
  const [name, , uid, gid] = line.split(':')
  return idOf(gid) === undefined ? undefined : entryOf(name, uid, true)
}

function groupEntry(line: string): Entry | undefined {
  const [name, , gid, list = ''] = line.split(':')
  const members = list === '' ? 0 : list.split(',').length
  return entryOf(name, gid, line.length + 1 + POINTER * (members + 1) <= GROUP_BUFFER)
}

/** Comments and the `+name` and `-name` of NIS are not entries. */
function entryOf(name: string | undefined, digits: string | undefined, named: boolean): Entry | undefined {
  const id = idOf(digits)
  if (name === undefined || id === undefined || /^[#+-]/.test(name)) return undefined
  return { name, id, shown: named ? name.slice(0, LONGEST_NAME) : undefined }
}

/** White space and a plus may stand before a number, as for strtoul(3); a number that is too large is no account. */
function idOf(digits: string | undefined): number | undefined {
  if (digits === undefined || !/^[ \t\v\f\r]*\+?\d+$/.test(digits)) return undefined
  const id = Number(digits)
  return id > 0xffff_ffff ? undefined : id
}
