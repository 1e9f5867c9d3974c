/** A sink of events that watches whether a log is whole. */
import type { EventSink, LogEvent, LogRecord } from '@ts-audit/log'
import * as RecordType from '@ts-audit/tables/record-type'
import { isDaemonType } from '@ts-audit/tables/record-type-ranges'
import { readLostMessages } from '../lost-messages.ts'
import { readAuditChange } from '../records/config-change.ts'
import { stampText } from '../track/stamp.ts'
import { AuditingWatch, actor } from './auditing-watch.ts'
import { BootLines, type Step } from './boot-line.ts'
import { DaemonLife } from './daemon-life.ts'
import { EventShapes } from './event-shape.ts'
import { FileOrder } from './file-order.ts'
import type { Landmark } from './gap-causes.ts'
import { joinedAt, lineText, RecordShapes } from './line-shape.ts'
import { Losses } from './losses.ts'
import { makeReport, type ReportParts } from './make-report.ts'
import { type Mark, positionOf } from './mark.ts'
import { ModuleWatch } from './module-watch.ts'
import { NodeFindings } from './node-findings.ts'
import type { NodeWatch } from './node-watch.ts'
import type { Placed } from './placed.ts'
import type { IntegrityFile, IntegrityReport } from './report.ts'

/** How a recorder knows where records stand. */
export interface IntegrityOptions {
  /** The index of the input of a record, counted from 0, and its line there; asked while the sink has its event. */
  readonly placeOf?:
    | ((record: LogRecord) => { readonly input: number; readonly line: number } | undefined)
    | undefined
}

/** Watches while a log is read. */
export interface IntegrityRecorder {
  readonly sink: EventSink
  /** A line that is no record. */
  readonly noteMalformed: (input: number, line: number, text: string) => void
  /** Messages that an input says are missing. */
  readonly noteLost: (count: number, event: string) => void
  /** The end of the log. @param files those that were read, by the index of their input */
  finish(files?: readonly IntegrityFile[]): IntegrityReport
}

/** A log of nothing but oddities must not fill the memory with them. */
const MOST = 20_000
const MOST_NODES = 1_000
/** A line of auditd's, or a part of one. */
const AUDIT_LINE = /msg=audit\(|^type=|^node=/
/** A line is shown up to here. */
const SAMPLE = 120

/** Makes a recorder. */
export function createIntegrityRecorder(options: IntegrityOptions = {}): IntegrityRecorder {
  return new Recorder(options)
}

class Recorder implements IntegrityRecorder {
  readonly #placeOf: NonNullable<IntegrityOptions['placeOf']>
  readonly #nodes = new Map<string | undefined, NodeWatch>()
  readonly #shapes = new EventShapes<{
    readonly mark: Mark
    readonly node: string | undefined
    readonly call: string | undefined
  }>()
  readonly #records = new RecordShapes<Mark>()
  readonly #placed: Placed[] = []
  readonly #landmarks: Landmark[] = []
  readonly #files: { events: number; first: string; last: string }[] = []
  readonly #auditing = new AuditingWatch((placed) => this.#add(placed))
  readonly #modules = new ModuleWatch()
  readonly #order = new FileOrder()
  readonly #losses = new Losses()
  /** Lines that follow each other and are no records of any kind. */
  #others: { readonly input: number; readonly first: number; last: number; readonly text: string } | undefined
  #unlisted = 0
  #events = 0
  #last: Mark | undefined
  #isLastWhole = true

  constructor(options: IntegrityOptions) {
    this.#placeOf = options.placeOf ?? (() => undefined)
  }

  readonly sink = (event: LogEvent): boolean => {
    const [first] = event.records
    const place = first === undefined ? undefined : this.#placeOf(first)
    const mark: Mark = {
      id: stampText(event),
      time: event.seconds * 1000 + event.milliseconds,
      serial: event.serial,
      at: this.#events++,
      input: place?.input ?? 0,
      line: place?.line ?? 0,
    }
    this.#noteFile(mark)
    const watch = this.#watchOf(event.node)
    if (watch === undefined) return true
    let step: Step | undefined
    if (isDaemonType(event.type)) this.#takeDaemon(watch, event, mark)
    else if (event.seconds > 0) {
      step = watch.lines.take(mark)
      this.#order.take(mark)
      watch.daemon.event(mark, watch.lines.current)
      watch.findings.step(step, mark, watch.lines.current)
    }
    this.#takeRecords(watch, event, mark, step)
    if (this.#last === undefined || positionOf(mark) >= positionOf(this.#last)) this.#last = mark
    return true
  }

  readonly noteMalformed = (input: number, line: number, text: string): void => {
    if (AUDIT_LINE.test(text)) {
      this.#malformed(input, line, `A line is no record: ${text.slice(0, SAMPLE)}`, undefined)
      return
    }
    const others = this.#others
    if (others !== undefined && others.input === input && (line === 0 || line === others.last + 1)) {
      others.last = line === 0 ? others.last + 1 : line
      return
    }
    this.#endOthers()
    this.#others = { input, first: line, last: line, text: text.slice(0, SAMPLE) }
  }

  #endOthers(): void {
    const others = this.#others
    if (others === undefined) return
    const { input, first, last, text } = others
    const count = last - first + 1
    this.#add({
      position: positionOf({ input, line: first, at: this.#events }),
      observation: {
        kind: 'malformed-line',
        severity: 'low',
        sentence: `${count === 1 ? 'A line is' : `${count} lines are`} of something else than audit, such as: ${text}`,
        count,
        events: [],
        causes: ['something else has written into the file, or it was put together from several'],
        ...(first > 0 && { place: { input, line: first } }),
      },
    })
  }

  #malformed(input: number, line: number, sentence: string, mark: Mark | undefined): void {
    const position = positionOf({ input, line, at: this.#events })
    this.#landmarks.push({ position, kind: 'odd-line' })
    this.#add({
      position,
      observation: {
        kind: 'malformed-line',
        severity: 'medium',
        sentence,
        count: 1,
        events: mark === undefined ? [] : [mark.id],
        causes: [
          'a line was cut, or its beginning was taken away',
          'something else has written into the file, or it was put together from several',
        ],
        ...(mark !== undefined && { time: mark.time, mark }),
        ...(line > 0 && { place: { input, line } }),
      },
    })
  }

  readonly noteLost = (count: number, event: string): void => {
    const position = this.#last === undefined ? 0 : positionOf(this.#last)
    this.#losses.add(event)
    this.#add({
      position,
      observation: {
        kind: 'lost-messages',
        severity: 'low',
        sentence: `${count === 1 ? '1 message is' : `${count} messages are`} reported as lost.`,
        count,
        events: [event],
        causes: ['more came than could be written'],
        ...(this.#last !== undefined && { time: this.#last.time, mark: this.#last }),
      },
    })
  }

  finish(files: readonly IntegrityFile[] = []): IntegrityReport {
    this.#auditing.end()
    this.#endOthers()
    for (const watch of this.#nodes.values()) for (const placed of watch.findings.end()) this.#add(placed)
    for (const placed of this.#modules.end()) this.#add(placed)
    for (const placed of this.#order.end(this.#placed)) this.#add(placed)
    const parts: ReportParts = {
      nodes: [...this.#nodes.values()],
      placed: this.#placed,
      losses: this.#losses,
      landmarks: this.#landmarks.sort((a, b) => a.position - b.position),
      odd: this.#records.odd(),
      broken: this.#shapes.broken(),
      events: this.#events,
      unlisted: this.#unlisted,
      files: files.map((file, input) => ({ ...file, ...this.#fileEvents(input) })),
      last: this.#last,
      isLastWhole: this.#isLastWhole,
    }
    return makeReport(parts)
  }

  #takeDaemon(watch: NodeWatch, event: LogEvent, mark: Mark): void {
    const { daemon, lines, findings } = watch
    const gap = daemon.gapBefore(event.type, mark)
    if (gap !== undefined) findings.daemonGap(gap, mark)
    const step = daemon.take(event.type, mark, lines.current)
    if (step === undefined) return
    const position = positionOf(mark)
    if (step.kind === 'start' || step.kind === 'start-again') {
      lines.daemonStarted()
      this.#landmarks.push({ position, kind: 'daemon-start' })
    } else {
      const kind = { end: 'daemon-end', resume: 'daemon-resume', rotate: 'rotation' } as const
      this.#landmarks.push({ position, kind: kind[step.kind] })
    }
    findings.daemon(step, mark, lines.current)
  }

  #takeRecords(watch: NodeWatch, event: LogEvent, mark: Mark, step: Step | undefined): void {
    const types: number[] = []
    let call: string | undefined
    let title: string | undefined
    let module: string | undefined
    for (const record of event.records) {
      types.push(record.type)
      const text = lineText(record)
      if (record.type === RecordType.SYSCALL) call ??= bodyOf(text, record)
      else if (record.type === RecordType.PROCTITLE) title ??= bodyOf(text, record)
      else if (record.type === RecordType.KERN_MODULE) module ??= bodyOf(text, record)
      this.#takeLine(record, text, mark)
      if (!record.terminated) this.#isLastWhole = false
      this.#takeChange(watch, record, mark, event)
    }
    // Given twice, it is whole or not once.
    if (step?.kind !== 'repeat' && event.seconds > 0 && !isDaemonType(event.type))
      this.#shapes.take(types, call, { mark, node: event.node, call })
    if (module !== undefined && step?.kind !== 'repeat')
      this.#modules.take({ node: event.node, mark, module, call, by: actor(call, title) })
    this.#auditing.take({ node: event.node, mark, types, call, title, isNew: step?.kind !== 'repeat' })
  }

  #takeChange({ node }: NodeWatch, record: LogRecord, mark: Mark, event: LogEvent): void {
    const { type } = record
    const isChange =
      type === RecordType.CONFIG_CHANGE || type === RecordType.SYSTEM_SHUTDOWN || isDaemonType(type)
    if (!isChange) return
    const lost = readLostMessages(record)
    if (lost > 0) this.noteLost(lost, mark.id)
    const change = readAuditChange(record)
    if (change !== undefined) this.#auditing.change(change, { node, mark, event })
  }

  #takeLine(record: LogRecord, text: string, mark: Mark): void {
    if (!text.startsWith('type=') && !text.startsWith('node=')) {
      const place = this.#placeOf(record)
      const { input, line } = place ?? mark
      this.#malformed(input, line, `A line begins as no other: ${text.slice(0, SAMPLE)}`, mark)
    }
    const joined = joinedAt(text)
    if (joined.length === 0) {
      const enriched = record.textEnd === record.end ? -1 : record.textEnd - record.start
      this.#records.take(record.type, text, enriched, mark)
      return
    }
    const place = this.#placeOf(record)
    const input = place?.input ?? mark.input
    const line = place?.line ?? 0
    const position = line > 0 ? positionOf({ input, line, at: 0 }) : positionOf(mark)
    this.#landmarks.push({ position, kind: 'odd-line' })
    const others = joined.map((at) => /msg=audit\(([\d.]+:\d+)\)/.exec(text.slice(at, at + 400))?.[1] ?? '?')
    this.#add({
      position,
      observation: {
        kind: 'joined-line',
        severity: 'medium',
        sentence: `${joined.length + 1} records stand in one line: after ${mark.id} begins ${others.join(', ')}, with ${JSON.stringify(text.slice(Math.max(0, (joined[0] ?? 0) - 30), (joined[0] ?? 0) + 20)).slice(1, -1)} where they meet.`,
        count: joined.length + 1,
        events: [mark.id, ...others],
        causes: [
          'the end of the file was cut off while auditd had it open, and auditd went on',
          'the disk was full or the machine lost power while it was written',
          'a newline was taken away',
        ],
        time: mark.time,
        mark,
        ...(line > 0 && { place: { input, line } }),
      },
    })
  }

  #add(placed: Placed): void {
    if (this.#placed.length < MOST) this.#placed.push(placed)
    else this.#unlisted++
  }

  #watchOf(node: string | undefined): NodeWatch | undefined {
    let watch = this.#nodes.get(node)
    if (watch === undefined && this.#nodes.size < MOST_NODES) {
      watch = { node, lines: new BootLines(), daemon: new DaemonLife(), findings: new NodeFindings(node) }
      this.#nodes.set(node, watch)
    }
    return watch
  }

  #noteFile({ input, id, line }: Mark): void {
    if (line === 0 || input > 100_000) return
    const file = this.#files[input]
    if (file === undefined) this.#files[input] = { events: 1, first: id, last: id }
    else {
      file.events++
      file.last = id
    }
  }

  #fileEvents(input: number): Partial<IntegrityFile> {
    const file = this.#files[input]
    return file === undefined ? {} : { events: file.events, firstEvent: file.first, lastEvent: file.last }
  }
}

/** The text after the stamp, without what auditd has added. */
function bodyOf(text: string, { start, textEnd }: LogRecord): string {
  const at = text.indexOf('): ')
  return at < 0 ? '' : text.slice(at + 3, textEnd - start)
}
