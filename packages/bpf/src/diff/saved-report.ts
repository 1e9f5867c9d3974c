/** Reads a report that was saved with `--format json`, as far as two reports are compared. */
import type { LoaderIdentity } from '../fields/process.ts'
import { REPORT_SCHEMA } from '../report/report.ts'
import type { ComparedReport, Counted, CountedFinding, CountedLoader } from './compare.ts'

/** What a saved report begins with: also one that cannot be compared, which is no log either. */
const BEGINNING = /^\s*\{\s*"schema"\s*:\s*"ts-audit-(?:bpf-report|report|log-integrity)\//

/** What is compared is the same in both: only times are written otherwise. */
const COMPARABLE: ReadonlySet<unknown> = new Set([REPORT_SCHEMA, 'ts-audit-bpf-report/1'])

/** Whether a text is a saved report rather than a log: what it begins with says so. */
export function isSavedReport(beginning: string): boolean {
  return BEGINNING.test(beginning.slice(0, 200))
}

/**
 * Reads a saved report.
 *
 * @param text the file as latin1, a character a byte
 * @throws Error that says what is wrong, when it is none
 */
export function readSavedReport(text: string): ComparedReport {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Error('The report is not whole JSON; save one with --format json.')
  }
  if (!isObject(value) || !COMPARABLE.has(value['schema'])) {
    throw new Error(
      `The report does not say "schema": "${REPORT_SCHEMA}"; save one of a view, such as --bpf loaders, with --format json.`,
    )
  }
  const { loaders, commands, findings, programs } = value
  return {
    ...(Array.isArray(loaders) && { loaders: loaders.filter(isObject).map(readLoader) }),
    ...(Array.isArray(commands) && { commands: commands.filter(isObject).map(readCommand) }),
    ...(Array.isArray(findings) && { findings: findings.filter(isObject).map(readFinding) }),
    ...(Array.isArray(programs) && { pins: pinsOf(programs.filter(isObject)) }),
  }
}

type Item = Readonly<Record<string, unknown>>

function readLoader(item: Item): CountedLoader {
  return {
    ...identityOf(item),
    loads: count(item['loads']),
    failedLoads: count(item['failedLoads']),
    stillLoaded: count(item['stillLoaded']),
  }
}

function readCommand(item: Item): Counted {
  const { command } = item
  return {
    ...identityOf(item),
    name: typeof command === 'string' ? command : '?',
    count: count(item['success']) + count(item['failed']),
  }
}

function readFinding(item: Item): CountedFinding {
  const { name, severity, loader, node } = item
  return {
    ...identityOf({ ...(isObject(loader) ? loader : {}), node }),
    name: typeof name === 'string' ? name : '?',
    severity: typeof severity === 'string' ? severity : '?',
    count: count(item['count']),
  }
}

function identityOf({ node, exe, comm, auid }: Item): LoaderIdentity & { readonly node?: string } {
  return {
    ...(typeof node === 'string' && { node }),
    ...(typeof exe === 'string' && { exe }),
    ...(typeof comm === 'string' && { comm }),
    ...(typeof auid === 'number' && { auid }),
  }
}

function pinsOf(programs: readonly Item[]): readonly string[] {
  return programs.flatMap(({ pins }) =>
    Array.isArray(pins) ? pins.filter((path) => typeof path === 'string') : [],
  )
}

function count(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : 0
}

function isObject(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
