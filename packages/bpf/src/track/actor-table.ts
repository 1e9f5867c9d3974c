/** The identities of processes, each kept once, in columns. */
import { ENRICHED, NUMBER_NAMES, TEXT_NAMES } from '../fields/process.ts'
import { type Identity, makeEnrichment, makeIdentity } from '../fields/process-objects.ts'
import { NumberColumn, Uint32Column } from './columns.ts'
import { identitySlot } from './identity-slot.ts'
import { finish, step, type TextPool } from './text-pool.ts'

const FIRST_CAPACITY = 256
const SLOTS = 256

/** Identities with a number from 1, the same for equal ones; 0 stands for none. */
export class ActorTable {
  readonly #texts: TextPool
  /** A column for each field of an identity, and for each account name; what follows from them has none. */
  readonly #numberColumns = columnsOf(NUMBER_NAMES, () => new NumberColumn())
  readonly #textColumns = columnsOf(TEXT_NAMES, () => new Uint32Column())
  readonly #nameColumns = columnsOf(ENRICHED, () => new Uint32Column())
  /** Those of its texts, then those of its account names. */
  readonly #wordColumns: readonly Uint32Column[] = [
    ...TEXT_NAMES.map((name) => this.#textColumns[name]),
    ...ENRICHED.map((name) => this.#nameColumns[name]),
  ]
  /** The numbers for these columns of the identity that is being looked for. */
  readonly #words = new Uint32Array(TEXT_NAMES.length + ENRICHED.length)
  /** 1 where an account name is known: mostly none is. */
  readonly #isNamed = new Uint32Column()
  readonly #hashes = new Uint32Column()
  #count = 0
  readonly #seed = Math.floor(Math.random() * 0xffff_ffff)
  /** Open addressing with linear probing; 0 is a free place. */
  #table = new Uint32Array(FIRST_CAPACITY)
  /** The identities looked at last, by the low bits of their number, and those looked up last. */
  readonly #recentIds = new Uint32Array(SLOTS)
  readonly #recent = new Array<Identity | undefined>(SLOTS).fill(undefined)
  readonly #madeIds = new Uint32Array(SLOTS)
  readonly #made = new Array<Identity | undefined>(SLOTS).fill(undefined)

  constructor(texts: TextPool) {
    this.#texts = texts
  }

  /** The number of an identity. */
  intern(identity: Identity | undefined): number {
    if (identity === undefined) return 0
    const slot = identitySlot(identity, SLOTS)
    if (this.#made[slot] === identity) return this.#madeIds[slot] ?? 0
    const id = this.#find(identity)
    this.#made[slot] = identity
    this.#madeIds[slot] = id
    // What has just been kept is mostly read next.
    this.#remember(id, identity)
    return id
  }

  /** The identity of a number; undefined for 0. */
  identity(id: number): Identity | undefined {
    if (id === 0) return undefined
    const slot = id & (SLOTS - 1)
    if (this.#recentIds[slot] === id) return this.#recent[slot]
    const identity = this.#read(id)
    this.#remember(id, identity)
    return identity
  }

  #remember(id: number, identity: Identity): void {
    const slot = id & (SLOTS - 1)
    this.#recentIds[slot] = id
    this.#recent[slot] = identity
  }

  #find(identity: Identity): number {
    this.#readWords(identity)
    const words = this.#words
    let hash = this.#seed
    for (const name of NUMBER_NAMES) hash = step(hash, (identity[name] ?? -1) | 0)
    for (const word of words) hash = step(hash, word)
    hash = finish(hash)
    const mask = this.#table.length - 1
    let place = hash & mask
    for (let id = this.#table[place] ?? 0; id !== 0; id = this.#table[place] ?? 0) {
      if (this.#hashes.get(id) === hash && this.#isEqual(id, identity)) return id
      place = (place + 1) & mask
    }
    const id = this.#add(identity, hash)
    this.#table[place] = id
    if (this.#count * 4 > this.#table.length * 3) this.#grow()
    return id
  }

  #readWords(identity: Identity): void {
    const { names } = identity
    let at = 0
    for (const name of TEXT_NAMES) this.#words[at++] = this.#texts.intern(identity[name])
    for (const name of ENRICHED) this.#words[at++] = this.#texts.intern(names?.[name])
  }

  #isEqual(id: number, identity: Identity): boolean {
    return (
      NUMBER_NAMES.every((name) => this.#numberColumns[name].get(id) === identity[name]) &&
      this.#wordColumns.every((column, at) => column.get(id) === this.#words[at])
    )
  }

  #add(identity: Identity, hash: number): number {
    const id = ++this.#count
    for (const name of NUMBER_NAMES) this.#numberColumns[name].set(id, identity[name])
    let at = 0
    for (const column of this.#wordColumns) column.set(id, this.#words[at++] ?? 0)
    if (identity.names !== undefined) this.#isNamed.set(id, 1)
    this.#hashes.set(id, hash)
    return id
  }

  #read(id: number): Identity {
    const texts = this.#texts
    return makeIdentity(
      {
        number: (name) => this.#numberColumns[name].get(id),
        text: (name) => texts.text(this.#textColumns[name].get(id)),
      },
      this.#isNamed.get(id) === 0
        ? undefined
        : makeEnrichment((name) => texts.text(this.#nameColumns[name].get(id))),
    )
  }

  #grow(): void {
    const table = new Uint32Array(this.#table.length * 2)
    const mask = table.length - 1
    for (let id = 1; id <= this.#count; id++) {
      let place = this.#hashes.get(id) & mask
      while (table[place] !== 0) place = (place + 1) & mask
      table[place] = id
    }
    this.#table = table
  }
}

function columnsOf<Name extends string, Column>(
  names: readonly Name[],
  make: () => Column,
): Readonly<Record<Name, Column>> {
  return Object.fromEntries(names.map((name) => [name, make()])) as Record<Name, Column>
}
