/** Runs the rules, and gathers what they raise into findings. */
import { type Finding, SEVERITIES } from '../fields/finding.ts'
import type { Process } from '../fields/process-objects.ts'
import type { ProgramState } from '../fields/program.ts'
import type { LoaderEntry } from '../track/loader-table.ts'
import type { ProgramRow } from '../track/program-row.ts'
import { type Stamp, stampText } from '../track/stamp.ts'
import type { FindingRule, RuleContext, Subject } from './finding.ts'
import { type Hooks, hooksOf } from './hooks.ts'
import type { Judge } from './judge.ts'
import type { Standings } from './standing.ts'

/** How many event ids and program ids one finding keeps; the count goes on. */
const EVIDENCE_LIMIT = 20

/** A log that makes up loaders must not fill the memory with findings. */
const MOST_FINDINGS = 5_000

interface OpenFinding {
  readonly rule: FindingRule
  readonly subject: Subject
  count: number
  readonly evidence: Set<string>
  readonly programs: Map<number, KeptProgram>
  readonly pids: Set<number>
  proctitle: string | undefined
  firstTime: number
  lastTime: number
}

/** A program of a finding; its row may be used again once it is gone. */
interface KeptProgram {
  readonly index: number
  readonly load: Stamp
  /** Where it stood when its life was over. */
  state: ProgramState | undefined
}

/** What known tools did by design, by rule and tool; of very many tools the later ones are added up. */
const MOST_TOOLS = 200
const OTHER_TOOLS = 'others'

/** The rules at work. */
export class FindingEngine implements Judge {
  readonly hooks: Hooks
  readonly names: readonly string[]
  /** In the order they were first raised. */
  readonly #all: OpenFinding[] = []
  /** By rule, by loader, and by what else they are about. */
  readonly #open: readonly Map<LoaderEntry | undefined, Map<string, OpenFinding>>[]
  /** By rule: the finding it raised last, which it mostly raises again. */
  readonly #latest: OpenFinding[] = []
  /** How often known tools did by design what would be a finding, by rule and executable. */
  readonly #known = new Map<string, Map<string, number>>()
  /** How often a finding was raised that is not listed because there are too many. */
  omitted = 0

  readonly #standings: Standings
  readonly #onFinding: ((finding: Finding) => void) | undefined

  constructor(
    rules: readonly FindingRule[],
    {
      onFinding,
      ...context
    }: Omit<RuleContext, 'raise'> & { readonly onFinding?: ((finding: Finding) => void) | undefined },
  ) {
    this.#onFinding = onFinding
    this.#standings = context.standings
    this.names = rules.map(({ name }) => name)
    this.#open = rules.map(() => new Map())
    const watches = rules.map((rule, bit) =>
      rule.watch({ ...context, raise: (s) => this.#raise(rule, bit, s) }),
    )
    this.hooks = hooksOf(watches)
  }

  /**
   * The findings so far: the severest first, then in the order they were first raised.
   *
   * @param stateOf where a program stands that is still tracked
   */
  findings(rowAt: (index: number) => ProgramRow, stateOf: (row: ProgramRow) => ProgramState): Finding[] {
    const rank = ({ severity }: Finding): number => SEVERITIES.indexOf(severity)
    const stateNow = ({ index, load, state }: KeptProgram): ProgramState => {
      if (state !== undefined) return state
      const row = rowAt(index)
      return isSameStamp(row.load, load) ? stateOf(row) : 'unloaded'
    }
    const idNow = (progId: number, { index, load }: KeptProgram): number => {
      // Of a load without a BPF record the id may be known later.
      if (progId !== 0) return progId
      const row = rowAt(index)
      return isSameStamp(row.load, load) ? row.progId : 0
    }
    return this.#all.map((open) => toFinding(open, stateNow, idNow)).sort((a, b) => rank(b) - rank(a))
  }

  isExcused(process: Process): boolean {
    return this.#standings.excuse(process) !== undefined
  }

  /** A program's life is over: its findings remember where it stood. */
  ended(row: ProgramRow, loader: LoaderEntry, state: ProgramState): void {
    const { index, progId } = row
    for (let { findings } = row; findings !== 0; findings &= findings - 1) {
      const ofLoader = this.#open[31 - Math.clz32(findings & -findings)]?.get(loader)
      if (ofLoader === undefined) continue
      for (const open of ofLoader.values()) {
        const kept = open.programs.get(progId)
        if (kept?.index === index) kept.state ??= state
      }
    }
  }

  /** What known tools did, a sentence for each rule. */
  knownNotes(): string[] {
    return [...this.#known].map(([name, tools]) => {
      const shown = [...tools].map(([exe, count]) => `${exe} (${count})`).join(', ')
      return `Known tools are not listed under ${name}, but counted: ${shown}.`
    })
  }

  #raise(rule: FindingRule, bit: number, subject: Subject): void {
    const { rows = [], process, known } = subject
    if (known !== undefined) {
      this.#countKnown(rule.name, known)
      return
    }
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
    for (const row of rows) {
      if (open.programs.size >= EVIDENCE_LIMIT) break
      open.programs.set(row.progId, { index: row.index, load: row.load, state: undefined })
    }
    const pid = process === undefined ? rows[0]?.pid : process.pid
    if (pid !== undefined && open.pids.size < EVIDENCE_LIMIT) open.pids.add(pid)
    if (open.count === 1) open.proctitle = (process ?? rows[0]?.process)?.proctitle
    for (const point of subject.evidence) {
      noteTime(open, point)
      if (open.evidence.size < EVIDENCE_LIMIT) {
        open.evidence.add(typeof point === 'string' ? point : stampText(point))
      }
    }
    if (open.count === 1)
      this.#onFinding?.(
        toFinding(
          open,
          () => 'loaded',
          (progId) => progId,
        ),
      )
  }

  #countKnown(rule: string, exe: string): void {
    let tools = this.#known.get(rule)
    if (tools === undefined) {
      tools = new Map()
      this.#known.set(rule, tools)
    }
    const name = tools.has(exe) || tools.size < MOST_TOOLS ? exe : OTHER_TOOLS
    tools.set(name, (tools.get(name) ?? 0) + 1)
  }

  /** The finding that a subject belongs to, opened when there is none; undefined when there are too many. */
  #find(rule: FindingRule, bit: number, subject: Subject): OpenFinding | undefined {
    const { loader, node, sentence, severity } = subject
    const byLoader = this.#open[bit]
    const ofLoader = byLoader?.get(loader)
    if (ofLoader === undefined && this.#all.length >= MOST_FINDINGS) return undefined
    const about = `${severity ?? ''} ${sentence}`
    const key = node === undefined ? about : JSON.stringify([node, about])
    const known = ofLoader?.get(key)
    if (known !== undefined || this.#all.length >= MOST_FINDINGS) return known
    const open = {
      rule,
      subject: forget(subject),
      count: 0,
      evidence: new Set<string>(),
      programs: new Map<number, KeptProgram>(),
      pids: new Set<number>(),
      proctitle: undefined,
      firstTime: Number.POSITIVE_INFINITY,
      lastTime: 0,
    }
    this.#all.push(open)
    if (ofLoader === undefined) byLoader?.set(loader, new Map([[key, open]]))
    else ofLoader.set(key, open)
    return open
  }
}

/** Whether two subjects of one rule are one finding; there is one entry for each loader. */
function isSame(one: Subject, other: Subject): boolean {
  return (
    one.loader === other.loader &&
    one.node === other.node &&
    one.severity === other.severity &&
    one.sentence === other.sentence
  )
}

/** A finding must not keep its first program alive. */
function forget({ rows: _, process: __, ...subject }: Subject): Subject {
  return { ...subject, evidence: [] }
}

function toFinding(
  open: OpenFinding,
  stateNow: (program: KeptProgram) => ProgramState,
  idNow: (progId: number, program: KeptProgram) => number,
): Finding {
  const { rule, subject, count, evidence, programs, pids, proctitle, firstTime, lastTime } = open
  const { name, technique } = rule
  const severity = subject.severity ?? rule.severity
  return {
    name,
    sentence: subject.sentence,
    severity,
    ...(technique !== undefined && { technique }),
    ...(subject.node !== undefined && { node: subject.node }),
    ...(subject.loader !== undefined && { loader: subject.loader.identity }),
    count,
    evidence: [...evidence],
    progIds: Array.from(programs, ([progId, program]) => idNow(progId, program)),
    ...(programs.size > 0 && { states: [...programs.values()].map(stateNow) }),
    ...(lastTime > 0 && { firstTime, lastTime }),
    ...(pids.size > 0 && { pids: [...pids] }),
    ...(proctitle !== undefined && { proctitle }),
  }
}

function isSameStamp(one: Stamp, other: Stamp): boolean {
  return (
    one.serial === other.serial && one.seconds === other.seconds && one.milliseconds === other.milliseconds
  )
}

/** An event without a time says nothing of when. */
function noteTime(open: OpenFinding, point: Stamp | string): void {
  const time =
    typeof point === 'string' ? Number(/(\d+\.\d{3}):\d+$/.exec(point)?.[1]) * 1000 : stampTime(point)
  if (!(time > 0)) return
  const whole = Math.round(time)
  if (whole < open.firstTime) open.firstTime = whole
  if (whole > open.lastTime) open.lastTime = whole
}

function stampTime({ seconds, milliseconds }: Stamp): number {
  return seconds * 1000 + milliseconds
}
