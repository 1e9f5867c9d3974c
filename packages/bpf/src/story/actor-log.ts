/** The steps of one session or loader while the log is read: the first and the last ones, the others are counted. */
import type { StoryStep } from '../fields/story.ts'

/** A step as it is kept, with what orders it. */
export interface KeptStep {
  readonly step: StoryStep
  readonly serial: number
}

const FIRST = 100
const LAST = 150

/** Whose steps they are. */
export interface ActorName {
  readonly node: string | undefined
  readonly session: number | undefined
  readonly exe: string | undefined
}

/** The kernel's "unset". */
const UNSET = 4294967295

/** Whose a step is: the session's, or the executable's where there is none. */
export function actorName(
  node: string | undefined,
  session: number | undefined,
  exe: string | undefined,
): ActorName {
  const isUnset = session === undefined || session === UNSET
  return { node, session: isUnset ? undefined : session, exe: isUnset ? exe : undefined }
}

/** The name as a key of a map. */
export function keyOf({ node, session, exe }: ActorName): string {
  return JSON.stringify([session ?? null, exe ?? null, node ?? null])
}

/** One session, or one loader without a session. */
export class ActorLog implements ActorName {
  readonly node: string | undefined
  readonly session: number | undefined
  readonly exe: string | undefined
  auid: number | undefined
  user: string | undefined
  /** Whether it has to do with programs, or with auditing itself. */
  concernsBpf = false
  /** Where it pinned objects, while they are there. */
  readonly pins = new Set<string>()
  /** Its processes that made bpf(2) calls. */
  readonly pids = new Set<number>()
  readonly #first: KeptStep[] = []
  /** A ring. */
  readonly #last: KeptStep[] = []
  #count = 0

  /** @param since the time of its first step, in milliseconds since 1970 */
  constructor(
    { node, session, exe }: ActorName,
    readonly since: number,
  ) {
    this.node = node
    this.session = session
    this.exe = exe
  }

  add(step: KeptStep): void {
    const place = this.#count++ - FIRST
    if (place < 0) this.#first.push(step)
    else this.#last[place % LAST] = step
  }

  /** The steps that are kept. */
  get steps(): readonly KeptStep[] {
    return [...this.#first, ...this.#last]
  }

  /** How many are not. */
  get leftOut(): number {
    return Math.max(0, this.#count - FIRST - LAST)
  }
}
