/** The state of a log as evidence, for people: the judgement first, then files, boots and what was seen. */

import type { Observation } from '../integrity/observation.ts'
import type { IntegrityBoot, IntegrityFile, IntegrityReport } from '../integrity/report.ts'
import { viewText } from './aligned.ts'
import { fullIds, searchCommand } from './search-command.ts'
import type { View, ViewOptions } from './view.ts'

/** The report as lines without their newlines. */
export function* integrityText(
  report: IntegrityReport,
  options: ViewOptions = {},
): Generator<string, void, undefined> {
  const text = options.formatText ?? ((raw: string) => raw)
  const { judgement, files, unlisted } = report
  yield `Judgement: ${text(judgement.sentence)}`
  const counts = countsOf(report)
  if (counts !== '') yield `  ${counts}`
  if (files.length > 0) yield* viewText(filesView(files, options), options)
  yield* viewText(bootsView(report.boots, options), options)
  yield* viewText(observationsView(report, options), options)
  if (unlisted > 0) yield `${unlisted} more observations are not listed.`
}

/** What was seen, a row each. */
export function observationsView(
  { observations }: Pick<IntegrityReport, 'observations'>,
  options: ViewOptions = {},
): View {
  return {
    title: 'Log Integrity Report',
    columns: ['date time', 'severity', 'seen', 'count', 'file:line', 'what', 'could be', 'events'],
    below: 5,
    rows: observations.map((observation) => observationRow(observation, options)),
  }
}

function observationRow(observation: Observation, options: ViewOptions): readonly string[] {
  const { time, severity, kind, count, sentence, causes, events } = observation
  const { formatText: text = (raw) => raw, formatTime = isoTime } = options
  return [
    time === undefined || time === 0 ? '?' : formatTime(time),
    severity,
    kind,
    String(count),
    text(placeText(observation) ?? '?'),
    text(sentence),
    text(causes.join('; or ')),
    events.length === 0 || severity === 'info'
      ? ''
      : text((options.searchCommand ?? searchCommand)(fullIds(events, observation.node))),
  ]
}

/** `audit.log.1:73`; the name without its folder. */
export function placeText({ place }: Observation): string | undefined {
  if (place === undefined) return undefined
  const name = place.file?.slice(place.file.lastIndexOf('/') + 1)
  return name === undefined ? `line ${place.line}` : `${name}:${place.line}`
}

function filesView(
  files: readonly IntegrityFile[],
  { formatText: text = (raw) => raw, formatTime = isoTime, width }: ViewOptions,
): View {
  return {
    title: 'Files',
    columns: ['file', 'bytes', 'changed', 'events', 'first', 'last', 'sha256'],
    // A digest that is shortened proves nothing.
    ...(width !== undefined && { below: 6 }),
    rows: files.map(({ name, size, changed, events, firstEvent, lastEvent, sha256 }) => [
      text(name),
      size === undefined ? '?' : String(size),
      changed === undefined ? '?' : formatTime(changed),
      String(events ?? 0),
      text(firstEvent ?? '?'),
      text(lastEvent ?? '?'),
      sha256 ?? '?',
    ]),
  }
}

function bootsView(
  boots: readonly IntegrityBoot[],
  { formatText: text = (raw) => raw, formatTime = isoTime }: ViewOptions,
): View {
  const hasNodes = boots.some(({ node }) => node !== undefined)
  return {
    title: 'Boots',
    columns: [
      ...(hasNodes ? ['node'] : []),
      'boot',
      'from',
      'to',
      'first-serial',
      'last-serial',
      'events',
      'missing',
    ],
    rows: boots.map(({ node, boot, firstTime, lastTime, firstSerial, lastSerial, events, missing }) => [
      ...(hasNodes ? [text(node ?? '?')] : []),
      String(boot),
      formatTime(firstTime),
      formatTime(lastTime),
      String(firstSerial),
      String(lastSerial),
      String(events),
      String(missing),
    ]),
  }
}

/** `3 missing-serials (28 numbers), 1 joined-line`, the severest first. */
function countsOf({ observations, events }: IntegrityReport): string {
  const kinds = new Map<string, number>()
  for (const { kind, severity } of observations)
    if (severity !== 'info') kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  const seen = [...kinds].map(([kind, count]) => `${count} ${kind}`)
  return [`${events} events`, ...seen].join(', ')
}

function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('T', ' ').slice(0, 23)
}
