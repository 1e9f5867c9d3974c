/** What missing serial numbers can come from, by what stands beside them. */
import type { Severity } from '../fields/finding.ts'
import type { Losses } from './losses.ts'
import { type Mark, positionOf } from './mark.ts'
import type { MissingRun } from './serial-runs.ts'

/** What may stand beside a gap and explain it. */
export interface Landmark {
  readonly position: number
  readonly kind: 'daemon-start' | 'daemon-end' | 'daemon-resume' | 'rotation' | 'odd-line'
}

/** Lines around a gap within which something stands beside it: about an event on each side. */
const NEAR_LINES = 16
/** Runs of so many numbers are what a queue that is full loses. */
const BURST = 50
/** Numbers in a second that a machine gives out only in a burst. */
const BURST_RATE = 200

/** What a gap looks like. */
export interface GapReading {
  readonly severity: Severity
  readonly beside: string
  readonly causes: readonly string[]
}

/** @param landmarks in the order of their positions */
export function readGap(run: MissingRun, landmarks: readonly Landmark[], losses: Losses): GapReading {
  const { before, after } = run
  const kinds = landmarksNear(before, after, landmarks)
  const has = (kind: Landmark['kind']): boolean => kinds.has(kind)
  const isOtherFile = before.input !== after.input
  const missing = run.last - run.first + 1
  const seconds = Math.max(0, after.time - before.time) / 1000
  if (has('daemon-start')) {
    return {
      severity: 'low',
      beside: has('daemon-end') ? 'auditd was stopped and started here' : 'auditd was started here',
      causes: [
        'auditd was not running, and the kernel kept less than came',
        'events were taken out of the log',
      ],
    }
  }
  if (has('odd-line')) {
    return {
      severity: 'medium',
      beside: 'a line beside it was cut or joined',
      causes: [
        'a part of the file was taken away',
        'the disk was full or the machine lost power while it was written',
      ],
    }
  }
  if (has('daemon-end') || has('daemon-resume')) {
    return {
      severity: 'low',
      beside: has('daemon-end') ? 'auditd ended here' : 'auditd had suspended logging, and was told to go on',
      causes: ['auditd was not writing', 'events were taken out of the log'],
    }
  }
  if (losses.isNear(before.time, after.time)) {
    return {
      severity: 'low',
      beside: 'messages are reported as lost here',
      causes: ['the kernel, or auditd, had more to write than it could', 'events were taken out of the log'],
    }
  }
  if (isOtherFile) {
    return {
      severity: 'low',
      beside: 'another file begins here',
      causes: [
        'a rotated file between them was not given, or was deleted',
        'the end or beginning of a file was taken away',
      ],
    }
  }
  if (missing >= BURST && missing >= seconds * BURST_RATE) {
    return {
      severity: 'low',
      beside: `${Math.round(missing / Math.max(seconds, 0.001))} events a second`,
      causes: [
        "the kernel's queue was full (its own log says so: audit_lost=)",
        'a part of the file was taken away',
      ],
    }
  }
  const isFew = missing < BURST
  return {
    severity: 'medium',
    beside: isFew
      ? 'single events are missing while their neighbours are there'
      : 'nothing beside it says why',
    causes: [
      isFew ? 'events were taken out of the log one by one' : 'a part of the file was taken away',
      "the kernel or auditd lost them (the kernel's own log says so: audit_lost=)",
      'the log was filtered, as ausearch --raw does',
    ],
  }
}

function landmarksNear(before: Mark, after: Mark, landmarks: readonly Landmark[]): Set<Landmark['kind']> {
  const from = positionOf(before) - (before.line > 0 ? 1 : 0)
  const to = positionOf(after) + (after.line > 0 ? NEAR_LINES : 1)
  const kinds = new Set<Landmark['kind']>()
  let low = 0
  let high = landmarks.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((landmarks[middle] as Landmark).position < Math.min(from, to)) low = middle + 1
    else high = middle
  }
  for (let at = low; at < landmarks.length; at++) {
    const { position, kind } = landmarks[at] as Landmark
    if (position > Math.max(from, to)) break
    // A line that was cut says something of the gap beside it alone.
    const isBeside = Math.min(Math.abs(position - from), Math.abs(position - to)) <= 2 * NEAR_LINES
    if (kind !== 'odd-line' || isBeside) kinds.add(kind)
  }
  return kinds
}
