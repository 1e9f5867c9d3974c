/** Joins a report with what the running kernel itself says: `bpftool -j prog show`. */
import { latin1 } from '@ts-audit/log/internal'
import type { LiveProgram, Program } from './fields/program.ts'
import { withKernelFindings } from './findings/kernel-findings.ts'
import { listOf } from './report/program-list.ts'
import type { BpfReport } from './report/report.ts'

/** A program the kernel has, with its id. */
export interface LiveEntry extends LiveProgram {
  readonly progId: number
}

/** A report with the kernel's account beside it. */
export interface JoinedReport extends BpfReport {
  /** Programs the kernel has and the log does not say are loaded: loaded before the log, or their records were lost. */
  readonly liveOnly: readonly LiveEntry[]
  /** Programs the log says are loaded and the kernel does not have: their UNLOAD was lost, or came after the log. */
  readonly logOnly: readonly Program[]
}

/** Which node and boot the snapshot was taken from; by default the last boot of the only, or first, node. */
export interface JoinOptions {
  readonly node?: string | undefined
}

/**
 * Adds type, name, tag, maps, pins and processes to the programs that are loaded at the end of the log, and findings of
 * those that only one side knows.
 *
 * @param bpftoolJson the output of `bpftool -j prog show` as latin1, a character a byte; `-f` adds pinned paths
 * @throws Error that says what is wrong, when the text is not that output
 */
export function joinBpftool(report: BpfReport, bpftoolJson: string, options: JoinOptions = {}): JoinedReport {
  const live = readBpftool(bpftoolJson)
  const node = options.node ?? report.coverage.nodes[0]
  const boots = report.coverage.boots.filter((boot) => boot.node === node)
  const lastBoot = boots.at(-1)?.boot ?? 1
  const unmatched = new Map(live)
  const logOnly: Program[] = []
  for (const program of report.programs) {
    if (!isLoadedNow(program, node, lastBoot)) continue
    if (!unmatched.delete(program.progId) && program.state === 'loaded') logOnly.push(program)
  }
  const at = (place: number): Program | undefined => {
    const program = report.programs.at(place)
    if (program === undefined || !isLoadedNow(program, node, lastBoot)) return program
    const found = live.get(program.progId)
    return found === undefined ? program : { ...program, live: found }
  }
  const liveOnly = [...unmatched].map(([progId, found]) => ({ progId, ...found }))
  const comparison = { liveOnly, logOnly, node, boot: boots.at(-1) }
  const findings = withKernelFindings(report.findings, comparison)
  return { ...report, programs: listOf(report.programs.length, at), findings, liveOnly, logOnly }
}

/** Loaded, or not known to be unloaded, in the boot the snapshot is of. */
function isLoadedNow({ node, boot, state }: Program, ofNode: string | undefined, ofBoot: number): boolean {
  return node === ofNode && boot === ofBoot && (state === 'loaded' || state === 'unload-unidentified')
}

/**
 * Reads the output of `bpftool -j prog show`, latin1.
 *
 * @throws Error that says what is wrong, when the text is not that output
 */
export function readBpftool(text: string): Map<number, LiveProgram> {
  let value: unknown
  try {
    value = JSON.parse(text === '' ? '[]' : text)
  } catch {
    throw new Error('The snapshot is not JSON; make it with: bpftool -j prog show')
  }
  if (isObject(value) && typeof value['error'] === 'string') {
    throw new Error(`bpftool could not list the programs: ${value['error']}`)
  }
  const entries = isObject(value) ? [value] : value
  if (!Array.isArray(entries))
    throw new Error('The snapshot is no list of programs; make it with: bpftool -j prog show')
  const live = new Map<number, LiveProgram>()
  for (const entry of entries) {
    if (isObject(entry) && isId(entry['id'])) live.set(entry['id'], readEntry(entry))
  }
  return live
}

function readEntry(entry: Readonly<Record<string, unknown>>): LiveProgram {
  const { type, name, tag, map_ids, pinned, pids, loaded_at } = entry
  return {
    ...(typeof type === 'string' && { type: toLatin1(type) }),
    ...(typeof name === 'string' && { name: toLatin1(name) }),
    ...(typeof tag === 'string' && { tag: toLatin1(tag) }),
    ...(Array.isArray(map_ids) && { mapIds: map_ids.filter(isId) }),
    ...(Array.isArray(pinned) && {
      pinned: pinned.filter((path) => typeof path === 'string').map(toLatin1),
    }),
    ...(Array.isArray(pids) && { pids: pids.flatMap(readHolder) }),
    ...(isId(loaded_at) && { loadedAt: loaded_at * 1000 }),
  }
}

function readHolder(holder: unknown): { pid: number; comm: string }[] {
  if (!isObject(holder)) return []
  const { pid, comm } = holder
  return isId(pid) && typeof comm === 'string' ? [{ pid, comm: toLatin1(comm) }] : []
}

/** Ids and times are whole numbers that the kernel counts up from 0. */
function isId(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= LARGEST
}

/** Times in milliseconds still have to be whole numbers. */
const LARGEST = 2 ** 43

/** Text as reports hold it; only an escape of JSON can have made characters that are no bytes. */
function toLatin1(text: string): string {
  if (!/[^\x00-\xff]/.test(text)) return text
  const bytes = new TextEncoder().encode(text)
  return latin1(bytes, 0, bytes.length)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
