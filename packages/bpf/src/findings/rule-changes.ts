/** Tells rules that were taken away from rules that were only loaded anew, which begins with taking all away. */
import type { Severity } from '../fields/finding.ts'
import type { Process } from '../fields/process-objects.ts'
import type { AuditChange } from '../records/config-change.ts'
import type { Stamp } from '../track/stamp.ts'

/** `auditctl -R` and `augenrules --load` write one rule after the other. */
const BATCH_GAP_MS = 5_000
/** With so many other rules beside it, a rule that excludes records is one of a file of rules. */
const FILE_OF_RULES = 2
const MOST_KEYS = 1_000
const UNSET = 4294967295

type RuleChange = Extract<AuditChange, { readonly kind: 'rule-added' | 'rule-removed' }>

/** What a batch of changes comes to. */
export interface RuleBatch {
  readonly sentence: string
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

interface Removed extends Point {
  readonly key: string | undefined
  count: number
}

/** The changes of rules of one node, gathered as long as one follows the other. */
export class RuleChanges {
  readonly #removed = new Map<string, Removed>()
  #excludes: Point | undefined
  #excludesRemoved = 0
  #excludesAdded = 0
  #added = 0
  #by = ''
  #isMild = false
  #last = Number.NEGATIVE_INFINITY

  take(change: RuleChange, { stamp, time, process }: Point, by: string, isBootTime: boolean): void {
    const { kind, key, isExclude, auid } = change
    this.#last = time
    this.#by = by
    this.#isMild = isBootTime && (auid === undefined || auid === UNSET)
    if (isExclude) {
      if (kind === 'rule-removed') this.#excludesRemoved++
      else {
        this.#excludesAdded++
        this.#excludes ??= { stamp, time, process }
      }
      return
    }
    const name = key ?? ''
    const known = this.#removed.get(name)
    if (kind === 'rule-added') {
      this.#added++
      // Loaded anew: as often as it was removed, or with fewer rules that say the same.
      this.#removed.delete(name)
    } else if (known !== undefined) known.count++
    else if (this.#removed.size < MOST_KEYS) this.#removed.set(name, { stamp, time, process, key, count: 1 })
  }

  /** What has been changed, once nothing has followed for a while. */
  settle(now: number): readonly RuleBatch[] {
    if (now - this.#last <= BATCH_GAP_MS || this.#last === Number.NEGATIVE_INFINITY) return []
    const found: RuleBatch[] = []
    const by = this.#by
    const excuse = this.#isMild ? 'the machine was starting' : undefined
    for (const { stamp, time, process, key, count } of this.#removed.values()) {
      const rules = count === 1 ? 'An audit rule was' : `${count} audit rules were`
      const sentence = `${rules} removed${by} (${key === undefined ? 'without a key' : `key ${key}`})`
      found.push({ sentence, usual: 'medium', stamp, time, by, process, excuse, isDaemonEnd: false })
    }
    if (this.#excludes !== undefined && this.#excludesAdded > this.#excludesRemoved) {
      const isFile = this.#added >= FILE_OF_RULES
      const mild = excuse ?? (isFile ? 'among the rules of a file' : undefined)
      const sentence = `A rule was added${by} that excludes records from the log`
      found.push({ sentence, usual: 'medium', ...this.#excludes, by, excuse: mild, isDaemonEnd: false })
    }
    this.#removed.clear()
    this.#excludes = undefined
    this.#excludesRemoved = 0
    this.#excludesAdded = 0
    this.#added = 0
    this.#last = Number.NEGATIVE_INFINITY
    return found
  }
}
