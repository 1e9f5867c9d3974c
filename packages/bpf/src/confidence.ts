/** How far a report as a whole can be trusted, and why no further: readers must know this before they read its rows. */
import type { Confidence } from './fields/program.ts'
import type { InputOrder } from './order/input-order.ts'
import type { BlindStretch } from './track/blind-stretches.ts'
import type { MissingIds } from './track/load-ids.ts'
import { stampText, stampTime } from './track/stamp.ts'

/** What a reader must know first. */
export interface Judgement {
  /** Of the answer to "what is loaded": low where rows may be wrong or missing, medium where some are doubtful. */
  readonly confidence: Confidence
  /** Why it is not higher, as sentences; the worst first. */
  readonly reasons: readonly string[]
}

/** Runs of ids that are named in a sentence. */
const MOST_NAMED = 3

/** What is judged. */
export interface Judged {
  readonly events: number
  readonly lostMessages: number
  readonly missingIds: readonly (MissingIds & { readonly boot: number })[]
  readonly order?: InputOrder
  readonly unidentifiedUnloads: number
  readonly loads: number
  readonly loadsWithoutRecord: number
  /** How many of them have an id that follows from its neighbours. */
  readonly inferredIds: number
  readonly boots: readonly {
    readonly node?: string
    readonly boot: number
    readonly firstEvent: string
    readonly largestGap?: unknown
  }[]
  /** When auditing was switched off. */
  readonly blind: readonly BlindStretch[]
  /** The first serial number of a log that begins inside a boot. */
  readonly beginsAt: number | undefined
  /** Whether auditd was stopped while events went on. */
  readonly isInterrupted: boolean
}

/** Judges a report by its coverage. */
export function judge(coverage: Judged): Judgement {
  const low = lowReasons(coverage)
  const medium = mediumReasons(coverage)
  if (low.length > 0) return { confidence: 'low', reasons: [...low, ...medium] }
  return { confidence: medium.length > 0 ? 'medium' : 'high', reasons: medium }
}

function lowReasons(coverage: Judged): string[] {
  const { events, loads, missingIds, lostMessages, order, unidentifiedUnloads, isInterrupted } = coverage
  const { beginsAt, blind } = coverage
  const reasons: string[] = []
  if (events === 0) reasons.push('No audit record was read.')
  // Where the first program of all is there, none was loaded before.
  const isWhole = loads > 0 && !missingIds.some(({ after, boot }) => after === undefined && boot === 1)
  if (beginsAt !== undefined && !isWhole) {
    reasons.push(
      `This log begins at serial ${beginsAt}: the ${beginsAt - 1} events of this boot before it are not here, and what they loaded may still be loaded.`,
    )
  }
  for (const stretch of blind.slice(0, MOST_NAMED)) reasons.push(blindReason(stretch))
  if (blind.length > MOST_NAMED) reasons.push(`So it was ${blind.length - MOST_NAMED} more times.`)
  if (lostMessages > 0) {
    reasons.push(
      `${counted(lostMessages, 'message was', 'messages were')} reported as lost: programs may be missing, and some that are listed as loaded may be gone.`,
    )
  }
  if (isInterrupted) {
    reasons.push('auditd was stopped, or went, while events went on: those of that time are not in the log.')
  }
  if (order?.isRepaired === false && order.wentBack > 0) {
    reasons.push(
      `The log goes back in time ${counted(order.wentBack, 'time', 'times')}, and is too large to be put in order: give its files oldest first.`,
    )
  }
  if (unidentifiedUnloads > 0) {
    reasons.push(
      `The kernel wrote prog-id=0 on ${counted(unidentifiedUnloads, 'UNLOAD', 'UNLOADs')}: which programs they ended is not known.`,
    )
  }
  const withoutRecord = withoutRecordReason(coverage)
  if (withoutRecord !== undefined) reasons.push(withoutRecord)
  return reasons
}

function blindReason({ from, to }: BlindStretch): string {
  const until =
    to === undefined
      ? 'and no event follows'
      : `and the next event is ${stampText(to)}, ${((stampTime(to) - stampTime(from)) / 1000).toFixed(1)} s later`
  return `Auditing was switched off at ${stampText(from)}, ${until}: what was loaded and unloaded between is not known.`
}

/** Where most loads have their record, no rule excludes them. */
function withoutRecordReason({ loads, loadsWithoutRecord, inferredIds }: Judged): string | undefined {
  if (loadsWithoutRecord === 0) return undefined
  const some = `${counted(loadsWithoutRecord, 'load has', 'loads have')} no BPF record`
  const known =
    inferredIds === loadsWithoutRecord
      ? 'ids follow from those of the loads around, but whether the programs are still loaded is not known'
      : 'ids, and whether the programs are still loaded, are not known'
  return loadsWithoutRecord * 2 < loads
    ? `${some}, while others have: it was lost, or is gone from the log; ${known}.`
    : `${some}: ${known}. Look for a rule that excludes BPF records (auditctl -l: -a always,exclude -F msgtype=BPF), and delete it.`
}

function mediumReasons({ missingIds, order, boots }: Judged): string[] {
  const reasons: string[] = []
  const between = missingIds.filter(({ after }) => after !== undefined)
  if (between.length > 0) {
    const named = between.slice(0, MOST_NAMED).map(({ first, last }) => ids(first, last))
    const more = between.length > MOST_NAMED ? `, and ${between.length - MOST_NAMED} more runs` : ''
    const amount = between.reduce((sum, { first, last }) => sum + last - first + 1, 0)
    reasons.push(
      `${counted(amount, 'load is', 'loads are')} not in this log: program ids ${named.join(', ')}${more} are missing.`,
    )
  }
  const before = missingIds.filter(({ after }) => after === undefined)
  const [first] = before
  if (first !== undefined) {
    const where = boots.length > 1 ? ` of boot ${first.boot}` : ''
    const more =
      before.length > 1 ? ` So it is in ${counted(before.length - 1, 'other boot', 'other boots')}.` : ''
    reasons.push(
      `The first LOAD${where} has id ${first.last + 1}: ${counted(first.last, 'program was', 'programs were')} loaded before it, and may still be.${more}`,
    )
  }
  if (boots.some(({ largestGap }) => largestGap !== undefined)) {
    reasons.push('Serial numbers are missing in a row: records were lost, or the log was filtered.')
  }
  if ((order?.hosts ?? 0) > 1) {
    reasons.push(
      `The log mixes the records of ${order?.hosts} hosts that do not name themselves. They are told apart by their serial numbers${beginnings(boots)}.`,
    )
  }
  return reasons
}

/** `: host-1 is the one that begins with event 1700000000.100:17, host-2 with 1700000002.000:90210`. */
function beginnings(boots: Judged['boots']): string {
  const firsts = boots.filter(({ node, boot }) => node !== undefined && boot === 1)
  if (firsts.length === 0) return ''
  const named = firsts
    .slice(0, MOST_NAMED)
    .map(({ node, firstEvent }, at) =>
      at === 0 ? `${node} is the one that begins with event ${firstEvent}` : `${node} with ${firstEvent}`,
    )
  return `: ${named.join(', ')}${firsts.length > MOST_NAMED ? ', and so on' : ''}`
}

function ids(first: number, last: number): string {
  return first === last ? `${first}` : `${first}-${last}`
}

function counted(count: number, one: string, more: string): string {
  return `${count} ${count === 1 ? one : more}`
}
