/** How much of the story the log can tell. */
import { judge } from './confidence.ts'
import type { Confidence, LoaderKind } from './fields/program.ts'
import type { InputOrder } from './order/input-order.ts'
import type { Boot, BootSign, SerialGap } from './track/boot.ts'
import { isInside } from './track/boot-detector.ts'
import { type BootList, bootSerials } from './track/boot-list.ts'
import type { MissingIds } from './track/load-ids.ts'

/** A boot of a node. Times are milliseconds since 1970-01-01 UTC. */
export interface BootSummary {
  readonly node?: string
  /** Counted from 1 for each node. */
  readonly boot: number
  /** The sign that began it, then those that confirmed it: a judgement, not a fact. */
  readonly signs: readonly BootSign[]
  readonly firstEvent: string
  readonly firstTime: number
  readonly lastTime: number
  /** Kernel release as auditd wrote it at its start. */
  readonly kernel?: string
  readonly serials: SerialCount
  /** The longest run of missing serial numbers, when it is long enough to count. */
  readonly largestGap?: SerialGap
}

/** Serial numbers from the lowest to the highest of a boot. */
export interface SerialCount {
  readonly expected: number
  readonly seen: number
  readonly missing: number
}

/** Programs whose LOAD is not in the log, known by their ids. */
export interface MissingLoads extends MissingIds {
  readonly node?: string
  readonly boot: number
}

/** What the log contains of what happened, and what it lacks. */
export interface Coverage {
  /** How far the answer to "what is loaded" can be trusted. */
  readonly confidence: Confidence
  /** Why it is not higher, as sentences; the worst first. */
  readonly reasons: readonly string[]
  readonly events: number
  /** Node names, latin1; empty when the log names none. */
  readonly nodes: readonly string[]
  /** Milliseconds since 1970-01-01 UTC; absent in an empty log. */
  readonly from?: number
  readonly to?: number
  readonly loads: number
  /** Loads whose SYSCALL record is in the log: only these have a loader. */
  readonly loadsWithSyscall: number
  /** 0 to 1; absent without loads. */
  readonly syscallShare?: number
  readonly unloads: number
  /** UNLOADs whose program was not loaded in this log. */
  readonly unloadsWithoutLoad: number
  /** UNLOADs inside a call that can have dropped the program. */
  readonly lastReferenceUnloads: number
  /** UNLOADs inside a call that cannot: the task was only interrupted. */
  readonly bystanderUnloads: number
  readonly unknownTimeUnloads: number
  /** UNLOADs with `prog-id=0`. */
  readonly unidentifiedUnloads: number
  readonly stillLoaded: number
  readonly goneAtBoot: number
  readonly failedLoads: number
  /** Successful loads whose BPF record is not in the log; they are among the loads. */
  readonly loadsWithoutRecord: number
  readonly serials: SerialCount
  /** Messages that records or kernel lines say were lost. */
  readonly lostMessages: number
  /** Times auditd ended or gave up within the log. */
  readonly auditStops: number
  readonly boots: readonly BootSummary[]
  /** Ids that no LOAD of their boot has, at most 1,000 runs. */
  readonly missingIds: readonly MissingLoads[]
  /** In what order the log came, where that was not the right one. */
  readonly order?: InputOrder
  /** What loaders are that are not what their path or pid says; absent where there is none. */
  readonly loaderKinds?: readonly LoaderKind[]
  /** Audit rules that would tell more. */
  readonly rulesToAdd: readonly string[]
  readonly notes: readonly string[]
}

/** The counts a tracker keeps. */
export interface CoverageCounts {
  events: number
  from: number
  to: number
  loads: number
  loadsWithSyscall: number
  unloads: number
  unloadsWithoutLoad: number
  lastReferenceUnloads: number
  bystanderUnloads: number
  unknownTimeUnloads: number
  stillLoaded: number
  goneAtBoot: number
  failedLoads: number
  loadsWithoutRecord: number
  /** Of these, those whose id follows from its neighbours. */
  inferredIds: number
  otherCommands: number
  auditStops: number
}

/** Counts of a log of which nothing has been read. */
export function newCounts(): CoverageCounts {
  return {
    events: 0,
    from: Number.POSITIVE_INFINITY,
    to: 0,
    loads: 0,
    loadsWithSyscall: 0,
    unloads: 0,
    unloadsWithoutLoad: 0,
    lastReferenceUnloads: 0,
    bystanderUnloads: 0,
    unknownTimeUnloads: 0,
    stillLoaded: 0,
    goneAtBoot: 0,
    failedLoads: 0,
    loadsWithoutRecord: 0,
    inferredIds: 0,
    otherCommands: 0,
    auditStops: 0,
  }
}

/** Runs of missing ids that are listed. */
const MOST_MISSING = 1_000

/** The rule that makes the kernel log every bpf(2) call, for 64-bit and for 32-bit callers. */
const BPF_RULES = ['-a always,exit -F arch=b64 -S bpf -k bpf', '-a always,exit -F arch=b32 -S bpf -k bpf']

/** What was left out to keep the memory bounded. */
export interface Omissions {
  /** Whether there were more loaders than are told apart. */
  readonly loaders: boolean
  readonly findings: number
  /** Events of nodes beyond those that are followed. */
  readonly nodeEvents: number
}

/** Makes the coverage part of a report. */
export function coverage(
  counts: CoverageCounts,
  boots: BootList,
  nodes: readonly string[],
  lostMessages: number,
  omissions: Omissions,
  order: InputOrder,
): Coverage {
  const { otherCommands, inferredIds, from, to, ...rest } = counts
  const { expected, seen, unidentifiedUnloads } = boots.sums()
  const listed = boots.listed()
  const summaries = listed.map(summarise)
  const missingIds = listed.flatMap(missingOf).slice(0, MOST_MISSING)
  const unusual = isUnusual(order) ? { order } : {}
  const judgement = judge({
    events: counts.events,
    lostMessages,
    missingIds,
    ...unusual,
    unidentifiedUnloads,
    loads: counts.loads,
    loadsWithoutRecord: counts.loadsWithoutRecord,
    inferredIds,
    blind: listed.flatMap(({ blind }) => blind.all()),
    beginsAt: beginsInside(listed),
    boots: summaries,
    isInterrupted: listed.some(({ wasInterrupted }) => wasInterrupted),
  })
  return {
    ...judgement,
    ...rest,
    nodes,
    ...(to > 0 && { from, to }),
    ...(counts.loads > 0 && { syscallShare: counts.loadsWithSyscall / counts.loads }),
    unidentifiedUnloads,
    serials: { expected, seen, missing: expected - seen },
    lostMessages,
    boots: summaries,
    missingIds,
    ...unusual,
    rulesToAdd: otherCommands === 0 && counts.events > 0 ? BPF_RULES : [],
    notes: [
      ...orderNotes(order),
      ...(counts.events > 0 ? notes(counts, unidentifiedUnloads) : ['Nothing was read.']),
      ...omissionNotes(omissions, boots.unlisted),
    ],
  }
}

/** The first serial number, where the log begins inside a boot. */
function beginsInside(boots: readonly Boot[]): number | undefined {
  return boots.find(isInside)?.minSerial
}

function missingOf({ node, index, ids }: Boot): MissingLoads[] {
  return ids.missing().map((run) => ({ ...(node !== undefined && { node }), boot: index, ...run }))
}

function orderNotes({ wentBack, repeats, hosts, isRepaired }: InputOrder): string[] {
  return [
    ...(wentBack > 0 && isRepaired
      ? [`The log went back in time ${wentBack === 1 ? 'once' : `${wentBack} times`}: it was put in order.`]
      : []),
    ...(repeats > 0
      ? [`${repeats} ${repeats === 1 ? 'event was' : 'events were'} given more than once, and counted once.`]
      : []),
    ...(hosts > 1
      ? [`The records of ${hosts} hosts without a name were told apart by their serial numbers.`]
      : []),
  ]
}

function isUnusual({ wentBack, repeats, hosts }: InputOrder): boolean {
  return wentBack > 0 || repeats > 0 || hosts > 1
}

function omissionNotes({ loaders, findings, nodeEvents }: Omissions, boots: number): string[] {
  return [
    ...(loaders ? ['There are very many loaders: those after the first 20,000 are counted together.'] : []),
    ...(findings > 0 ? [`There are very many findings: ${findings} more are not listed.`] : []),
    ...(boots > 0 ? [`There are very many boots: ${boots} are counted, but not listed.`] : []),
    ...(nodeEvents > 0
      ? [
          `There are very many nodes: ${nodeEvents} events of those after the first 10,000 were not looked at.`,
        ]
      : []),
  ]
}

function summarise(boot: Boot): BootSummary {
  const { expected, seen } = bootSerials(boot)
  return {
    ...(boot.node !== undefined && { node: boot.node }),
    boot: boot.index,
    signs: boot.signs,
    firstEvent: boot.firstEvent,
    firstTime: boot.firstTime,
    lastTime: boot.lastTime,
    ...(boot.kernel !== undefined && { kernel: boot.kernel }),
    serials: { expected, seen, missing: expected - seen },
    ...(boot.largestGap !== undefined && { largestGap: boot.largestGap }),
  }
}

function notes(counts: CoverageCounts, unidentified: number): string[] {
  const found = [
    'Classic BPF (seccomp filters, SO_ATTACH_FILTER) leaves no BPF record; of sockets it is a finding where setsockopt and socket are audited.',
    "A boot's beginning is judged by signs in the log; each boot says which.",
  ]
  if (counts.loads > counts.loadsWithSyscall) {
    found.push(
      'Loads without a SYSCALL record have no loader: look for "-a never,task" or an exclude rule, and remove it.',
    )
  }
  if (unidentified > 0) {
    found.push(
      'The kernel wrote prog-id=0 on UNLOADs (5.15.0 to 5.15.89, 5.16 to 6.1.7): programs cannot be paired.',
    )
  }
  if (counts.bystanderUnloads > 0) {
    found.push(
      'Some UNLOADs carry the SYSCALL of an interrupted task; it is not named as having to do with them.',
    )
  }
  if (counts.otherCommands === 0) {
    found.push(
      'No bpf() command other than PROG_LOAD is in the log: add the rules to see pins, attachments and look-ups.',
    )
  }
  return found
}
