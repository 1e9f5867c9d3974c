/** What the order of one node's events, and auditd's own records, tell. */
import type { BootLine, Step } from './boot-line.ts'
import type { DaemonGap, DaemonStep } from './daemon-life.ts'
import { type Mark, positionOf } from './mark.ts'
import type { Placed } from './placed.ts'

/** A log of nothing but oddities must not fill the memory with them. */
const MOST = 5_000
/** A call that blocks is stamped when it began, so that one event says nothing of the clock. */
const ENOUGH = 2
/** Events that follow each other are one observation. */
const ADJACENT = 3

interface Series {
  readonly kind: 'order' | 'repeated'
  readonly from: Mark | undefined
  readonly first: Mark
  last: Mark
  count: number
}

interface ClockBack {
  readonly from: Mark
  readonly at: Mark
  events: number
  until: Mark | undefined
}

interface Start {
  readonly mark: Mark
  readonly boot: BootLine | undefined
  readonly before: BootLine | undefined
}

/** Gathers the observations about one node. */
export class NodeFindings {
  readonly #node: string | undefined
  readonly #placed: Placed[] = []
  readonly #series: Series[] = []
  readonly #clocks: ClockBack[] = []
  /** A start of auditd of which the next event tells whether a boot lies before it. */
  #start: Start | undefined
  #latest: Mark | undefined

  constructor(node: string | undefined) {
    this.#node = node
  }

  step(step: Step, mark: Mark, boot: BootLine | undefined): void {
    this.#settleStart(boot, mark)
    if (step.kind === 'back') this.#addTo('order', mark, step.from)
    else if (step.kind === 'repeat') this.#addTo('repeated', mark, undefined)
    else if (step.kind === 'clock-back' && this.#clocks.length < MOST) {
      this.#clocks.push({ from: step.from, at: mark, events: 0, until: undefined })
    }
    const clock = this.#clocks.at(-1)
    if (clock !== undefined && clock.until === undefined && mark.serial >= clock.at.serial) {
      if (mark.time < clock.from.time) clock.events++
      else clock.until = mark
    }
    this.#latest = mark
  }

  daemon(step: DaemonStep, mark: Mark, boot: BootLine | undefined): void {
    if (step.kind === 'start-again') this.#start = { mark, boot, before: step.boot }
    else if (step.kind === 'start') this.#say(mark, 'daemon-start', 'info', 'auditd was started.', [])
    else if (step.kind === 'end') {
      this.#say(mark, 'daemon-end', 'info', 'auditd ended.', [
        'it was stopped, as at a shutdown or an upgrade',
      ])
    } else if (step.kind === 'rotate')
      this.#say(mark, 'rotation', 'info', 'auditd has begun another file.', [])
    else {
      this.#say(
        mark,
        'daemon-resumed',
        'low',
        'auditd had suspended logging, and was told to go on: what came meanwhile is not here.',
        ['the disk was full'],
      )
    }
  }

  daemonGap({ first, last, before }: DaemonGap, mark: Mark): void {
    const which = first === last ? `number ${first} is` : `numbers ${first} to ${last} are`
    this.#placed.push({
      position: positionOf(mark),
      observation: {
        kind: 'missing-daemon-records',
        severity: 'medium',
        sentence: `Of auditd's own records ${which} missing, between ${before.id} and ${mark.id}: it gives them one after the other.`,
        count: last - first + 1,
        events: [before.id, mark.id],
        causes: ['records were taken out of the log', 'a file between them was not given'],
        time: mark.time,
        mark,
        ...this.#ofNode,
      },
    })
  }

  /** The end of the log. */
  end(): readonly Placed[] {
    this.#settleStart(undefined, undefined)
    return [
      ...this.#placed,
      ...this.#series.map((series) => this.#placedSeries(series)),
      ...this.#clocks.filter(({ events }) => events >= ENOUGH).map((clock) => this.#placedClock(clock)),
    ]
  }

  #settleStart(boot: BootLine | undefined, mark: Mark | undefined): void {
    const start = this.#start
    if (start === undefined) return
    this.#start = undefined
    const isBoot =
      (start.before !== undefined && start.boot !== start.before) ||
      (boot !== undefined && boot !== start.boot)
    const sentence = isBoot
      ? 'auditd was started in another boot, and the one before has no end of it.'
      : `auditd was started while it was running, as far as the log says: it went without a word.${mark === undefined ? '' : ` The first event after it is ${mark.id}.`}`
    const causes = isBoot
      ? ['the machine lost power or was reset', 'the end of that boot was taken away']
      : ['auditd was killed, or has crashed', 'the record of its end was taken away']
    this.#say(start.mark, 'daemon-killed', isBoot ? 'low' : 'medium', sentence, causes)
  }

  #addTo(kind: Series['kind'], mark: Mark, from: Mark | undefined): void {
    const series = this.#series.at(-1)
    if (series !== undefined && series.kind === kind && mark.at - series.last.at <= ADJACENT) {
      series.count++
      series.last = mark
    } else if (this.#series.length < MOST) {
      this.#series.push({ kind, from: from ?? this.#latest, first: mark, last: mark, count: 1 })
    }
  }

  #placedSeries({ kind, from, first, last, count }: Series): Placed {
    const isOrder = kind === 'order'
    const sentence = isOrder
      ? `The log goes back${from === undefined ? '' : ` from ${from.id}`} to ${first.id}${count > 1 ? `, and again up to ${last.id}` : ''}.`
      : `${count === 1 ? `Event ${first.id} is` : `${count} events, ${first.id} to ${last.id}, are`} there more than once, or in parts.`
    return {
      position: positionOf(first),
      observation: {
        kind,
        severity: isOrder || count > 1 ? 'low' : 'info',
        sentence,
        count,
        events: from === undefined ? [first.id] : [from.id, first.id],
        causes: isOrder
          ? ['files were given in another order than they were written', 'parts of the log were moved']
          : ['a file, or a copy of a part of it, was given twice', 'records of one event came seconds apart'],
        time: first.time,
        mark: first,
        ...this.#ofNode,
      },
    }
  }

  #placedClock({ from, at, events, until }: ClockBack): Placed {
    const by = ((from.time - at.time) / 1000).toFixed(1)
    const end = until === undefined ? 'to the end of the log' : `until ${until.id}`
    return {
      position: positionOf(at),
      observation: {
        kind: 'clock-back',
        severity: 'low',
        sentence: `The clock goes back by ${by} s at ${at.id} while serial numbers go on: the times of ${events === 1 ? 'one event' : `${events} events`} ${end} are not comparable with those around.`,
        count: events,
        events: until === undefined ? [from.id, at.id] : [from.id, at.id, until.id],
        causes: ['somebody set the clock', 'the clock was put right by NTP, or the machine was resumed'],
        time: from.time,
        mark: at,
        ...this.#ofNode,
      },
    }
  }

  #say(
    mark: Mark,
    kind: Placed['observation']['kind'],
    severity: Placed['observation']['severity'],
    sentence: string,
    causes: readonly string[],
  ): void {
    if (this.#placed.length >= MOST) return
    const observation = {
      kind,
      severity,
      sentence,
      count: 1,
      events: [mark.id],
      causes,
      time: mark.time,
      mark,
    }
    this.#placed.push({ position: positionOf(mark), observation: { ...observation, ...this.#ofNode } })
  }

  get #ofNode(): { readonly node?: string } {
    return this.#node === undefined ? {} : { node: this.#node }
  }
}
