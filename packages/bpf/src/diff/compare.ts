/** Compares two reports: loaders and paths that are new or gone, and counts that changed. */
import { latin1 } from '@ts-audit/log/internal'
import { CHANGES, type Difference } from '../fields/difference.ts'
import type { LoaderIdentity } from '../fields/process.ts'
import type { BpfReport } from '../report/report.ts'
import { toUnicode } from '../report/unicode.ts'

/** A loader with its node. */
type Named = Pick<LoaderIdentity, 'exe' | 'comm' | 'auid'> & { readonly node?: string }

export interface CountedLoader extends Named {
  readonly loads: number
  readonly failedLoads: number
  readonly stillLoaded: number
}

/** Something of a loader that is counted under a name. */
export interface Counted extends Named {
  readonly name: string
  readonly count: number
}

export interface CountedFinding extends Counted {
  readonly severity: string
}

/** What is compared of a report; a list that it does not have is not. Text is latin1. */
export interface ComparedReport {
  readonly loaders?: readonly CountedLoader[]
  readonly commands?: readonly Counted[]
  readonly findings?: readonly CountedFinding[]
  /** Paths of pins. */
  readonly pins?: readonly string[]
}

/** The lists that can be compared. */
export const COMPARED = ['loaders', 'commands', 'findings', 'pins'] as const

/** What two reports are compared by. Bytes that are no UTF-8 are U+FFFD, as a saved report has them. */
export function comparedReport({ loaders, commands, findings, programs }: BpfReport): ComparedReport {
  const pins = new Set<string>()
  for (const program of programs) for (const path of program.pins ?? []) pins.add(asSaved(path))
  return {
    loaders: loaders.map((row) => ({ ...row, ...named(row) })),
    commands: commands.map((row) => ({ ...named(row), name: row.command, count: row.success + row.failed })),
    findings: findings.map(({ name, severity, count, node, loader }) => ({
      ...named({ ...loader, ...(node !== undefined && { node }) }),
      name,
      severity,
      count,
    })),
    pins: [...pins],
  }
}

function asSaved(text: string): string {
  const unicode = toUnicode(text)
  if (unicode === text) return text
  const bytes = new TextEncoder().encode(unicode)
  return latin1(bytes, 0, bytes.length)
}

/** The differences: what is new, then what changed, the most first, then what is gone. */
export function differences(before: ComparedReport, after: ComparedReport): readonly Difference[] {
  const found: Difference[] = []
  const compare = <Item>(
    first: readonly Item[] | undefined,
    second: readonly Item[] | undefined,
    read: (item: Item) => readonly Measured[],
  ): void => {
    if (first === undefined || second === undefined) return
    found.push(...compared(first.flatMap(read), second.flatMap(read)))
  }
  compare(before.loaders, after.loaders, loaderCounts)
  compare(pathsOf(before), pathsOf(after), (exe) => [{ about: 'path', exe, what: 'executable', count: 1 }])
  compare(before.pins, after.pins, (exe) => [{ about: 'pin', exe, what: 'pinned', count: 1 }])
  compare(before.commands, after.commands, (row) => [
    { ...named(row), about: 'command', what: row.name, count: row.count },
  ])
  compare(before.findings, after.findings, (row) => [
    { ...named(row), about: 'finding', what: `${row.severity} ${row.name}`, count: row.count },
  ])
  return found.sort((a, b) => rank(a) - rank(b) || change(b) - change(a))
}

/** The lists that only one of the reports has. */
export function notCompared(before: ComparedReport, after: ComparedReport): readonly string[] {
  return COMPARED.filter((list) => before[list] === undefined || after[list] === undefined)
}

interface Measured extends Named {
  readonly about: Difference['about']
  readonly what: string
  readonly count: number
}

/** What a loader is told by; other fields of its identity may differ from report to report. */
function named({ node, exe, comm, auid }: Named): Named {
  return {
    ...(node !== undefined && { node: asSaved(node) }),
    ...(exe !== undefined && { exe: asSaved(exe) }),
    ...(comm !== undefined && { comm: asSaved(comm) }),
    ...(auid !== undefined && { auid }),
  }
}

function loaderCounts(loader: CountedLoader): readonly Measured[] {
  const { loads, failedLoads, stillLoaded } = loader
  // Who makes calls but loads nothing is in the commands.
  if (loads + failedLoads === 0) return []
  const of = { ...named(loader), about: 'loader' as const }
  return [
    { ...of, what: 'loads', count: loads },
    { ...of, what: 'failed loads', count: failedLoads },
    { ...of, what: 'still loaded', count: stillLoaded },
  ]
}

/** Executables of loaders, each once. */
function pathsOf({ loaders }: ComparedReport): readonly string[] | undefined {
  const paths = loaders?.flatMap(({ exe, loads, failedLoads }) =>
    exe === undefined || loads + failedLoads === 0 ? [] : [exe],
  )
  return paths === undefined ? undefined : [...new Set(paths)]
}

interface Sums {
  readonly item: Measured
  before: number | undefined
  after: number | undefined
}

function compared(first: readonly Measured[], second: readonly Measured[]): readonly Difference[] {
  const sums = new Map<string, Sums>()
  const add = (item: Measured, side: 'before' | 'after'): void => {
    const { about, node, exe, comm, auid, what, count } = item
    const key = JSON.stringify([about, what, exe ?? null, comm ?? null, auid ?? null, node ?? null])
    let sum = sums.get(key)
    if (sum === undefined) {
      sum = { item, before: undefined, after: undefined }
      sums.set(key, sum)
    }
    sum[side] = (sum[side] ?? 0) + count
  }
  for (const item of first) add(item, 'before')
  for (const item of second) add(item, 'after')
  return [...sums.values()].flatMap(({ item, before, after }) => {
    if ((before ?? 0) === (after ?? 0)) return []
    const { count: _, ...rest } = item
    const word = before === undefined ? 'new' : after === undefined ? 'gone' : 'changed'
    return [{ change: word, ...rest, before: before ?? 0, after: after ?? 0 } as const]
  })
}

function rank(difference: Difference): number {
  return CHANGES.indexOf(difference.change)
}

function change({ before, after }: Difference): number {
  return Math.abs(after - before)
}
