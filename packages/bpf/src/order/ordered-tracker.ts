/** Follows a log as it comes, and once more in the right order if that was a different one. */
import type { LogEvent } from '@ts-audit/log'
import { isDaemonType } from '@ts-audit/tables/record-type-ranges'
import type { BpfReport } from '../report/report.ts'
import { type Arrangement, arrange, FAR_BACK } from './arrange.ts'
import { EventStore, type KeptEvent } from './event-store.ts'
import type { InputOrder } from './input-order.ts'
import { withoutDoubles } from './repeats.ts'

/** What follows the events of a log, once. */
export interface Follower {
  take(event: LogEvent, boot: string | undefined): boolean
  noteLost(lost: number, event: string): void
  finish(order: InputOrder): BpfReport
}

interface NodeEnd {
  time: number
  serial: number
}

/** A follower of the log as it comes, and a copy of the log for another, in bounded memory. */
export class OrderedTracker {
  readonly #make: () => Follower
  readonly #bootOf: (event: LogEvent) => string | undefined
  readonly #follower: Follower
  readonly #store = new EventStore()
  readonly #ends = new Map<string | undefined, NodeEnd>()
  #isDoubtful = false
  #wentBack = 0
  #doubled = 0

  /** @param keeps whether a copy is kept: not where programs are given away before the log ends */
  constructor(
    make: () => Follower,
    keeps: boolean,
    bootOf: ((event: LogEvent) => string | undefined) | undefined,
  ) {
    this.#make = make
    this.#bootOf = bootOf ?? (() => undefined)
    this.#follower = make()
    if (!keeps) this.#store.drop()
  }

  take(given: LogEvent): boolean {
    const boot = this.#bootOf(given)
    const event = withoutDoubles(given)
    if (event !== given) this.#doubled++
    if (event.seconds !== 0 && !isDaemonType(event.type)) this.#look(event)
    if (!this.#store.isFull) this.#store.add(event, boot)
    return this.#follower.take(event, boot)
  }

  noteLost(lost: number, event: string): void {
    this.#store.addLoss(lost, event)
    this.#follower.noteLost(lost, event)
  }

  finish(): BpfReport {
    const kept = this.#isDoubtful ? this.#store.events() : []
    const found = kept.length > 0 ? arrange(kept.map(({ event }) => event)) : undefined
    if (found === undefined) {
      // Of a log that was kept it is known that its order is right.
      const wentBack = this.#store.isFull ? this.#wentBack : 0
      return this.#follower.finish({ wentBack, repeats: this.#doubled, hosts: 1, isRepaired: wentBack === 0 })
    }
    const follower = this.#make()
    this.#replay(found, kept, follower)
    this.#store.drop()
    const { blocks, repeats, hostCount } = found
    return follower.finish({
      wentBack: blocks,
      repeats: repeats + this.#doubled,
      hosts: Math.max(1, hostCount),
      isRepaired: true,
    })
  }

  #look({ node, seconds, milliseconds, serial }: LogEvent): void {
    const time = seconds * 1000 + milliseconds
    const end = this.#ends.get(node)
    if (end === undefined) {
      if (this.#ends.size < 10_000) this.#ends.set(node, { time, serial })
      return
    }
    if (serial <= end.serial) {
      this.#isDoubtful = true
      if (time + FAR_BACK < end.time) this.#wentBack++
    }
    end.time = time
    end.serial = serial
  }

  #replay({ order, merged, hosts }: Arrangement, events: readonly KeptEvent[], follower: Follower): void {
    const { losses } = this.#store
    const lossesBefore = new Map<number, { lost: number; event: string }[]>()
    for (const { before, lost, event } of losses) {
      const known = lossesBefore.get(before)
      if (known === undefined) lossesBefore.set(before, [{ lost, event }])
      else known.push({ lost, event })
    }
    const note = (place: number): void => {
      for (const { lost, event } of lossesBefore.get(place) ?? []) follower.noteLost(lost, event)
      lossesBefore.delete(place)
    }
    for (const place of order) {
      note(place)
      const kept = events[place]
      if (kept === undefined) continue
      const event = merged.get(place) ?? kept.event
      const host = hosts.get(place)
      follower.take(host === undefined ? event : { ...event, node: hostName(event.node, host) }, kept.boot)
    }
    for (const place of [...lossesBefore.keys()]) note(place)
  }
}

function hostName(node: string | undefined, host: string): string {
  return node === undefined ? host : `${node}/${host}`
}
