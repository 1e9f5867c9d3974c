/** Joins a report with what `ts-aubpfd` has written: what the kernel said of programs while they were there. */
import type { Finding } from './fields/finding.ts'
import type { LiveProgram, Program } from './fields/program.ts'
import { listOf } from './report/program-list.ts'
import type { BpfReport } from './report/report.ts'

/** A report whose programs have types and names. */
export interface EnrichedReport extends BpfReport {
  readonly enriched: true
}

/** What the lines say of one program. */
interface Told {
  readonly answer: 'found' | 'gone' | 'not-asked'
  readonly live: LiveProgram
}

/** What was asked, by event and program, and what was there before anybody watched, by program. */
interface Lines {
  readonly loads: ReadonlyMap<string, Told>
  readonly present: ReadonlyMap<string, Told>
}

/**
 * Adds type, name, tag and maps to the programs that the kernel was asked about, in time or not, and to the findings that
 * are about them.
 *
 * @param lines what ts-aubpfd has written (NDJSON), a character a byte
 * @throws Error that says what is wrong, when there is no such line in it
 */
export function joinEnrichment<Report extends BpfReport>(
  report: Report,
  lines: string,
): Report & EnrichedReport {
  const told = readLines(lines)
  const counts = { found: 0, gone: 0, other: 0 }
  const lives = new Map<string, LiveProgram>()
  for (const program of report.programs) {
    const found = toldOf(told, program)
    if (found?.answer === 'found') {
      counts.found++
      lives.set(programKey(program), found.live)
    } else if (found?.answer === 'gone') counts.gone++
    else counts.other++
  }
  const at = (place: number): Program | undefined => {
    const program = report.programs.at(place)
    const live = program === undefined ? undefined : lives.get(programKey(program))
    return program === undefined || live === undefined ? program : { ...program, live }
  }
  // A finding names programs by their id alone, of the last boot where there are several.
  const byId = new Map<string, LiveProgram>()
  for (const program of report.programs) {
    const live = lives.get(programKey(program))
    if (live !== undefined) byId.set(idKey(program.node, program.progId), live)
  }
  const findings = report.findings.map((finding): Finding => {
    const kernel = finding.progIds.flatMap((id) => {
      const live = byId.get(idKey(finding.node, id))
      return live === undefined ? [] : [programText(id, live)]
    })
    return kernel.length === 0 ? finding : { ...finding, kernel }
  })
  const { coverage } = report
  const note = `The kernel was asked about ${counts.found + counts.gone} programs: ${counts.found} were there, ${counts.gone} had ended before. Nothing is known of ${counts.other} others.`
  return {
    ...report,
    coverage: { ...coverage, notes: [...coverage.notes, note] },
    programs: listOf(report.programs.length, at),
    findings,
    enriched: true,
  }
}

function toldOf({ loads, present }: Lines, { node, progId, load }: Program): Told | undefined {
  return load === undefined
    ? present.get(idKey(node, progId))
    : loads.get(`${idKey(node, progId)} ${load.event}`)
}

function readLines(text: string): Lines {
  const loads = new Map<string, Told>()
  const present = new Map<string, Told>()
  let known = 0
  for (const line of text.split('\n')) {
    const value = readLine(line)
    if (value === undefined) continue
    const { event, id, node, progId, kernel } = value
    if (typeof event !== 'string') continue
    known++
    if (typeof progId !== 'number' || !isObject(kernel)) continue
    const key = idKey(typeof node === 'string' ? node : undefined, progId)
    // What a program is attached to comes in a line of its own, which has the rest as well.
    if ((event === 'load' || event === 'attached') && typeof id === 'string')
      loads.set(`${key} ${id}`, toldBy(kernel))
    else if (event === 'present' || event === 'attached') present.set(key, toldBy(kernel))
  }
  if (known === 0) throw new Error('there is no line of ts-aubpfd in it')
  return { loads, present }
}

function readLine(line: string): Readonly<Record<string, unknown>> | undefined {
  if (!line.startsWith('{')) return undefined
  try {
    const value: unknown = JSON.parse(line)
    return isObject(value) ? value : undefined
  } catch {
    // The last line may be half written.
    return undefined
  }
}

function toldBy(kernel: Readonly<Record<string, unknown>>): Told {
  const { answer, type, name, tag, mapIds, pinned, pids, loadedAt, attachTo } = kernel
  const live: LiveProgram = {
    ...(typeof type === 'string' && { type }),
    ...(typeof name === 'string' && { name }),
    ...(typeof tag === 'string' && { tag }),
    ...(Array.isArray(mapIds) && { mapIds: mapIds.filter(isCount) }),
    ...(Array.isArray(pinned) && { pinned: pinned.filter((path) => typeof path === 'string') }),
    ...(Array.isArray(pids) && { pids: pids.flatMap(readHolder) }),
    ...(isCount(loadedAt) && { loadedAt }),
    ...(typeof attachTo === 'string' && { attachTo }),
  }
  const isGone = answer === 'gone' || answer === 'other-program'
  return { answer: answer === 'found' ? 'found' : isGone ? 'gone' : 'not-asked', live }
}

function readHolder(holder: unknown): { pid: number; comm: string }[] {
  if (!isObject(holder)) return []
  const { pid, comm } = holder
  return isCount(pid) && typeof comm === 'string' ? [{ pid, comm }] : []
}

/** `12 kprobe watcher 57cd311f2e27366b attached to do_exit`. */
function programText(id: number, { type, name, tag, attachTo }: LiveProgram): string {
  const attached = attachTo === undefined ? undefined : `attached to ${attachTo}`
  return [String(id), type, name, tag, attached].filter((part) => part !== undefined && part !== '').join(' ')
}

function programKey({ node, boot, progId, load }: Program): string {
  return `${idKey(node, progId)} ${boot} ${load?.event ?? ''}`
}

function idKey(node: string | undefined, progId: number): string {
  return `${node ?? ''} ${progId}`
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
