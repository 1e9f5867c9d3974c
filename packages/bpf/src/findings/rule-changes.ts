/** Tells rules that were taken away, and rules that hide events, from rules that were only loaded anew. */
import type { Severity } from '../fields/finding.ts'
import type { Process } from '../fields/process-objects.ts'
import { type AuditChange, TASK_LIST } from '../records/config-change.ts'
import type { Stamp } from '../track/stamp.ts'

/** `auditctl -R` and `augenrules --load` write one rule after the other. */
const BATCH_GAP_MS = 5_000
/** With so many other rules beside it, a rule that excludes records is one of a file of rules. */
const FILE_OF_RULES = 2
const MOST_KEYS = 1_000
const UNSET = 4294967295
/** Programs that a sentence names. */
const MOST_NAMED = 10
/** Changes that wait for their return. */
const MOST_OPEN = 100

type RuleChange = Extract<AuditChange, { readonly kind: 'rule-added' | 'rule-removed' }>

/** A batch of changes, summed up. */
export interface RuleBatch {
  /** Asked at the end of the log: it says what was loaded until the rule was as before. */
  readonly sentence: () => string
  readonly usual: Severity
  readonly stamp: Stamp
  readonly time: number
  readonly by: string
  readonly process: Process | undefined
  readonly excuse: string | undefined
  readonly isDaemonEnd: false
}

interface Point {
  readonly stamp: Stamp
  readonly time: number
  readonly process: Process | undefined
}

/** Programs that were loaded while a rule was away, or one that hides events was there. */
class Meanwhile {
  readonly #from: number
  #until: number | undefined
  readonly #ids: number[] = []
  #count = 0

  constructor(from: number) {
    this.#from = from
  }

  get isOver(): boolean {
    return this.#until !== undefined
  }

  loaded(progId: number): void {
    if (this.isOver) return
    this.#count++
    if (this.#ids.length < MOST_NAMED && progId > 0) this.#ids.push(progId)
  }

  end(time: number): void {
    this.#until ??= time
  }

  /** ` and removed again 0.8 s later; loaded meanwhile: 55, 56, 57`. */
  text(over: string): string {
    const end =
      this.#until === undefined ? '' : ` ${over} ${((this.#until - this.#from) / 1000).toFixed(1)} s later`
    const more = this.#count > this.#ids.length ? ` and ${this.#count - this.#ids.length} more` : ''
    if (this.#count === 0) return end
    return this.#ids.length === 0
      ? `${end}; ${this.#count} loaded meanwhile`
      : `${end}; loaded meanwhile: ${this.#ids.join(', ')}${more}`
  }
}

interface Removed extends Point {
  readonly key: string | undefined
  readonly meanwhile: Meanwhile
  count: number
}

interface Hiding extends Point {
  readonly what: string
  readonly key: string | undefined
  readonly list: number | undefined
  readonly meanwhile: Meanwhile
}

/** The changes of rules of one node, gathered as long as one follows the other. */
export class RuleChanges {
  readonly #removed = new Map<string, Removed>()
  readonly #hiding: Hiding[] = []
  /** Those that have not returned yet, of this batch and of those before. */
  #open: (Removed | Hiding)[] = []
  #excludesRemoved = 0
  #added = 0
  #by = ''
  #isMild = false
  #last = Number.NEGATIVE_INFINITY

  take(change: RuleChange, point: Point, by: string, isBootTime: boolean): void {
    const { time, process } = point
    const { kind, key, isExclude, auid, list } = change
    this.#last = time
    this.#by = by
    this.#isMild = isBootTime && (auid === undefined || auid === UNSET)
    const what = whatHides(change, process)
    if (what !== undefined) {
      this.#add({ ...point, what, key, list, meanwhile: new Meanwhile(time) })
      return
    }
    if (kind === 'rule-removed' && isExclude) this.#excludesRemoved++
    if (kind === 'rule-removed' && this.#endHiding(change, time)) return
    if (isExclude) return
    const name = key ?? ''
    if (kind === 'rule-added') this.#return(name, point)
    else this.#remove(name, key, point)
  }

  /** A program was loaded. */
  loaded(progId: number): void {
    for (const { meanwhile } of this.#open) meanwhile.loaded(progId)
  }

  /** Whether any rule is away, or hides events. */
  get isOpen(): boolean {
    return this.#open.length > 0
  }

  #add(hiding: Hiding): void {
    if (this.#hiding.length >= MOST_KEYS) return
    this.#hiding.push(hiding)
    if (this.#open.length < MOST_OPEN) this.#open.push(hiding)
  }

  /** True when a rule that hides events is taken away. */
  #endHiding({ key, list }: RuleChange, time: number): boolean {
    const found = this.#open.find((open) => 'what' in open && open.key === key && open.list === list)
    if (found === undefined) return false
    found.meanwhile.end(time)
    this.#open = this.#open.filter((open) => open !== found)
    return true
  }

  #remove(name: string, key: string | undefined, point: Point): void {
    const known = this.#removed.get(name)
    if (known !== undefined) {
      known.count++
      return
    }
    if (this.#removed.size >= MOST_KEYS) return
    const removed = { ...point, key, count: 1, meanwhile: new Meanwhile(point.time) }
    this.#removed.set(name, removed)
    if (this.#open.length < MOST_OPEN) this.#open.push(removed)
  }

  /** A rule is there again. Loaded anew, by the same process: as often as it was removed, or with fewer that say the same. */
  #return(name: string, { time, process }: Point): void {
    this.#added++
    const known = this.#removed.get(name)
    if (known !== undefined && !isOther(known.process, process)) {
      this.#removed.delete(name)
      this.#open = this.#open.filter((open) => open !== known)
    }
    for (const open of this.#open)
      if (!('what' in open) && (open.key ?? '') === name) open.meanwhile.end(time)
    this.#open = this.#open.filter(({ meanwhile }) => !meanwhile.isOver)
  }

  /** What has been changed, once nothing has followed for a while. */
  settle(now: number): readonly RuleBatch[] {
    if (now - this.#last <= BATCH_GAP_MS || this.#last === Number.NEGATIVE_INFINITY) return []
    const found: RuleBatch[] = []
    const by = this.#by
    const excuse = this.#isMild ? 'the machine was starting' : undefined
    for (const { stamp, time, process, key, count, meanwhile } of this.#removed.values()) {
      const rules = count === 1 ? 'An audit rule was' : `${count} audit rules were`
      const named = key === undefined ? 'without a key' : `key ${key}`
      const sentence = () => `${rules} removed${by} (${named})${meanwhile.text('and added again')}`
      found.push({ sentence, usual: 'medium', stamp, time, by, process, excuse, isDaemonEnd: false })
    }
    const isFile = this.#added >= FILE_OF_RULES
    const mild = excuse ?? (isFile ? 'among the rules of a file' : undefined)
    // Of excludes that are taken away and added again there are no more than before.
    const excludes = this.#hiding.filter(({ what }) => what === EXCLUDES)
    const fewer =
      excludes.length <= this.#excludesRemoved && excludes.every(({ meanwhile }) => !meanwhile.isOver)
    for (const [at, { what, stamp, time, process, meanwhile }] of this.#hiding.entries()) {
      if (what === EXCLUDES && (fewer || this.#hiding.findIndex((other) => other.what === what) !== at))
        continue
      const sentence = () => `A rule was added${by} that ${what}${meanwhile.text('and removed again')}`
      found.push({ sentence, usual: 'medium', stamp, time, by, process, excuse: mild, isDaemonEnd: false })
    }
    this.#removed.clear()
    this.#hiding.length = 0
    this.#excludesRemoved = 0
    this.#added = 0
    this.#last = Number.NEGATIVE_INFINITY
    return found
  }
}

const EXCLUDES = 'excludes records from the log'

/** What a rule that is added hides, by its list and the command line that adds it. */
function whatHides({ kind, isExclude, list }: RuleChange, process: Process | undefined): string | undefined {
  if (kind !== 'rule-added') return undefined
  if (isExclude) return EXCLUDES
  if (list === TASK_LIST) return 'keeps the calls of processes begun meanwhile out of the log (list task)'
  return / never,/.test(process?.proctitle ?? '') ? 'keeps events out of the log (never)' : undefined
}

function isOther(one: Process | undefined, other: Process | undefined): boolean {
  return one?.pid !== undefined && other?.pid !== undefined && one.pid !== other.pid
}
