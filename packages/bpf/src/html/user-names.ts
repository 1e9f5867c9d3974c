/** Names of users beside their numbers: those that the log itself has go first. */
import type { Program } from '../fields/program.ts'
import type { Story } from '../fields/story.ts'
import { showUser } from './columns.ts'

/** A log that makes up users must not fill the memory with them. */
const MOST_NAMES = 10_000

/** Users by node and number. */
export class UserNames {
  readonly #known = new Map<string, string>()
  readonly #ask: ((id: number) => string | undefined) | undefined

  /** @param ask asked for users that the log does not name; gives latin1 */
  constructor(ask?: (id: number) => string | undefined) {
    this.#ask = ask
  }

  /** Learns what an enriched record says of a program's loader. */
  learn({ node, loader, enrichment }: Program): void {
    if (enrichment === undefined || loader === undefined) return
    this.#note(node, loader.auid, enrichment.auid)
    this.#note(node, loader.uid, enrichment.uid)
  }

  /** Learns what the records of a session say. */
  learnStories(stories: readonly Story[]): void {
    for (const { node, auid, user } of stories) this.#note(node, auid, user)
  }

  /** `alice (1000)`, `1000`, `unset`, or nothing. */
  show(node: string | undefined, id: number | undefined): string {
    if (id === undefined) return ''
    return showUser(id, this.#known.get(keyOf(node, id)) ?? this.#ask?.(id))
  }

  #note(node: string | undefined, id: number | undefined, name: string | undefined): void {
    if (id === undefined || name === undefined || this.#known.size >= MOST_NAMES) return
    const key = keyOf(node, id)
    if (!this.#known.has(key)) this.#known.set(key, name)
  }
}

function keyOf(node: string | undefined, id: number): string {
  return `${id} ${node ?? ''}`
}
