/** Who does things: identities on nodes, each kept once, in columns. */
import type { Enrichment } from '../program.ts'
import type { Identity } from '../records/identity.ts'
import { unitOf } from '../records/unit.ts'
import { NumberColumn, Uint32Column } from './columns.ts'
import { identitySlot } from './identity-slot.ts'
import { finish, step, type TextPool } from './text-pool.ts'

const FIRST_CAPACITY = 256
const SLOTS = 256

/** Identities with a number from 1, the same for equal ones; 0 stands for none. */
export class ActorTable {
  readonly #texts: TextPool
  readonly #uid = new NumberColumn()
  readonly #euid = new NumberColumn()
  readonly #auid = new NumberColumn()
  readonly #ses = new NumberColumn()
  readonly #tty = new Uint32Column()
  readonly #comm = new Uint32Column()
  readonly #exe = new Uint32Column()
  readonly #key = new Uint32Column()
  readonly #subj = new Uint32Column()
  readonly #auidName = new Uint32Column()
  readonly #uidName = new Uint32Column()
  readonly #euidName = new Uint32Column()
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
    // Whoever has been told of a new one asks for it next.
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
    const words = this.#words(identity)
    const { uid, euid, auid, ses } = identity
    let hash = this.#seed
    for (const number of [uid, euid, auid, ses]) hash = step(hash, (number ?? -1) | 0)
    for (const word of words) hash = step(hash, word)
    hash = finish(hash)
    const mask = this.#table.length - 1
    let place = hash & mask
    for (let id = this.#table[place] ?? 0; id !== 0; id = this.#table[place] ?? 0) {
      if (this.#hashes.get(id) === hash && this.#isEqual(id, identity, words)) return id
      place = (place + 1) & mask
    }
    const id = this.#add(identity, words, hash)
    this.#table[place] = id
    if (this.#count * 4 > this.#table.length * 3) this.#grow()
    return id
  }

  /** The columns of text, in one order. */
  get #textColumns(): readonly Uint32Column[] {
    return [
      this.#tty,
      this.#comm,
      this.#exe,
      this.#key,
      this.#subj,
      this.#auidName,
      this.#uidName,
      this.#euidName,
    ]
  }

  #words({ tty, comm, exe, key, subj, names }: Identity): readonly number[] {
    const texts = [tty, comm, exe, key, subj, names?.auid, names?.uid, names?.euid]
    return texts.map((text) => this.#texts.intern(text))
  }

  #isEqual(id: number, { uid, euid, auid, ses }: Identity, words: readonly number[]): boolean {
    return (
      this.#uid.get(id) === uid &&
      this.#euid.get(id) === euid &&
      this.#auid.get(id) === auid &&
      this.#ses.get(id) === ses &&
      this.#textColumns.every((column, at) => column.get(id) === words[at])
    )
  }

  #add({ uid, euid, auid, ses }: Identity, words: readonly number[], hash: number): number {
    const id = ++this.#count
    this.#uid.set(id, uid)
    this.#euid.set(id, euid)
    this.#auid.set(id, auid)
    this.#ses.set(id, ses)
    for (const [at, column] of this.#textColumns.entries()) column.set(id, words[at] ?? 0)
    this.#hashes.set(id, hash)
    return id
  }

  #read(id: number): Identity {
    const text = (column: Uint32Column) => this.#texts.text(column.get(id))
    const auid = this.#auid.get(id)
    const ses = this.#ses.get(id)
    const comm = text(this.#comm)
    const exe = text(this.#exe)
    return {
      uid: this.#uid.get(id),
      euid: this.#euid.get(id),
      auid,
      ses,
      tty: text(this.#tty),
      comm,
      exe,
      key: text(this.#key),
      subj: text(this.#subj),
      unit: unitOf({ auid, ses, comm, exe }),
      names: enrichment(text(this.#auidName), text(this.#uidName), text(this.#euidName)),
    }
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

function enrichment(
  auid: string | undefined,
  uid: string | undefined,
  euid: string | undefined,
): Enrichment | undefined {
  if (auid === undefined && uid === undefined && euid === undefined) return undefined
  return {
    ...(auid !== undefined && { auid }),
    ...(uid !== undefined && { uid }),
    ...(euid !== undefined && { euid }),
  }
}
