/** The small programs that systemd loads and drops whenever a unit starts: views for people only count them. */
import type { Program } from '../fields/program.ts'
import { isSystemdProgram } from '../records/systemd-path.ts'

/** Whether systemd loaded a program and dropped it within `atMost` milliseconds, without a finding other than a burst. */
export function isShortLived({ loader, state, lifetimeMs, findings }: Program, atMost: number): boolean {
  if (state !== 'unloaded' || lifetimeMs === undefined || lifetimeMs > atMost) return false
  return findings.every((name) => name === 'load-burst') && isSystemdProgram(loader?.exe ?? '')
}
