/** The user and group ids in the part of the log that is being looked at: a search that lacks one name will soon lack others. */
import type { UpcomingIds } from '@ts-audit/auparse/node'
import { latin1 } from '@ts-audit/log/internal'

/** `uid=1000`, `auid=1000`, `inode_uid=1000`; and the same of groups. */
const USERS = /uid=(\d{1,10})(?!\d)/g
const GROUPS = /gid=(\d{1,10})(?!\d)/g
const LARGEST_ID = 0xffff_fffe

/** Ids are searched for only when they are asked for, and once in each chunk. */
export class IdsAhead implements UpcomingIds {
  #bytes: Uint8Array = new Uint8Array(0)
  #usersIn: Uint8Array | undefined
  #groupsIn: Uint8Array | undefined

  /** Notes which bytes are being looked at; they are read before the next are. */
  see(bytes: Uint8Array): void {
    this.#bytes = bytes
  }

  users(): Iterable<number> {
    if (this.#usersIn === this.#bytes) return []
    this.#usersIn = this.#bytes
    return idsIn(this.#bytes, USERS)
  }

  groups(): Iterable<number> {
    if (this.#groupsIn === this.#bytes) return []
    this.#groupsIn = this.#bytes
    return idsIn(this.#bytes, GROUPS)
  }
}

function idsIn(bytes: Uint8Array, pattern: RegExp): Set<number> {
  const ids = new Set<number>()
  for (const [, digits = ''] of latin1(bytes, 0, bytes.length).matchAll(pattern)) {
    const id = Number(digits)
    if (id <= LARGEST_ID) ids.add(id)
  }
  return ids
}
