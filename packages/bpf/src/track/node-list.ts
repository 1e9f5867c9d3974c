/** The nodes of a log, each with the tracker of its programs. */

import { ClockWatch } from './clock-watch.ts'
import { type Fate, fateOf, NO_FATE } from './fate.ts'
import type { NodeTracker } from './node-tracker.ts'
import { PinBook } from './pin-book.ts'
import type { ProgramRow } from './program-row.ts'

/** A log that makes up nodes must not fill the memory with them. */
const MOST_NODES = 10_000

/** A node; undefined stands for the records that name none. */
export interface NodeState {
  readonly node: string | undefined
  readonly tracker: NodeTracker
  /** The files of its BPF file system. */
  readonly pins: PinBook
  readonly clock: ClockWatch
}

/** Up to 10,000 nodes, in the order they were first met. */
export class NodeList {
  readonly #states = new Map<string | undefined, NodeState>()
  readonly #open: (node: string | undefined) => NodeTracker
  /** Most events are of the node of the one before. */
  #latest: NodeState | undefined
  #omittedEvents = 0

  /** @param open makes the tracker of a node that is met for the first time */
  constructor(open: (node: string | undefined) => NodeTracker) {
    this.#open = open
  }

  /** The node of an event; undefined for one beyond the limit, whose events are counted. */
  stateOf(node: string | undefined): NodeState | undefined {
    const latest = this.#latest
    if (latest !== undefined && latest.node === node) return latest
    let state = this.#states.get(node)
    if (state === undefined) {
      if (this.#states.size >= MOST_NODES) {
        this.#omittedEvents++
        return undefined
      }
      state = { node, tracker: this.#open(node), pins: new PinBook(), clock: new ClockWatch() }
      this.#states.set(node, state)
    }
    this.#latest = state
    return state
  }

  /** Events of nodes beyond the limit. */
  get omittedEvents(): number {
    return this.#omittedEvents
  }

  /** Those that have a name. */
  get names(): string[] {
    return [...this.#states.keys()].filter((node) => node !== undefined)
  }

  trackers(): NodeTracker[] {
    return [...this.#states.values()].map(({ tracker }) => tracker)
  }

  /** The programs that are loaded, of all nodes. */
  *alive(): Generator<ProgramRow> {
    for (const { tracker } of this.#states.values()) yield* tracker.alive()
  }

  /** What became of a program's loader, as far as the log has it. */
  fateOf(row: ProgramRow): Fate {
    const state = this.#stateOfRow(row)
    return state === undefined ? NO_FATE : fateOf(row, state.tracker.processes)
  }

  #stateOfRow({ boot: { node } }: ProgramRow): NodeState | undefined {
    return this.#latest?.node === node ? this.#latest : this.#states.get(node)
  }

  /** When the last event of a program's node came, in milliseconds since 1970-01-01 UTC. */
  lastTimeOf(row: ProgramRow): number {
    return this.#states.get(row.boot.node)?.tracker.lastTime ?? 0
  }
}
