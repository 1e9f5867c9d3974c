/** The fields of a loader and of a bpf(2) command: a row of the loaders, and of the commands view. */
import type { Fields, Values } from './field.ts'
import { identityFields } from './process.ts'

/** When something was seen. */
export const seenFields = {
  /** The first time. */
  firstSeen: { kind: 'time', heading: 'first', title: 'First seen', look: 'date' },
  /** The last time. */
  lastSeen: { kind: 'time', heading: 'last', title: 'Last seen', look: 'date' },
} as const satisfies Fields

/** Lifetimes of programs. Quantiles are nearest-rank. */
const lifetimesFields = {
  /** How many are known. */
  count: { kind: 'count', required: true },
  /** Half of them were at most this long. */
  medianMs: { kind: 'duration', required: true, heading: 'median', title: 'Median life' },
  /** 95 of a hundred were at most this long. */
  p95Ms: { kind: 'duration', required: true, heading: 'p95', title: 'p95' },
  /** The longest. */
  maxMs: { kind: 'duration', required: true, heading: 'max', title: 'Longest' },
  /** Whether there were too many different ones to keep: median and p95 are then within 1 %. */
  approximate: { kind: 'flag', required: true },
} as const satisfies Fields

/** A loader: the processes of one node that the chosen fields do not tell apart. */
export const loaderFields = {
  /** The node, in a log that names nodes. */
  node: { kind: 'text', title: 'Node' },
  ...identityFields,
  /** Marks the row that all loaders after the first 20,000 share. */
  others: { kind: 'mark' },
  /** Programs it loaded. */
  loads: { kind: 'count', required: true, title: 'Loads' },
  /** Loads that failed; those that failed in the verifier or for want of privilege leave no BPF record. */
  failedLoads: { kind: 'count', required: true, heading: 'failed', title: 'Failed', look: 'rare' },
  /** Those of its programs that were unloaded. */
  unloads: { kind: 'count', required: true, title: 'Unloads' },
  /** Those that are loaded at the end of the log. */
  stillLoaded: { kind: 'count', required: true, heading: 'still-loaded', title: 'Still loaded' },
  /** Those that were loaded when their boot ended. */
  goneAtBoot: { kind: 'count', required: true, title: 'Gone at boot', look: 'rare' },
  /** Those neither loaded for certain nor unloaded for certain. */
  unidentified: { kind: 'count', required: true, title: 'Not known', look: 'rare' },
  /** How long its programs lived. */
  lifetimes: {
    kind: 'object',
    fields: lifetimesFields,
    columns: { count: 'lifetimes', medianMs: 'medianMs', p95Ms: 'p95Ms', maxMs: 'maxMs' },
  },
  /** Classic filters that it attached to sockets, and packet sockets that it made. */
  packetCalls: { kind: 'count' },
  /** How often `loadBurst` loads came within `loadBurstMs`. */
  bursts: { kind: 'count', required: true, title: 'Bursts', look: 'rare' },
  ...seenFields,
} as const satisfies Fields

/** A command of bpf(2) as one loader used it. */
export const commandFields = {
  /** The node, in a log that names nodes. */
  node: { kind: 'text', title: 'Node' },
  /** Its name without `BPF_`, or its number. */
  command: { kind: 'word', required: true, title: 'bpf() command' },
  /** Calls that succeeded. */
  success: { kind: 'count', required: true, title: 'Succeeded' },
  /** Calls that failed. */
  failed: { kind: 'count', required: true, title: 'Failed', look: 'rare' },
  ...identityFields,
  ...seenFields,
} as const satisfies Fields

/** Lifetimes in milliseconds. Quantiles are nearest-rank. */
export interface LifetimeSummary extends Values<typeof lifetimesFields> {}

/** One row of the loaders view. */
export interface LoaderSummary extends Values<typeof loaderFields> {}

/** One row of the commands view: a bpf(2) command as one loader used it. */
export interface CommandSummary extends Values<typeof commandFields> {}
