/** Groups programs and bpf() calls by loader, and keeps what the loaders and commands views show. */
import { bpfCommandName } from '@ts-audit/tables/bpf'
import type { CommandSummary, LoaderSummary } from '../fields/loader.ts'
import type { LoaderField, LoaderIdentity } from '../fields/process.ts'
import type { Identity, Process } from '../fields/process-objects.ts'
import { isSystemd } from '../records/systemd-path.ts'
import type { BpfThresholds } from '../thresholds.ts'
import { BurstMeter } from './burst-meter.ts'
import { identitySlot } from './identity-slot.ts'
import { Lifetimes } from './lifetimes.ts'
import { Flag, type ProgramRow } from './program-row.ts'

/** A log that makes up commands of bpf(2) must not fill the memory with them. */
const MOST_COMMANDS = 64
const UNKNOWN = -1

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
  /** Classic filters attached, and packet sockets made. */
  packetCalls = 0
  firstSeen = Number.POSITIVE_INFINITY
  lastSeen = 0
  #lifetimes: Lifetimes | undefined
  #isSystemd: boolean | undefined
  /** So few that a list takes less memory than a map. */
  #commands: readonly CommandCount[] = []
  readonly loadBurst: BurstMeter
  readonly failedBurst: BurstMeter
  readonly #thresholds: BpfThresholds
  #refusedBurst: BurstMeter | undefined
  /** Whether it has attached a program. */
  attaches = false

  /** @param isOthers it stands for all loaders beyond the limit */
  constructor(
    node: string | undefined,
    identity: LoaderIdentity,
    thresholds: BpfThresholds,
    readonly isOthers = false,
  ) {
    this.node = node
    this.identity = identity
    this.loadBurst = new BurstMeter(thresholds.loadBurst, thresholds.loadBurstMs)
    this.failedBurst = new BurstMeter(thresholds.failedBurst, thresholds.failedBurstMs)
    this.#thresholds = thresholds
  }

  /** Loads that were refused for want of privilege: few loaders have any. */
  get refusedBurst(): BurstMeter {
    const { failedBurst, failedBurstMs } = this.#thresholds
    this.#refusedBurst ??= new BurstMeter(failedBurst, failedBurstMs)
    return this.#refusedBurst
  }

  /** Whether its executable is one of systemd's, as far as it is told apart by it. */
  get isSystemd(): boolean {
    this.#isSystemd ??= isSystemd(this.identity.exe ?? '')
    return this.#isSystemd
  }

  seen(time: number): void {
    if (time < this.firstSeen) this.firstSeen = time
    if (time > this.lastSeen) this.lastSeen = time
  }

  summary(): LoaderSummary {
    const lifetimes = this.#lifetimes?.summary()
    return {
      ...(this.node !== undefined && { node: this.node }),
      ...this.identity,
      ...(this.isOthers && { others: true }),
      loads: this.loads,
      failedLoads: this.failedLoads,
      unloads: this.unloads,
      stillLoaded: this.loads - this.unloads - this.goneAtBoot - this.unidentified,
      goneAtBoot: this.goneAtBoot,
      unidentified: this.unidentified,
      ...(lifetimes !== undefined && { lifetimes }),
      ...(this.packetCalls > 0 && { packetCalls: this.packetCalls }),
      bursts: this.bursts,
      ...seenSpan(this.firstSeen, this.lastSeen),
    }
  }

  /** Counts a call of bpf(2); the command is undefined where the record does not tell it. */
  countCommand(command: number | undefined, success: boolean | undefined, time: number): void {
    const count = this.#command(command ?? UNKNOWN, time)
    if (success === false) count.failed++
    else count.success++
    if (time < count.firstSeen) count.firstSeen = time
    if (time > count.lastSeen) count.lastSeen = time
  }

  commandSummaries(): CommandSummary[] {
    return this.#commands.map(({ command, success, failed, firstSeen, lastSeen }) => ({
      ...(this.node !== undefined && { node: this.node }),
      ...this.identity,
      command: bpfCommandName(command, { newer: true })?.slice('BPF_'.length) ?? String(command),
      success,
      failed,
      ...seenSpan(firstSeen, lastSeen),
    }))
  }

  /** The count of a command, made when there is none. */
  #command(number: number, time: number): CommandCount {
    const known = this.#commands.find(({ command }) => command === number)
    if (known !== undefined) return known
    if (this.#commands.length >= MOST_COMMANDS && number !== UNKNOWN) return this.#command(UNKNOWN, time)
    const made = { command: number, success: 0, failed: 0, firstSeen: time, lastSeen: time }
    this.#commands = [...this.#commands, made]
    return made
  }

  /** Counts the end of one of its programs. */
  finished(row: ProgramRow): void {
    if (row.has(Flag.unidentified) && !row.has(Flag.unloadSeen)) this.unidentified++
    else if (row.has(Flag.goneAtBoot)) this.goneAtBoot++
    else this.unloads++
    const from = row.loadTime
    const to = row.unloadTime
    if (from === undefined || to === undefined) return
    this.#lifetimes ??= new Lifetimes()
    this.#lifetimes.add(to - from)
  }
}

/** Times a command was used. */
interface CommandCount {
  /** Its number; −1 stands for those that are not told apart. */
  readonly command: number
  success: number
  failed: number
  firstSeen: number
  lastSeen: number
}

/** First and last time as the summaries give them. */
function seenSpan(first: number, last: number): { firstSeen?: number; lastSeen?: number } {
  return last === 0 ? {} : { firstSeen: first, lastSeen: last }
}

/** A log that makes up loaders must not fill the memory with them: later ones share an entry. */
const MOST_LOADERS = 20_000
/** Slots for entries that are found without comparing fields: few, so that what they hold dies young. */
const SLOTS = 512

type PartialIdentity = Partial<Pick<Identity, LoaderField>>

const NOBODY: PartialIdentity = {}

interface Remembered {
  readonly identity: Identity
  readonly node: string | undefined
  readonly entry: LoaderEntry
}

/** The loaders seen, by node and the chosen fields. */
export class LoaderTable {
  readonly #entries = new Map<string, LoaderEntry>()
  /** In slots, as the contents of a map that is cleared live far longer (see `ProctitleCache`). */
  readonly #remembered = new Array<Remembered | undefined>(SLOTS).fill(undefined)
  readonly #fields: readonly LoaderField[]
  readonly #thresholds: BpfThresholds
  /** The executables of the entries, where loaders are told apart by them. */
  readonly #executables: Set<string | undefined> | undefined
  #others: LoaderEntry | undefined

  constructor(fields: readonly LoaderField[], thresholds: BpfThresholds) {
    this.#fields = fields
    this.#thresholds = thresholds
    this.#executables = fields.includes('exe') ? new Set() : undefined
  }

  /** The entry of a process; loads whose process the log does not name share one per node. */
  entry(node: string | undefined, process: Process | undefined): LoaderEntry {
    if (process === undefined) return this.#find(node, NOBODY)
    const { identity } = process
    const slot = (identitySlot(identity, SLOTS) + lastOf(node)) & (SLOTS - 1)
    // The row of a program has an identity of its own beside that of its LOAD: each has a place.
    for (const place of [slot, slot ^ 1]) {
      const known = this.#remembered[place]
      if (known?.identity === identity && known.node === node) return known.entry
    }
    const entry = this.#find(node, identity)
    this.#remembered[slot ^ 1] = this.#remembered[slot]
    this.#remembered[slot] = { identity, node, entry }
    return entry
  }

  /** In the order they were first met; those beyond the limit as one, the last. */
  *all(): Generator<LoaderEntry> {
    yield* this.#entries.values()
    if (this.#others !== undefined) yield this.#others
  }

  /** Whether there were more loaders than are kept apart. */
  get isFull(): boolean {
    return this.#others !== undefined
  }

  #find(node: string | undefined, identity: PartialIdentity): LoaderEntry {
    // Of a log with more loaders than are kept apart most come once: the executable tells that without a key.
    if (this.#others !== undefined && this.#executables?.has(identity.exe) === false) return this.#others
    let key = keyPart(node)
    for (const field of this.#fields) key += keyPart(identity[field])
    let entry = this.#entries.get(key)
    if (entry === undefined) {
      if (this.#entries.size >= MOST_LOADERS) return this.#other()
      entry = new LoaderEntry(node, ownCopies(loaderIdentity(identity, this.#fields)), this.#thresholds)
      this.#entries.set(key, entry)
      this.#executables?.add(entry.identity.exe)
    }
    return entry
  }

  #other(): LoaderEntry {
    this.#others ??= new LoaderEntry(undefined, {}, this.#thresholds, true)
    return this.#others
  }
}

/** A value in a key: with its length, so that no text can pass for two values. */
function keyPart(value: string | number | undefined): string {
  if (value === undefined) return '?'
  return typeof value === 'number' ? `${value};` : `${value.length}:${value}`
}

/** The names of similar nodes differ at the end: web1, web2. */
function lastOf(node = ' '): number {
  return node.charCodeAt(node.length - 1) || 0
}

function loaderIdentity(identity: PartialIdentity, fields: readonly LoaderField[]): LoaderIdentity {
  return Object.fromEntries(
    fields.flatMap((field) => (identity[field] === undefined ? [] : [[field, identity[field]]])),
  )
}

/** Copies the texts: a slice would keep the whole line of its record alive. */
function ownCopies(identity: LoaderIdentity): LoaderIdentity {
  return Object.fromEntries(
    Object.entries(identity).map(([field, value]) => [
      field,
      typeof value === 'string' ? ` ${value}`.slice(1) : value,
    ]),
  )
}
