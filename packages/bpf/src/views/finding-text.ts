/** What the views and the page say of a finding in the same words: when it was, and where its programs stand. */
import type { Finding } from '../fields/finding.ts'
import type { ProgramState } from '../fields/program.ts'

/** When it was first seen, in milliseconds since 1970: as it says, else the earliest time of its events. */
export function firstTimeOf({ firstTime, evidence }: Finding): number | undefined {
  return firstTime ?? smallest(evidence.map(eventTime))
}

/** When it was last seen, as far as its events tell. */
export function lastTimeOf({ lastTime, evidence }: Finding): number | undefined {
  return lastTime ?? smallest(evidence.map(eventTime), -1)
}

/** The time in an event's id, in milliseconds since 1970; undefined where it has none. */
export function eventTime(event: string): number | undefined {
  const [, seconds, milliseconds] = /^(\d+)\.(\d{3}):/.exec(event) ?? []
  const time = Number(seconds) * 1000 + Number(milliseconds)
  return time > 0 ? time : undefined
}

function smallest(times: readonly (number | undefined)[], sign = 1): number | undefined {
  let found: number | undefined
  for (const time of times) {
    if (time !== undefined && (found === undefined || sign * (time - found) < 0)) found = time
  }
  return found
}

/** `loaded`, or `loaded:2,unloaded:1` where programs stand differently. */
export function statesText(states: readonly ProgramState[] = []): string {
  const counts = new Map<ProgramState, number>()
  for (const state of states) counts.set(state, (counts.get(state) ?? 0) + 1)
  const [only] = counts.keys()
  if (only === undefined || counts.size === 1) return only ?? ''
  return [...counts].map(([state, count]) => `${state}:${count}`).join(',')
}

/** The id of a program; 0 stands for one that is not known. */
export function idText(progId: number): string {
  return progId === 0 ? '?' : String(progId)
}
