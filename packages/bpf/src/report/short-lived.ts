/** The small programs that systemd loads and drops at every start of a unit: for people they are only counted. */
import type { Program } from '../fields/program.ts'
import { isSystemdProgram } from '../records/systemd-path.ts'

/** Whether systemd loaded a program and dropped it within so many milliseconds, with nothing to be said about it. */
export function isShortLived({ loader, state, lifetimeMs, findings }: Program, atMost: number): boolean {
  if (state !== 'unloaded' || lifetimeMs === undefined || lifetimeMs > atMost) return false
  return findings.every((name) => name === 'load-burst') && isSystemdProgram(loader?.exe ?? '')
}
