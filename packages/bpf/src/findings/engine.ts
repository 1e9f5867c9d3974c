/** Runs the rules, and gathers what they raise into findings. */
import { type Finding, SEVERITIES } from '../fields/finding.ts'
import type { LoaderEntry } from '../track/loader-table.ts'
import { stampText } from '../track/stamp.ts'
import type { FindingRule, RuleContext, RuleWatch, Subject } from './finding.ts'

/** How many event ids and program ids one finding keeps; the count goes on. */
const EVIDENCE_LIMIT = 20

/** A log that makes up loaders must not fill the memory with findings. */
const MOST_FINDINGS = 5_000

interface OpenFinding {
  readonly rule: FindingRule
  readonly subject: Subject
  count: number
  readonly evidence: Set<string>
  readonly progIds: Set<number>
}

/** The rules at work. */
export class FindingEngine {
  readonly watches: readonly RuleWatch[]
  /** In the order they were first raised. */
  readonly #all: OpenFinding[] = []
  /** By rule, by loader, and by what else they are about. */
  readonly #open: readonly Map<LoaderEntry | undefined, Map<string, OpenFinding>>[]
  /** By rule: the finding it raised last, which it mostly raises again. */
  readonly #latest: OpenFinding[] = []
  /** How often a finding was raised that is not listed because there are too many. */
  omitted = 0

  constructor(rules: readonly FindingRule[], context: Omit<RuleContext, 'raise'>) {
    this.#open = rules.map(() => new Map())
    this.watches = rules.map((rule, bit) =>
      rule.watch({ ...context, raise: (s) => this.#raise(rule, bit, s) }),
    )
  }

  /** The findings so far: the severest first, then in the order they were first raised. */
  findings(): Finding[] {
    const rank = ({ severity }: Finding): number => SEVERITIES.indexOf(severity)
    return this.#all.map(toFinding).sort((a, b) => rank(b) - rank(a))
  }

  #raise(rule: FindingRule, bit: number, subject: Subject): void {
    const { rows = [] } = subject
    for (const row of rows) row.addFinding(bit)
    const latest = this.#latest[bit]
    const open =
      latest !== undefined && isSame(latest.subject, subject) ? latest : this.#find(rule, bit, subject)
    if (open === undefined) {
      this.omitted++
      return
    }
    this.#latest[bit] = open
    open.count++
    for (const row of rows) if (open.progIds.size < EVIDENCE_LIMIT) open.progIds.add(row.progId)
    for (const point of subject.evidence) {
      if (open.evidence.size >= EVIDENCE_LIMIT) break
      open.evidence.add(typeof point === 'string' ? point : stampText(point))
    }
  }

  /** The finding that a subject belongs to, opened when there is none; undefined when there are too many. */
  #find(rule: FindingRule, bit: number, subject: Subject): OpenFinding | undefined {
    const { loader, node, sentence } = subject
    const byLoader = this.#open[bit]
    const ofLoader = byLoader?.get(loader)
    const key = node === undefined ? sentence : JSON.stringify([node, sentence])
    const known = ofLoader?.get(key)
    if (known !== undefined || this.#all.length >= MOST_FINDINGS) return known
    const open = {
      rule,
      subject: forget(subject),
      count: 0,
      evidence: new Set<string>(),
      progIds: new Set<number>(),
    }
    this.#all.push(open)
    if (ofLoader === undefined) byLoader?.set(loader, new Map([[key, open]]))
    else ofLoader.set(key, open)
    return open
  }
}

/** Whether two subjects of one rule are one finding; there is one entry for each loader. */
function isSame(one: Subject, other: Subject): boolean {
  return one.loader === other.loader && one.node === other.node && one.sentence === other.sentence
}

/** A finding must not keep its first program alive. */
function forget({ rows: _, ...subject }: Subject): Subject {
  return { ...subject, evidence: [] }
}

function toFinding({ rule, subject, count, evidence, progIds }: OpenFinding): Finding {
  const { name, severity, technique } = rule
  return {
    name,
    sentence: subject.sentence,
    severity,
    ...(technique !== undefined && { technique }),
    ...(subject.node !== undefined && { node: subject.node }),
    ...(subject.loader !== undefined && { loader: subject.loader.identity }),
    count,
    evidence: [...evidence],
    progIds: [...progIds],
  }
}
