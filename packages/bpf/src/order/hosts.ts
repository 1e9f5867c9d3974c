/** Tells apart the hosts whose records came together in one log without their names: their serial numbers alternate. */
import type { LogEvent } from '@ts-audit/log'
import { isDaemonType } from '@ts-audit/tables/record-type-ranges'

/** Numbers that fall by no more than this are only out of order. */
const SLACK = 64
/** More series of numbers are not hosts, but a log that cannot be understood. */
const MOST_CHAINS = 16
/** Serial numbers must come back to a series so often, from another, to be those of two hosts. */
const LEAST_RETURNS = 3

/** A series of serial numbers that rise. */
interface Chain {
  places: number[]
  last: number
}

/** Where each place stands in the order of time. */
type Ranks = ReadonlyMap<number, number>

/** The hosts that were found. */
export interface Hosts {
  readonly count: number
  readonly hostOf: ReadonlyMap<number, string>
}

/** The hosts of events in the order of time, by the places of the events; undefined for one host. */
export function splitHosts(events: readonly LogEvent[], places: readonly number[]): Hosts | undefined {
  const chains = chainsOf(events, places)
  if (chains === undefined || chains.length < 2) return undefined
  const rank = new Map(places.map((place, at) => [place, at]))
  const hosts = concurrent(events, chains, rank)
  if (hosts.length < 2) return undefined
  const hostOf = new Map<number, string>()
  for (const [index, chain] of hosts.entries()) {
    for (const place of chain.places) hostOf.set(place, `host-${index + 1}`)
  }
  // What auditd numbers itself, and what belongs to no series, goes with the event before it.
  let latest = 'host-1'
  for (const place of places) {
    latest = hostOf.get(place) ?? latest
    hostOf.set(place, latest)
  }
  return { count: hosts.length, hostOf }
}

function chainsOf(events: readonly LogEvent[], places: readonly number[]): Chain[] | undefined {
  const chains: Chain[] = []
  for (const place of places) {
    const { seconds, serial, type } = events[place] as LogEvent
    if (seconds === 0 || isDaemonType(type)) continue
    const chain = nearest(chains, serial)
    if (chain !== undefined) {
      chain.places.push(place)
      if (serial > chain.last) chain.last = serial
      continue
    }
    if (chains.length >= MOST_CHAINS) return undefined
    const continued = splitBefore(events, chains, serial)
    if (continued === undefined) chains.push({ places: [place], last: serial })
    else {
      continued.places.push(place)
      continued.last = serial
    }
  }
  return chains
}

/** The series that a number goes on with: the one whose last number is nearest below it, or little above. */
function nearest(chains: readonly Chain[], serial: number): Chain | undefined {
  let found: Chain | undefined
  let least = Number.POSITIVE_INFINITY
  for (const chain of chains) {
    const distance = serial > chain.last ? serial - chain.last : chain.last - serial
    if (serial + SLACK < chain.last || distance >= least) continue
    found = chain
    least = distance
  }
  return found
}

/** A number that falls may go on with the beginning of a series, which then jumped to the numbers of another host. */
function splitBefore(events: readonly LogEvent[], chains: Chain[], serial: number): Chain | undefined {
  const serialAt = (place: number | undefined): number =>
    place === undefined ? Number.NaN : (events[place]?.serial ?? 0)
  for (const chain of chains) {
    const cut = chain.places.findIndex((place) => serialAt(place) > serial)
    if (cut <= 0) continue
    const below = serialAt(chain.places[cut - 1])
    if (serial - below >= serialAt(chain.places[cut]) - below - SLACK) continue
    const rest = chain.places.splice(cut)
    chains.push({ places: rest, last: chain.last })
    chain.last = below
    return chain
  }
  return undefined
}

/**
 * The series that go on beside each other. One that ends before another begins is of the same host: it was started anew,
 * or records are missing. So are two that meet in one range of numbers.
 */
function concurrent(events: readonly LogEvent[], chains: readonly Chain[], rank: Ranks): readonly Chain[] {
  const rankOf = ({ places: [first = -1] }: Chain): number => rank.get(first) ?? 0
  const [first, ...others] = [...chains].sort((a, b) => rankOf(a) - rankOf(b))
  if (first === undefined) return []
  const hosts: Chain[] = [{ ...first, places: [...first.places] }]
  for (const chain of others) {
    const host = hosts.find((known) => !isAnother(events, known, chain, rank))
    if (host === undefined) hosts.push({ ...chain, places: [...chain.places] })
    else host.places.push(...chain.places)
  }
  return hosts
}

function isAnother(events: readonly LogEvent[], one: Chain, other: Chain, rank: Ranks): boolean {
  const entry = (isOne: boolean) => (place: number) => ({
    event: events[place] as LogEvent,
    isOne,
    rank: rank.get(place) ?? 0,
  })
  const marked = [...one.places.map(entry(true)), ...other.places.map(entry(false))].sort(
    (a, b) => a.rank - b.rank,
  )
  let returns = 0
  for (const [at, { isOne }] of marked.entries()) if (at > 0 && marked[at - 1]?.isOne !== isOne) returns++
  if (returns <= LEAST_RETURNS) return false
  const from = Math.max(...[true, false].map((isOne) => marked.findIndex((entry) => entry.isOne === isOne)))
  const to = Math.min(...[true, false].map((isOne) => marked.findLastIndex((entry) => entry.isOne === isOne)))
  const ranges = [true, false].map((isOne) => {
    const range = { low: Number.POSITIVE_INFINITY, high: 0, rises: true }
    let time = 0
    for (const { event, isOne: own } of marked.slice(from - 1, to + 2)) {
      if (own !== isOne) continue
      // What only came late falls, and a clock that was set goes back.
      if (event.serial < range.high || timeOf(event) < time) range.rises = false
      time = timeOf(event)
      range.low = Math.min(range.low, event.serial)
      range.high = Math.max(range.high, event.serial)
    }
    return range
  })
  const [a, b] = ranges
  if (a === undefined || b === undefined || !a.rises || !b.rises) return false
  return a.high + SLACK < b.low || b.high + SLACK < a.low
}

function timeOf({ seconds, milliseconds }: LogEvent): number {
  return seconds * 1000 + milliseconds
}
