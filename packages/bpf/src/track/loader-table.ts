/** Groups programs and bpf() calls by loader, and keeps what the loaders and commands views show. */
import type { BpfThresholds } from '../thresholds.ts'
import { BurstMeter } from './burst-meter.ts'
import { type LifetimeSummary, Lifetimes } from './lifetimes.ts'
import type { Process } from './process.ts'
import { Flag, type ProgramRow } from './program-row.ts'

/** What loaders can be told apart by. */
export type LoaderField = 'exe' | 'comm' | 'auid' | 'uid' | 'key' | 'subj' | 'tty' | 'ses' | 'unit'

/** The default: a program file, under the name it goes by, used by one login user. */
export const DEFAULT_LOADER_FIELDS: readonly LoaderField[] = ['exe', 'comm', 'auid']

/** The values that make a group; a field the log does not give is absent. Text is latin1. */
export interface LoaderIdentity {
  readonly exe?: string
  readonly comm?: string
  readonly auid?: number
  readonly uid?: number
  readonly key?: string
  readonly subj?: string
  readonly tty?: string
  readonly ses?: number
  /** The systemd unit, where the rest tells it; see `unitOf`. */
  readonly unit?: string
}

/** One row of the loaders view. Times are milliseconds since 1970-01-01 UTC. */
export interface LoaderSummary extends LoaderIdentity {
  readonly node?: string
  readonly loads: number
  /** Loads that failed; those that failed in the verifier or for want of privilege leave no BPF record. */
  readonly failedLoads: number
  readonly unloads: number
  readonly stillLoaded: number
  readonly goneAtBoot: number
  /** Neither loaded for certain nor unloaded for certain. */
  readonly unidentified: number
  readonly lifetimes?: LifetimeSummary
  /** How often {@link BpfThresholds.loadBurst} loads came within {@link BpfThresholds.loadBurstMs}. */
  readonly bursts: number
  readonly firstSeen?: number
  readonly lastSeen?: number
}

/** One row of the commands view: a bpf(2) command as one loader used it. */
export interface CommandSummary extends LoaderIdentity {
  readonly node?: string
  /** Its name without `BPF_`, or its number. */
  readonly command: string
  readonly success: number
  readonly failed: number
  readonly firstSeen?: number
  readonly lastSeen?: number
}

/** A loader while the log is read. */
export class LoaderEntry {
  readonly node: string | undefined
  readonly identity: LoaderIdentity
  loads = 0
  failedLoads = 0
  unloads = 0
  goneAtBoot = 0
  unidentified = 0
  bursts = 0
  firstSeen = Number.POSITIVE_INFINITY
  lastSeen = 0
  readonly lifetimes = new Lifetimes()
  readonly commands = new Map<number, CommandCount>()
  readonly loadBurst: BurstMeter
  readonly failedBurst: BurstMeter

  constructor(node: string | undefined, identity: LoaderIdentity, thresholds: BpfThresholds) {
    this.node = node
    this.identity = identity
    this.loadBurst = new BurstMeter(thresholds.loadBurst, thresholds.loadBurstMs)
    this.failedBurst = new BurstMeter(thresholds.failedBurst, thresholds.failedBurstMs)
  }

  seen(time: number): void {
    if (time < this.firstSeen) this.firstSeen = time
    if (time > this.lastSeen) this.lastSeen = time
  }

  summary(): LoaderSummary {
    const lifetimes = this.lifetimes.summary()
    return {
      ...(this.node !== undefined && { node: this.node }),
      ...this.identity,
      loads: this.loads,
      failedLoads: this.failedLoads,
      unloads: this.unloads,
      stillLoaded: this.loads - this.unloads - this.goneAtBoot - this.unidentified,
      goneAtBoot: this.goneAtBoot,
      unidentified: this.unidentified,
      ...(lifetimes !== undefined && { lifetimes }),
      bursts: this.bursts,
      ...seenSpan(this.firstSeen, this.lastSeen),
    }
  }

  /** Counts the end of one of its programs. */
  finished(row: ProgramRow): void {
    if (row.has(Flag.unidentified) && !row.has(Flag.unloadSeen)) this.unidentified++
    else if (row.has(Flag.goneAtBoot)) this.goneAtBoot++
    else this.unloads++
    const from = row.loadTime
    const to = row.unloadTime
    if (from !== undefined && to !== undefined) this.lifetimes.add(to - from)
  }
}

/** Times a command was used. */
export interface CommandCount {
  success: number
  failed: number
  firstSeen: number
  lastSeen: number
}

/** First and last time as the summaries give them. */
export function seenSpan(first: number, last: number): { firstSeen?: number; lastSeen?: number } {
  return last === 0 ? {} : { firstSeen: first, lastSeen: last }
}

/** The loaders seen, by node and the chosen fields. */
export class LoaderTable {
  readonly #entries = new Map<string, LoaderEntry>()
  readonly #byIdentity = new WeakMap<object, Map<string | undefined, LoaderEntry>>()
  readonly #fields: readonly LoaderField[]
  readonly #thresholds: BpfThresholds

  constructor(fields: readonly LoaderField[], thresholds: BpfThresholds) {
    this.#fields = fields
    this.#thresholds = thresholds
  }

  /** The entry of a process; loads whose process the log does not name share one per node. */
  entry(node: string | undefined, process: Process | undefined): LoaderEntry {
    if (process === undefined) return this.#find(node, {})
    let nodes = this.#byIdentity.get(process.identity)
    if (nodes === undefined) {
      nodes = new Map()
      this.#byIdentity.set(process.identity, nodes)
    }
    let entry = nodes.get(node)
    if (entry === undefined) {
      entry = this.#find(node, loaderIdentity(process, this.#fields))
      nodes.set(node, entry)
    }
    return entry
  }

  /** In the order they were first met. */
  all(): Iterable<LoaderEntry> {
    return this.#entries.values()
  }

  #find(node: string | undefined, identity: LoaderIdentity): LoaderEntry {
    const key = JSON.stringify([node, ...this.#fields.map((field) => identity[field])])
    let entry = this.#entries.get(key)
    if (entry === undefined) {
      entry = new LoaderEntry(node, identity, this.#thresholds)
      this.#entries.set(key, entry)
    }
    return entry
  }
}

function loaderIdentity({ identity }: Process, fields: readonly LoaderField[]): LoaderIdentity {
  return Object.fromEntries(
    fields.flatMap((field) => (identity[field] === undefined ? [] : [[field, identity[field]]])),
  )
}
