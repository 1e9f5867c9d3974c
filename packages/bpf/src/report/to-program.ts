/** Makes the public form of a program from the tracker's row. */

import { makeLoader, type Process } from '../fields/process-objects.ts'
import type {
  Confidence,
  Doubt,
  LastReference,
  LoadPoint,
  Program,
  ProgramState,
  UnloadPoint,
} from '../fields/program.ts'
import { kindsOf } from '../findings/loader-kinds.ts'
import type { RowLastReference } from '../track/last-reference.ts'
import { Flag, type ProgramRow } from '../track/program-row.ts'
import { stampText } from '../track/stamp.ts'

/** Objects are made field by field: with spreads a million programs take seconds longer. */
type Writable<Type> = { -readonly [Field in keyof Type]: Type[Field] }

/** The program a row stands for. */
export function toProgram(row: ProgramRow): Program {
  const { boot, name, loadTime, unloadTime, process, lastReference } = row
  const doubts = doubtsOf(row, process)
  const names = process?.identity.names
  const program = {} as Writable<Program>
  if (boot.node !== undefined) program.node = boot.node
  program.boot = boot.index
  program.progId = row.progId
  if (name !== undefined) program.name = name
  program.state = stateOf(row)
  if (row.has(Flag.loadSeen)) program.load = loadPoint(row, loadTime)
  if (row.has(Flag.unloadSeen)) program.unload = unloadPoint(row, unloadTime)
  if (loadTime !== undefined) {
    if (unloadTime !== undefined) program.lifetimeMs = unloadTime - loadTime
    const bounds = boundsOf(row, loadTime)
    if (bounds !== undefined) program.lifetimeBounds = bounds
  }
  if (process !== undefined) program.loader = makeLoader(process)
  const kinds = kindsOf(row.flags)
  if (kinds.length > 0) program.loaderKinds = kinds
  if (lastReference !== undefined) program.lastReference = toLastReference(lastReference)
  const { pins, attachments } = row
  if (pins.length > 0) program.pins = pins
  if (attachments.length > 0) program.attachments = attachments
  program.confidence = confidenceOf(row, doubts)
  program.doubts = doubts
  if (names !== undefined) program.enrichment = names
  program.findings = row.findingNames
  return program
}

/** Where the program of a row stands. */
export function stateOf(row: ProgramRow): ProgramState {
  if (!row.has(Flag.loadSeen)) return row.has(Flag.loadMissed) ? 'load-missing' : 'loaded-before-log'
  if (row.has(Flag.unloadSeen)) return 'unloaded'
  if (row.has(Flag.unidentified)) return 'unload-unidentified'
  return row.has(Flag.goneAtBoot) ? 'gone-at-boot' : 'loaded'
}

function loadPoint(row: ProgramRow, time: number | undefined): LoadPoint {
  const { exit } = row
  const point: Writable<LoadPoint> = { event: stampText(row.load) }
  if (time !== undefined) point.time = time
  if (row.has(Flag.loadSucceeded | Flag.loadFailed)) point.success = row.has(Flag.loadSucceeded)
  if (exit !== undefined) point.exit = exit
  return point
}

function unloadPoint(row: ProgramRow, time: number | undefined): UnloadPoint {
  const { after, before } = row
  const point = { event: stampText(row.unload) } as Writable<UnloadPoint>
  if (time !== undefined) point.time = time
  if (after !== undefined) point.after = after
  if (before !== undefined) point.before = before
  point.context = row.unloadContext
  return point
}

/** Bounds of the lifetime, where it is not known exactly but known to be over. */
function boundsOf(row: ProgramRow, loadTime: number): Program['lifetimeBounds'] {
  if (!row.has(Flag.unloadTimeUnknown | Flag.goneAtBoot)) return undefined
  const { after, before } = row
  return {
    ...(after !== undefined && { min: Math.max(0, after - loadTime) }),
    ...(before !== undefined && { max: Math.max(0, before - loadTime) }),
  }
}

/** A program that has a loader and none of these flags leaves no doubt. */
const DOUBTFUL =
  Flag.notBpfCall |
  Flag.unloadTimeUnknown |
  Flag.goneAtBoot |
  Flag.unidentified |
  Flag.recordsMissing |
  Flag.recordsLost |
  Flag.auditingOff |
  Flag.clockBack |
  Flag.idInferred |
  Flag.outOfOrder

function doubtsOf(row: ProgramRow, process: Process | undefined): Doubt[] {
  const doubts: Doubt[] = []
  if (process !== undefined && !row.has(DOUBTFUL)) return doubts
  if (!row.has(Flag.loadSeen)) doubts.push('load-not-seen')
  else if (process === undefined) doubts.push('no-syscall')
  if (row.has(Flag.notBpfCall)) doubts.push('not-a-bpf-call')
  if (row.has(Flag.unloadTimeUnknown)) doubts.push('unknown-time')
  if (row.has(Flag.goneAtBoot)) doubts.push('boot-judged')
  if (row.has(Flag.idInferred)) doubts.push('id-inferred')
  if (row.has(Flag.idUnknown)) doubts.push('id-unknown')
  else if (row.has(Flag.unidentified) && !row.has(Flag.unloadSeen)) {
    doubts.push(row.has(Flag.progIdZero) ? 'prog-id-zero' : 'records-missing')
  } else if (row.has(Flag.recordsMissing) && !row.has(Flag.unloadSeen)) doubts.push('records-missing')
  if (row.has(Flag.recordsLost) && !row.has(Flag.unloadSeen)) doubts.push('records-lost')
  if (row.has(Flag.outOfOrder)) doubts.push('out-of-order')
  if (row.has(Flag.auditingOff) && !row.has(Flag.unloadSeen)) doubts.push('auditing-off')
  if (row.has(Flag.clockBack)) doubts.push('clock-set-back')
  return doubts
}

const PAIRING_LOST: ReadonlySet<Doubt> = new Set([
  'load-not-seen',
  'prog-id-zero',
  'records-lost',
  'id-unknown',
  'out-of-order',
  'auditing-off',
])

function confidenceOf(row: ProgramRow, doubts: readonly Doubt[]): Confidence {
  if (doubts.length === 0) return 'high'
  // Where its LOAD is gone, its UNLOAD may be, too.
  if (row.has(Flag.idInferred) && !row.has(Flag.unloadSeen)) return 'low'
  return doubts.some((doubt) => PAIRING_LOST.has(doubt)) ? 'low' : 'medium'
}

function toLastReference({ process, syscall, certainty, reason }: RowLastReference): LastReference {
  return { ...makeLoader(process), ...(syscall !== undefined && { syscall }), certainty, reason }
}
