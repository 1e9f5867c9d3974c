/** Where a small table remembers something about an identity. */
import type { Identity } from '../records/identity.ts'

/**
 * A place from 0 to `slots` − 1, a power of two. It looks at little, because it is asked for every call; two identities
 * of one place only take turns.
 */
export function identitySlot(identity: Identity, slots: number): number {
  const { exe = '', comm = '', auid = 0, ses = 0 } = identity
  const ends = exe.charCodeAt(exe.length - 1) + 7 * comm.charCodeAt(comm.length - 1) || 0
  return (ends + 31 * exe.length + 61 * comm.length + auid + ses) & (slots - 1)
}
