/** Puts together what was seen, once the log has ended. */
import { formatRecordType } from '@ts-audit/tables/record-types'
import type { BootLine } from './boot-line.ts'
import { isProgLoad, type MissingRecord, readCall } from './event-shape.ts'
import { type Landmark, readGap } from './gap-causes.ts'
import { judgeLog } from './judgement.ts'
import type { OddRecord } from './line-shape.ts'
import type { Losses } from './losses.ts'
import { type Mark, positionOf } from './mark.ts'
import type { NodeWatch } from './node-watch.ts'
import type { LinePlace, Observation } from './observation.ts'
import type { Placed } from './placed.ts'
import { INTEGRITY_SCHEMA, type IntegrityBoot, type IntegrityFile, type IntegrityReport } from './report.ts'

/** What the recorder has. */
export interface ReportParts {
  readonly nodes: readonly NodeWatch[]
  readonly placed: readonly Placed[]
  readonly landmarks: readonly Landmark[]
  readonly losses: Losses
  readonly odd: readonly OddRecord<Mark>[]
  readonly broken: readonly {
    readonly place: {
      readonly mark: Mark
      readonly node: string | undefined
      readonly call: string | undefined
    }
    readonly missing: MissingRecord
  }[]
  readonly events: number
  readonly unlisted: number
  readonly files: readonly IntegrityFile[]
  readonly last: Mark | undefined
  readonly isLastWhole: boolean
}

/** A log with more gaps than one in so many events is a selection of a log. */
const SELECTED = 10
const FEWEST_GAPS = 50
/** The kernel's first record, numbered 1, is written before auditd can take it. */
const FIRST_SERIAL = 2
/** Where a file ends, within so many lines or events of it. */
const EDGE_LINES = 16
const EDGE_EVENTS = 2

/** Makes the report. */
export function makeReport(parts: ReportParts): IntegrityReport {
  const placed = [
    ...parts.placed,
    ...parts.nodes.flatMap((watch) => ofNode(watch, parts)),
    ...parts.odd.map(oddPlaced),
    ...parts.broken.map((one) => brokenPlaced(one, parts)),
    ...endOf(parts),
  ]
  placed.sort((a, b) => a.position - b.position)
  const observations = placed.map((one) => toObservation(one, parts.files))
  return {
    schema: INTEGRITY_SCHEMA,
    judgement: judgeLog(parts.events, observations),
    events: parts.events,
    files: parts.files,
    boots: parts.nodes.flatMap(bootsOf),
    observations,
    unlisted: parts.unlisted,
  }
}

function toObservation({ observation }: Placed, files: readonly IntegrityFile[]): Observation {
  const { mark, place, ...rest } = observation
  const at =
    place ?? (mark !== undefined && mark.line > 0 ? { input: mark.input, line: mark.line } : undefined)
  if (at === undefined) return rest
  const file = files[at.input]?.name
  const found: LinePlace = { ...(file !== undefined && { file }), line: at.line }
  return { ...rest, place: found }
}

/** In the order of their times. */
function inOrder({ boots }: NodeWatch['lines']): readonly BootLine[] {
  return [...boots].sort((a, b) => a.firstTime - b.firstTime)
}

function bootsOf({ node, lines }: NodeWatch): IntegrityBoot[] {
  return inOrder(lines).map(({ runs, firstTime, lastTime, events }, index) => ({
    ...(node !== undefined && { node }),
    boot: index + 1,
    firstSerial: runs.lowest.serial,
    lastSerial: runs.highest.serial,
    firstEvent: runs.lowest.id,
    lastEvent: runs.highest.id,
    firstTime,
    lastTime,
    events,
    missing: runs.missing,
  }))
}

function ofNode({ node, lines }: NodeWatch, { landmarks, losses }: ReportParts): Placed[] {
  return inOrder(lines).flatMap((boot, index) => {
    const of = { boot: index + 1, ...(node !== undefined && { node }) }
    return [...beginning(boot, of, landmarks), ...gapsOf(boot, of, landmarks, losses)]
  })
}

interface Owner {
  readonly node?: string
  readonly boot: number
}

function beginning(boot: BootLine, of: Owner, landmarks: readonly Landmark[]): Placed[] {
  const { lowest } = boot.runs
  const position = positionOf(lowest)
  const isStarted =
    boot.begins || landmarks.some((mark) => mark.kind === 'daemon-start' && mark.position < position)
  if (lowest.serial <= FIRST_SERIAL && isStarted) return []
  const before = lowest.serial - 1
  const isEarly = lowest.serial <= FIRST_SERIAL
  const what = of.boot === 1 ? 'This log' : `Boot ${of.boot}`
  const sentence = isStarted
    ? `${what} begins at serial ${lowest.serial}, with a start of auditd: ${before === 1 ? 'the event' : `the ${before} events`} of this boot before it were not written here.`
    : isEarly
      ? `${what} begins at serial ${lowest.serial}, without a start of auditd.`
      : `${what} begins at serial ${lowest.serial}, without a start of auditd or of the machine: ${before === 1 ? 'the event' : `the ${before} events`} of this boot before it are not here.`
  return [
    {
      position: position - 0.5,
      observation: {
        kind: 'begins-inside',
        severity: isStarted || isEarly ? 'info' : 'low',
        sentence,
        ...of,
        time: lowest.time,
        mark: lowest,
        count: before,
        firstSerial: 1,
        lastSerial: before,
        events: [lowest.id],
        causes: isStarted
          ? ['auditd was installed or started later than the machine']
          : ['older files were rotated away or not given', 'the log was filtered', 'the file was truncated'],
      },
    },
  ]
}

function gapsOf(
  { runs, events }: BootLine,
  of: Owner,
  landmarks: readonly Landmark[],
  losses: Losses,
): Placed[] {
  const gaps = runs.runs
  if (gaps.length >= FEWEST_GAPS && gaps.length * SELECTED >= events) {
    const { lowest, highest } = runs
    const expected = highest.serial - lowest.serial + 1
    return [
      {
        position: positionOf(lowest),
        observation: {
          kind: 'selection',
          severity: 'low',
          sentence: `Boot ${of.boot} has ${expected - runs.missing} of ${expected} serial numbers, with ${gaps.length} gaps: this looks like a selection of a log, and gaps in it say nothing.`,
          ...of,
          time: lowest.time,
          mark: lowest,
          count: gaps.length,
          events: [lowest.id, highest.id],
          causes: ['the log was filtered, as ausearch --raw or a collector does'],
        },
      },
    ]
  }
  return gaps.map((run) => {
    const { first, last, before, after } = run
    const { severity, beside, causes } = readGap(run, landmarks, losses)
    const count = last - first + 1
    const which =
      count === 1 ? `Serial number ${first} is` : `${count} serial numbers, ${first} to ${last}, are`
    const seconds = ((after.time - before.time) / 1000).toFixed(3)
    return {
      position: positionOf(after) - 0.25,
      observation: {
        kind: 'missing-serials' as const,
        severity,
        sentence: `${which} missing between ${before.id} and ${after.id}, ${seconds} s apart: ${beside}.`,
        ...of,
        time: before.time,
        mark: after,
        count,
        firstSerial: first,
        lastSerial: last,
        events: [before.id, after.id],
        causes,
      },
    }
  })
}

function oddPlaced({ place, type, lacks, isCut }: OddRecord<Mark>): Placed {
  const what = lacks.length === 0 ? 'what auditd adds to the others' : lacks.slice(0, 8).join(', ')
  return {
    position: positionOf(place),
    observation: {
      kind: 'cut-line',
      severity: 'medium',
      sentence: `A ${formatRecordType(type)} record of ${place.id} ${isCut ? 'ends early' : 'is like no other'}: it lacks ${what}.`,
      count: 1,
      events: [place.id],
      causes: ['the line was cut', 'the disk was full or the machine lost power while it was written'],
      time: place.time,
      mark: place,
    },
  }
}

const WHAT: Readonly<Record<MissingRecord['what'], string>> = {
  SYSCALL: 'has no SYSCALL record, but records that only come beside one',
  PATH: 'has fewer PATH records than its call says (items)',
  CWD: 'has no CWD record beside its PATH records, as others have',
  PROCTITLE: 'has no PROCTITLE record, as others have',
  EXECVE: 'has no EXECVE record, though its call is one',
  SOCKADDR: 'has no SOCKADDR record, as others of this call have',
  BPF: 'is a BPF_PROG_LOAD that succeeded, and has no BPF record',
  cause: 'was logged by no rule with a key, and has no record that says why it was logged',
}
const GRAVE: ReadonlySet<MissingRecord['what']> = new Set(['SYSCALL', 'PATH', 'BPF'])

function brokenPlaced(
  { place: { mark, node, call }, missing }: ReportParts['broken'][number],
  parts: ReportParts,
): Placed {
  const { what, count } = missing
  // The first event may have begun in the file before, and the PATH records of the last may stand in the next.
  const isAtEdge = mark.at === 0 || (what === 'PATH' && isLatest(mark, parts))
  const read = call === undefined ? undefined : readCall(call)
  const who =
    what === 'BPF' && call !== undefined && read !== undefined && isProgLoad(read) ? loaderText(call) : ''
  return {
    position: positionOf(mark) + 0.25,
    observation: {
      kind: 'missing-record',
      severity: GRAVE.has(what) && !isAtEdge && !parts.losses.isNear(mark.time, mark.time) ? 'medium' : 'low',
      sentence: `Event ${mark.id} ${WHAT[what]}${who}.`,
      count,
      events: [mark.id],
      causes: [
        what === 'BPF' ? 'the BPF record was taken out of the log' : 'a line was taken out of the log',
        'records of one event were lost, or a rule excludes them',
      ],
      time: mark.time,
      mark,
      ...(node !== undefined && { node }),
    },
  }
}

/** Whether an event is one of the last: events that are written at the same time alternate, so that it need not be the last. */
function isLatest({ at, input, line }: Mark, { last, events }: ReportParts): boolean {
  if (events - at <= EDGE_EVENTS) return true
  return last !== undefined && input === last.input && line > 0 && last.line - line <= EDGE_LINES
}

function loaderText(call: string): string {
  const exe = / exe=("[^"]*"|\S+)/.exec(call)?.[1]
  const pid = / pid=(\d+)/.exec(call)?.[1]
  return exe === undefined ? '' : `: ${exe.replaceAll('"', '')}${pid === undefined ? '' : `, pid ${pid}`}`
}

/** How the log ends. */
function endOf({ nodes, last, isLastWhole }: ReportParts): Placed[] {
  if (last === undefined) return []
  const place = { time: last.time, mark: last, count: 1, events: [last.id] }
  const position = positionOf(last) + 0.75
  const cut: Placed[] = isLastWhole
    ? []
    : [
        {
          position,
          observation: {
            kind: 'cut-line',
            severity: 'low',
            sentence: `The last line, of ${last.id}, has no end.`,
            ...place,
            causes: ['the log is being written', 'the file was cut'],
          },
        },
      ]
  if (nodes.every(({ daemon }) => daemon.hasEnded)) return cut
  return [
    ...cut,
    {
      position: position + 0.1,
      observation: {
        kind: 'ends-open',
        severity: 'info',
        sentence: `The log ends with ${last.id}, and without the end of auditd.`,
        ...place,
        causes: ['it is in use, or was copied while it was', 'the machine lost power', 'its end was cut off'],
      },
    },
  ]
}
