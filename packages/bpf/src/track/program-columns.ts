/** The programs as the tracker keeps them: in columns outside the heap, so that a million of them fit in memory. */
import { ActorTable } from './actor-table.ts'
import { NumberColumn, StampColumn, Uint32Column } from './columns.ts'
import type { DropCall } from './last-reference.ts'
import { TextPool } from './text-pool.ts'

/** By whom, and how, the last reference to a program was dropped. */
class DropColumns {
  readonly actor = new Uint32Column()
  readonly title = new Uint32Column()
  readonly pid = new NumberColumn()
  readonly ppid = new NumberColumn()
  /** One more than a place in {@link calls}. */
  readonly call = new Uint32Column()
  readonly calls: DropCall[] = []
  readonly #numbers = new Map<string, number>()

  numberOf(call: DropCall): number {
    const key = `${call.syscall} ${call.certainty} ${call.reason}`
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    const number = this.calls.push(call)
    this.#numbers.set(key, number)
    return number
  }
}

/** A column for everything that is known of a program; texts and identities are stored by their numbers. */
export class ProgramColumns {
  texts = new TextPool()
  actors = new ActorTable(this.texts)
  readonly progId = new Uint32Column()
  readonly node = new Uint32Column()
  readonly boot = new Uint32Column()
  readonly flags = new Uint32Column()
  readonly findings = new Uint32Column()
  readonly load = new StampColumn()
  readonly unload = new StampColumn()
  readonly exit = new NumberColumn()
  readonly actor = new Uint32Column()
  readonly title = new Uint32Column()
  readonly pid = new NumberColumn()
  readonly ppid = new NumberColumn()
  readonly name = new Uint32Column()
  /** Where its loader has pinned objects, and how it has attached them: lists, see `text-list.ts`. */
  readonly pins = new Uint32Column()
  readonly attached = new Uint32Column()
  readonly after = new NumberColumn()
  readonly before = new NumberColumn()
  readonly drop = new DropColumns()
  /** The names of findings, by their bits. */
  readonly findingNames: readonly string[]

  constructor(findingNames: readonly string[]) {
    this.findingNames = findingNames
  }

  /** Forgets everything of a row. */
  clear(at: number): void {
    for (const column of [this.progId, this.node, this.boot, this.flags, this.findings]) column.set(at, 0)
    for (const column of [this.actor, this.title, this.name, this.pins, this.attached]) column.set(at, 0)
    for (const column of [this.drop.actor, this.drop.title, this.drop.call]) column.set(at, 0)
    for (const column of [this.exit, this.pid, this.ppid, this.after, this.before]) column.set(at, undefined)
    for (const column of [this.drop.pid, this.drop.ppid]) column.set(at, undefined)
    for (const column of [this.load, this.unload]) column.set(at, undefined)
  }

  /** Keeps only the texts and identities that these rows need. */
  compact(rows: Iterable<number>): void {
    const { texts: oldTexts, actors: oldActors } = this
    const texts = new TextPool()
    const actors = new ActorTable(texts)
    for (const at of rows) {
      const { node, title, name, pins, attached, drop } = this
      for (const column of [node, title, name, pins, attached, drop.title]) {
        column.set(at, texts.intern(oldTexts.text(column.get(at))))
      }
      for (const column of [this.actor, this.drop.actor]) {
        column.set(at, actors.intern(oldActors.identity(column.get(at))))
      }
    }
    this.texts = texts
    this.actors = actors
  }
}
