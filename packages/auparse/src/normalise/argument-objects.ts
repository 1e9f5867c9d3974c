/** Second objects that are arguments of the call: a new mode, owner or identity (spec 04 §5.7). */
import { parseFieldInteger } from './field-integer.ts'
import { location } from './location.ts'
import type { Normalisation } from './normalisation.ts'

/** The new mode of a chmod; for fchmodat2 this is a pointer [quirk]. */
export function takeNewMode(normalisation: Normalisation): void {
  normalisation.head.rewind()
  normalisation.take('objectSecond', normalisation.call === 'fchmodat' ? 'a2' : 'a1', 0)
}

/** The new owner of a chown or, where the owner is left as it is (-1), the field after it. */
export function takeNewOwner({ head, slots, call }: Normalisation): void {
  head.rewind()
  if (!head.seek(call === 'fchownat' ? 'a2' : 'a1')) return
  // A number beyond 64 bits reads as -1 elsewhere, but not here.
  if (parseFieldInteger(head.raw() ?? '') === -1) head.step()
  slots.objectSecond = location(0, head.fieldNumber)
}

/** How many arguments of a call are ids. */
const identityArguments: ReadonlyMap<string, number> = new Map([
  ['setuid', 1],
  ['setreuid', 2],
  ['setresuid', 3],
  ['setgid', 1],
  ['setregid', 2],
  ['setresgid', 3],
])

/** The rule IDENTITY: the first id argument that is not `unset`. */
export function takeIdentity({ head, slots, call }: Normalisation): void {
  const count = identityArguments.get(call ?? '') ?? 0
  head.rewind()
  if (count === 0 || !head.seek('a0')) return
  for (let argument = 1; head.interpretation() === 'unset'; argument++) {
    if (argument === count || !head.step()) return
  }
  slots.objectSecond = location(0, head.fieldNumber)
}
