/** Makes the public form of a program from the tracker's row. */
import { findingRules } from '../findings/rules.ts'
import type { Confidence, Doubt, LastReference, Loader, Program, ProgramState } from '../program.ts'
import type { Process } from '../track/process.ts'
import { Flag, type ProgramRow, type RowLastReference } from '../track/program-row.ts'
import { stampText } from '../track/stamp.ts'

/** The program a row stands for. */
export function toProgram(row: ProgramRow): Program {
  const { boot, name, loadTime, unloadTime, process } = row
  const doubts = doubtsOf(row, process)
  const names = process?.identity.names
  const { lastReference } = row
  return {
    ...(boot.node !== undefined && { node: boot.node }),
    boot: boot.index,
    progId: row.progId,
    ...(name !== undefined && { name }),
    state: stateOf(row),
    ...(row.has(Flag.loadSeen) && { load: loadPoint(row) }),
    ...(row.has(Flag.unloadSeen) && { unload: unloadPoint(row) }),
    ...(loadTime !== undefined && unloadTime !== undefined && { lifetimeMs: unloadTime - loadTime }),
    ...boundsOf(row),
    ...(process !== undefined && { loader: toLoader(process) }),
    ...(lastReference !== undefined && { lastReference: toLastReference(lastReference) }),
    confidence: confidenceOf(doubts),
    doubts,
    ...(names !== undefined && { enrichment: names }),
    findings: findingNames(row.findings),
  }
}

/** Where the program of a row stands. */
export function stateOf(row: ProgramRow): ProgramState {
  if (!row.has(Flag.loadSeen)) return 'loaded-before-log'
  if (row.has(Flag.unloadSeen)) return 'unloaded'
  if (row.has(Flag.unidentified)) return 'unload-unidentified'
  return row.has(Flag.goneAtBoot) ? 'gone-at-boot' : 'loaded'
}

function loadPoint(row: ProgramRow): Program['load'] & object {
  const time = row.loadTime
  return {
    event: stampText(row.load),
    ...(time !== undefined && { time }),
    ...((row.has(Flag.loadSucceeded) || row.has(Flag.loadFailed)) && {
      success: row.has(Flag.loadSucceeded),
    }),
    ...(row.exit !== undefined && { exit: row.exit }),
  }
}

function unloadPoint(row: ProgramRow): Program['unload'] & object {
  const { unloadTime, after, before } = row
  return {
    event: stampText(row.unload),
    ...(unloadTime !== undefined && { time: unloadTime }),
    ...(after !== undefined && { after }),
    ...(before !== undefined && { before }),
    context: row.unloadContext,
  }
}

/** Bounds of the lifetime, where it is not known exactly but known to be over. */
function boundsOf(row: ProgramRow): Pick<Program, 'lifetimeBounds'> {
  const { loadTime, after, before } = row
  if (loadTime === undefined) return {}
  if (!row.has(Flag.unloadTimeUnknown) && !row.has(Flag.goneAtBoot)) return {}
  return {
    lifetimeBounds: {
      ...(after !== undefined && { min: Math.max(0, after - loadTime) }),
      ...(before !== undefined && { max: Math.max(0, before - loadTime) }),
    },
  }
}

function findingNames(bits: number): string[] {
  if (bits === 0) return []
  return findingRules.filter((_, bit) => (bits & (1 << bit)) !== 0).map((rule) => rule.name)
}

function doubtsOf(row: ProgramRow, process: Process | undefined): Doubt[] {
  const doubts: Doubt[] = []
  if (!row.has(Flag.loadSeen)) doubts.push('load-not-seen')
  else if (process === undefined) doubts.push('no-syscall')
  if (row.has(Flag.notBpfCall)) doubts.push('not-a-bpf-call')
  if (row.has(Flag.unloadTimeUnknown)) doubts.push('unknown-time')
  if (row.has(Flag.goneAtBoot)) doubts.push('boot-judged')
  if (row.has(Flag.unidentified) && !row.has(Flag.unloadSeen)) {
    doubts.push(row.has(Flag.progIdZero) ? 'prog-id-zero' : 'records-missing')
  } else if (row.has(Flag.recordsMissing) && !row.has(Flag.unloadSeen)) doubts.push('records-missing')
  return doubts
}

const PAIRING_LOST: ReadonlySet<Doubt> = new Set(['load-not-seen', 'prog-id-zero'])

function confidenceOf(doubts: readonly Doubt[]): Confidence {
  if (doubts.length === 0) return 'high'
  return doubts.some((doubt) => PAIRING_LOST.has(doubt)) ? 'low' : 'medium'
}

function toLastReference({ process, syscall, certainty, reason }: RowLastReference): LastReference {
  return { ...toLoader(process), ...(syscall !== undefined && { syscall }), certainty, reason }
}

function toLoader({ pid, ppid, proctitle, identity }: Process): Loader {
  const { uid, euid, auid, ses, tty, comm, exe, key, subj } = identity
  const fields = { pid, ppid, uid, euid, auid, ses, tty, comm, exe, proctitle, key, subj }
  const loader: { -readonly [Field in keyof Loader]: Loader[Field] } = {}
  // Field by field, not over a list of entries: a million loaders took 2 seconds longer.
  for (const field of LOADER_FIELDS) setDefined(loader, field, fields[field])
  return loader
}

const LOADER_FIELDS = [
  ...['pid', 'ppid', 'uid', 'euid', 'auid', 'ses'],
  ...['tty', 'comm', 'exe', 'proctitle', 'key', 'subj'],
] as readonly (keyof Loader)[]

function setDefined<Target, Field extends keyof Target>(
  target: Target,
  field: Field,
  value: Target[Field] | undefined,
): void {
  if (value !== undefined) target[field] = value
}
