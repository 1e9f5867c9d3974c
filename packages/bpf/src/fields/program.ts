/** The fields of a program: a row of the programs and loaded views. */
import type { Fields, Values } from './field.ts'
import { enrichmentFields, processFields } from './process.ts'

/** Where a program stands. */
export const PROGRAM_STATES = [
  /** LOAD seen, no UNLOAD up to the end of the log. */
  'loaded',
  /** LOAD and UNLOAD seen. */
  'unloaded',
  /** Still loaded when the boot it was loaded in ended. */
  'gone-at-boot',
  /**
   * Cannot be told from those a kernel unloaded with `prog-id=0`, or its load failed and the UNLOAD that must have
   * followed is not in the log.
   */
  'unload-unidentified',
  /** UNLOAD seen, LOAD not: loaded before the log begins, or its LOAD was lost. */
  'loaded-before-log',
  /** UNLOAD seen, LOAD not, though by its id it was loaded after the first LOAD of the log. */
  'load-missing',
] as const
export type ProgramState = (typeof PROGRAM_STATES)[number]

/** Why something about a program is less than certain. */
export const DOUBTS = [
  /** The LOAD came without a SYSCALL record: the loader is unknown. */
  'no-syscall',
  /** The LOAD belongs to a system call other than bpf(2): the process is known, how it loaded is not. */
  'not-a-bpf-call',
  /** The UNLOAD's own time is unknown; only its neighbours bound it. */
  'unknown-time',
  /** The LOAD is not in the log. */
  'load-not-seen',
  /** Unloaded by the end of a boot, which is itself a judgement. */
  'boot-judged',
  /** The kernel unloads with `prog-id=0`: pairing is lost. */
  'prog-id-zero',
  /** Records are missing after the LOAD, an UNLOAD may be among them. */
  'records-missing',
  /** Messages were reported as lost while it was loaded, its UNLOAD may be among them. */
  'records-lost',
  /** A load without a BPF record: the id, written 0, is not known, and neither is whether it was unloaded. */
  'id-unknown',
  /** A load without a BPF record, whose id follows from those of its neighbours: whether it was unloaded is not known. */
  'id-inferred',
  /** The log goes back in time, and is too large to be put in order. */
  'out-of-order',
  /** Auditing was switched off after it was loaded: it may have been unloaded meanwhile. */
  'auditing-off',
  /** The clock was set back when it was loaded or unloaded: that time is not one of those around it. */
  'clock-set-back',
] as const
export type Doubt = (typeof DOUBTS)[number]

/** What a loader is, where its executable's path or its pid would mislead. */
export const LOADER_KINDS = [
  /** Its executable is a file in memory (memfd_create(2)). */
  'memfd',
  /** Such a file that is named as a container runtime (runc, crun) names its copy of itself; others can take the name. */
  'runtime-copy',
  /** The file of its executable is gone. */
  'deleted',
  /** The file is gone as after an upgrade: it loaded programs before, or it is a daemon that runs on then. */
  'upgraded',
  /** It runs in a container, by its security context. */
  'container',
  /** It runs in a pid namespace, by the calls that made it; its pid here is the one outside. */
  'pid-namespace',
] as const
export type LoaderKind = (typeof LOADER_KINDS)[number]

/** How far a row can be trusted: high without a doubt, low when a pairing is lost, medium otherwise. */
export const CONFIDENCES = ['high', 'medium', 'low'] as const
export type Confidence = (typeof CONFIDENCES)[number]

/** A point in the log. */
const pointFields = {
  /** The id of the event. */
  event: { kind: 'event', required: true },
  /** Its time; absent when the record carries none (timestamp 0.000) or one that cannot be that of this step. */
  time: { kind: 'time' },
  /** With an unknown time: not before this, by the neighbours' serial numbers. */
  after: { kind: 'time' },
  /** With an unknown time: not after this, by the neighbours' serial numbers. */
  before: { kind: 'time' },
} as const satisfies Fields

/** The LOAD of a program. */
const loadFields = {
  ...pointFields,
  time: { ...pointFields.time, heading: 'loaded', title: 'Loaded' },
  /** Whether the system call succeeded; absent when the log does not say. */
  success: { kind: 'flag' },
  /** What the system call returned: the descriptor, or −errno. */
  exit: { kind: 'integer' },
} as const satisfies Fields

/**
 * The UNLOAD of a program. The time of one inside a system call is when that call began, which for a call that blocks is
 * earlier than the UNLOAD.
 */
const unloadFields = {
  ...pointFields,
  time: { ...pointFields.time, heading: 'unloaded', title: 'Unloaded' },
  /**
   * Whether its event holds a SYSCALL record: `last-reference` when that call can drop a program, `bystander` when it is
   * only the task that was running when the kernel dropped it.
   */
  context: { kind: 'word', required: true, values: ['alone', 'last-reference', 'bystander'] },
} as const satisfies Fields

/** The lifetime, where it is not known exactly. */
const boundsFields = {
  /** At least this long. */
  min: { kind: 'duration' },
  /** At most this long. */
  max: { kind: 'duration' },
} as const satisfies Fields

/** Who may have dropped the last reference; never "the unloader". */
const lastReferenceFields = {
  ...processFields,
  /** The system call's name, or its number when it has none; absent for a process named by the UNLOAD record itself. */
  syscall: { kind: 'text' },
  /**
   * `likely`: the call can drop a program and the process loaded it, or the call names what it drops. `possible`: the call
   * can drop a program, but nothing else ties the process to it.
   */
  certainty: { kind: 'word', required: true, values: ['likely', 'possible'] },
  /** Why. */
  reason: { kind: 'word', required: true },
} as const satisfies Fields

/** What the running kernel says about a program (`bpftool -j prog show`). */
export const liveFields = {
  /** The type of the program. */
  type: { kind: 'text', title: 'Type' },
  /** Its name. */
  name: { kind: 'text', title: 'Name' },
  /** A digest of its instructions. */
  tag: { kind: 'text', title: 'Tag' },
  /** The maps it uses. */
  mapIds: { kind: 'ids' },
  /** Where it is pinned. */
  pinned: { kind: 'texts', title: 'Pinned', look: 'name' },
  /** The processes that hold it. */
  pids: {
    kind: 'objects',
    title: 'Held by',
    fields: { pid: { kind: 'count', required: true }, comm: { kind: 'text', required: true } },
  },
  /** When it was loaded. */
  loadedAt: { kind: 'time', title: 'Loaded' },
  /** What it is attached to, where the kernel says it. */
  attachTo: { kind: 'text', title: 'Attached to', look: 'name' },
} as const satisfies Fields

/** One loaded BPF program: (node, boot, prog-id), with its lifetime from LOAD to UNLOAD. */
export const programFields = {
  /** The node, in a log that names nodes. */
  node: { kind: 'text', title: 'Node' },
  /** The boot it was loaded in, counted from 1 for each node. */
  boot: { kind: 'ordinal', required: true, title: 'Boot' },
  /** Its id; 0, which the kernel never gives, where it is not known. */
  progId: { kind: 'count', required: true, heading: 'prog-id', title: 'Program' },
  /** Its name, from UNLOAD records that carry `prog-name=`; the kernel's own goes before it in tables. */
  name: { kind: 'text', from: ['live.name', 'name'], title: 'Name' },
  /** Where it stands. */
  state: { kind: 'word', required: true, values: PROGRAM_STATES, title: 'State' },
  /** Its LOAD. */
  load: {
    kind: 'object',
    fields: loadFields,
    columns: { time: 'loadTime', event: 'loadEvent', success: 'loadSuccess', exit: 'loadExit' },
  },
  /** Its UNLOAD. */
  unload: {
    kind: 'object',
    fields: unloadFields,
    columns: { time: 'unloadTime', event: 'unloadEvent', context: 'unloadContext' },
  },
  /** From LOAD to UNLOAD, when both times are known. */
  lifetimeMs: { kind: 'span', heading: 'lifetime', title: 'Lived' },
  /** The lifetime where it is only bounded. */
  lifetimeBounds: {
    kind: 'object',
    fields: boundsFields,
    columns: { min: 'lifetimeMinMs', max: 'lifetimeMaxMs' },
  },
  /** Who loaded it. */
  loader: { kind: 'object', fields: processFields },
  /** What its loader is, where the path of the executable or the pid would mislead; absent where nothing does. */
  loaderKinds: { kind: 'words', values: LOADER_KINDS, title: 'Loader is', heading: 'loader-is' },
  /** Who may have dropped the last reference. */
  lastReference: {
    kind: 'object',
    fields: lastReferenceFields,
    columns: {
      syscall: 'lastReferenceSyscall',
      pid: 'lastReferencePid',
      exe: 'lastReferenceExe',
      certainty: 'lastReferenceCertainty',
    },
  },
  /**
   * Where its loader has pinned objects after it loaded this program, up to 20 paths: which of the loader's objects each
   * is of, the log does not say.
   */
  pins: { kind: 'texts', title: 'Pinned at', heading: 'pinned-at', look: 'name' },
  /**
   * By which calls its loader has attached programs after it loaded this one: commands of bpf(2), options of sockets,
   * PERF_EVENT_IOC_SET_BPF of ioctl(2), or netlink, a message that may attach one to a network device.
   */
  attachments: { kind: 'words', title: 'Attached by', heading: 'attached-by' },
  /** How far the row can be trusted. */
  confidence: { kind: 'word', required: true, values: CONFIDENCES, title: 'Confidence' },
  /** Why it is less than certain. */
  doubts: { kind: 'words', required: true, values: DOUBTS },
  /** Account names of the loader, from an ENRICHED log. */
  enrichment: { kind: 'object', fields: enrichmentFields, columns: {} },
  /** Names of the findings it is part of. */
  findings: { kind: 'words', required: true },
  /** What the running kernel says about it. */
  live: {
    kind: 'object',
    fields: liveFields,
    columns: {
      type: 'type',
      tag: 'tag',
      mapIds: 'mapIds',
      pinned: 'pinned',
      loadedAt: 'loadedAt',
      attachTo: 'attachTo',
    },
  },
} as const satisfies Fields

/** A point in the log. */
export interface EventPoint extends Values<typeof pointFields> {}

/** The LOAD of a program. */
export interface LoadPoint extends Values<typeof loadFields> {}

/**
 * The UNLOAD of a program. The time of one inside a system call is when that call began, which for a call that blocks is
 * earlier than the UNLOAD.
 */
export interface UnloadPoint extends Values<typeof unloadFields> {}

/** Who may have dropped the last reference; never "the unloader". */
export interface LastReference extends Values<typeof lastReferenceFields> {}

/** What the running kernel says about a program (`bpftool -j prog show`). */
export interface LiveProgram extends Values<typeof liveFields> {}

/** One loaded BPF program: (node, boot, prog-id), with its lifetime from LOAD to UNLOAD. Text is latin1. */
export interface Program extends Values<typeof programFields> {}
