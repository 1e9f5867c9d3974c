/** Puts together what was noted of sessions and loaders and what the report says of their programs. */
import { type Finding, SEVERITIES, type Severity } from '../fields/finding.ts'
import type { Story, StoryStep } from '../fields/story.ts'
import type { BpfReport } from '../report/report.ts'
import { type ActorLog, actorName, type KeptStep, keyOf } from './actor-log.ts'
import { ProgramNotes, type ProgramStep } from './program-notes.ts'

/** Steps of a story that are shown: the first and the last ones. */
const FIRST = 100
const LAST = 200
const MOST_IDS = 20

/** The stories: the severest first, then in the order of their beginnings. */
export function tellStories(report: BpfReport, actors: readonly ActorLog[]): readonly Story[] {
  const notes = notesOf(report, actors)
  const known = new FindingIndex(report.findings)
  const stories = actors.map((actor) => storyOf(actor, notes.get(actor) ?? new ProgramNotes(), known))
  return stories.sort((a, b) => rank(b) - rank(a) || (a.from ?? 0) - (b.from ?? 0))
}

function rank({ severity }: Story): number {
  return severityRank(severity)
}

function severityRank(severity: Severity | undefined): number {
  return severity === undefined ? -1 : SEVERITIES.indexOf(severity)
}

/** The programs of each actor. Session numbers are given again, so the time of the load decides. */
function notesOf({ programs }: BpfReport, actors: readonly ActorLog[]): ReadonlyMap<ActorLog, ProgramNotes> {
  const byKey = new Map<string, ActorLog[]>()
  for (const actor of actors) {
    const key = keyOf(actor)
    const same = byKey.get(key)
    if (same === undefined) byKey.set(key, [actor])
    else same.push(actor)
  }
  for (const same of byKey.values()) same.sort((a, b) => a.since - b.since)
  const notes = new Map<ActorLog, ProgramNotes>()
  for (const program of programs) {
    const { node, loader, load } = program
    if (loader === undefined) continue
    const same = byKey.get(keyOf(actorName(node, loader.ses, loader.exe ?? loader.comm))) ?? []
    const time = load?.time ?? 0
    const actor = same.findLast(({ since }) => since <= time) ?? same[0]
    if (actor === undefined) continue
    let found = notes.get(actor)
    if (found === undefined) {
      found = new ProgramNotes()
      notes.set(actor, found)
    }
    found.add(program)
  }
  return notes
}

/** Findings by the events that show them. */
class FindingIndex {
  readonly #byEvent = new Map<string, Finding[]>()
  readonly #byLoader = new Map<string, Severity>()

  constructor(findings: readonly Finding[]) {
    for (const finding of findings) {
      const { node, evidence, name, severity, loader } = finding
      // What is missing in the log is not done by the process that stands beside the gap.
      if (name.startsWith('blind-') || name === 'missing-ids') continue
      for (const event of evidence) {
        const key = JSON.stringify([event, node ?? null])
        const same = this.#byEvent.get(key)
        if (same === undefined) this.#byEvent.set(key, [finding])
        else same.push(finding)
      }
      // The severest come first.
      const key = JSON.stringify([name, loader?.exe ?? null])
      if (!this.#byLoader.has(key)) this.#byLoader.set(key, severity)
    }
  }

  of(event: string, node: string | undefined): readonly Finding[] {
    return this.#byEvent.get(JSON.stringify([event, node ?? null])) ?? []
  }

  severity(name: string, exe: string | undefined): Severity | undefined {
    return this.#byLoader.get(JSON.stringify([name, exe ?? null]))
  }
}

function storyOf(actor: ActorLog, notes: ProgramNotes, known: FindingIndex): Story {
  const { node, session, auid, user, exe } = actor
  const kept = [...actor.steps, ...notes.steps].sort(inOrder)
  const findings = new Map<string, Severity | undefined>()
  const note = (name: string, severity: Severity | undefined): void => {
    const before = findings.get(name)
    if (before === undefined || (severity !== undefined && isWorse(severity, before)))
      findings.set(name, severity)
  }
  for (const name of notes.findings) {
    const exes = new Set([exe, ...notes.steps.map(({ step }) => step.exe)])
    for (const one of exes) note(name, known.severity(name, one))
  }
  for (const { step } of kept)
    for (const { name, severity } of known.of(step.event, node)) note(name, severity)
  const severities = [...findings.values()].filter((value) => value !== undefined)
  const severity = severities.reduce<Severity | undefined>(
    (worst, one) => (worst === undefined || isWorse(one, worst) ? one : worst),
    undefined,
  )
  const joined = joinSteps(kept)
  const steps = joined.length <= FIRST + LAST ? joined : [...joined.slice(0, FIRST), ...joined.slice(-LAST)]
  const times = kept.map(({ step }) => step.time).filter((time) => time !== undefined)
  const from = times[0]
  const to = times.at(-1)
  return {
    ...(node !== undefined && { node }),
    ...(session !== undefined && { session }),
    ...(auid !== undefined && { auid }),
    ...(user !== undefined && { user }),
    ...(exe !== undefined && { exe }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(severity !== undefined && { severity }),
    findings: [...findings].sort(([, a], [, b]) => severityRank(b) - severityRank(a)).map(([name]) => name),
    steps,
    leftOut: actor.leftOut + notes.leftOut + joined.length - steps.length,
    remaining: notes.remaining,
    remainingCount: notes.remainingCount,
    ...(notes.uncertainCount > 0 && { uncertainCount: notes.uncertainCount }),
    pins: [...actor.pins],
  }
}

function isWorse(one: Severity, other: Severity): boolean {
  return SEVERITIES.indexOf(one) > SEVERITIES.indexOf(other)
}

/** By time, then by serial number; what has no time stands first. */
function inOrder(a: KeptStep, b: KeptStep): number {
  return (a.step.time ?? 0) - (b.step.time ?? 0) || a.serial - b.serial
}

/** Equal steps in a row are one; so are programs that one process loads one after the other. */
function joinSteps(kept: readonly (KeptStep | ProgramStep)[]): readonly StoryStep[] {
  const joined: StoryStep[] = []
  let at = 0
  while (at < kept.length) {
    const first = kept[at]
    if (first === undefined) break
    let end = at + 1
    while (end < kept.length && isSame(first, kept[end])) end++
    joined.push(joinedStep(kept.slice(at, end), first))
    at = end
  }
  return joined
}

function isSame(one: KeptStep | ProgramStep, other: KeptStep | ProgramStep | undefined): boolean {
  if (other === undefined || asideOf(one) !== asideOf(other)) return false
  const { step: a } = one
  const { step: b } = other
  return (
    a.kind === b.kind && a.what === b.what && a.pid === b.pid && a.exe === b.exe && a.success === b.success
  )
}

function asideOf(step: KeptStep | ProgramStep): string | undefined {
  return 'aside' in step ? step.aside : undefined
}

function joinedStep(same: readonly (KeptStep | ProgramStep)[], { step }: KeptStep | ProgramStep): StoryStep {
  const { length } = same
  const ids = same.flatMap((one) => ('progId' in one ? [one.progId] : []))
  const counted = length > 1 ? { ...step, count: length } : step
  if (ids.length === 0) return counted
  const progIds = ids.slice(0, MOST_IDS)
  const more = ids.length > MOST_IDS ? ', ...' : ''
  const named = length === 1 ? `program ${ids[0]}` : `${length} programs: ${progIds.join(', ')}${more}`
  return { ...counted, what: named + (asideOf(same[0] as ProgramStep) ?? ''), progIds }
}
