/** Where a small table remembers something about an identity. */
import type { Identity } from '../fields/process-objects.ts'

/** Characters of a name that count, from its end: `loader17` and `loader18` differ there. */
const LOOKED_AT = 8

/**
 * A place from 0 to `slots` − 1, where `slots` is a power of two. It looks at few characters, as it runs for every call;
 * identities that share a place replace each other, which costs what the table would have saved.
 */
export function identitySlot(identity: Identity, slots: number): number {
  const { exe = '', comm = '', auid = 0, ses = 0 } = identity
  let hash = mixEnd(mixEnd(Math.imul(auid, 61) + ses, exe), comm)
  hash ^= hash >>> 15
  return (Math.imul(hash, 0x2c1b3c6d) >>> 12) & (slots - 1)
}

function mixEnd(hash: number, text: string): number {
  let mixed = hash
  for (let at = Math.max(0, text.length - LOOKED_AT); at < text.length; at++) {
    mixed = (Math.imul(mixed, 31) + text.charCodeAt(at)) | 0
  }
  return mixed
}
