/** What is said on stderr beside the reference's messages: what was not read, not looked into, or not counted. */
import type { SkippedEvents } from '@ts-audit/auparse/search'
import { formatRecordType } from '@ts-audit/tables/record-types'
import type { ReadResult } from '../input/read-input.ts'

/** Said when standard input is a pipe, and is silent or no log. */
export const INPUT_LOGS = "--input-logs reads this system's logs"

/** `TS_AUDIT_COMPAT=1`: stderr is the reference's to the byte, for scripts that compare it. */
export function isCompatible(variables: Readonly<Record<string, string | undefined>>): boolean {
  return variables['TS_AUDIT_COMPAT'] === '1'
}

/** Whether a command line that is answered at once asks for the version. */
export function isVersionQuestion(tokens: readonly string[]): boolean {
  return tokens.includes('-v') || tokens.includes('--version')
}

/** About lines that a NUL byte ends early; undefined without any. */
export function nulText({ reader: { counters }, firstNul }: ReadResult): string | undefined {
  const { nulLines } = counters
  if (nulLines === 0) return undefined
  const lines = nulLines === 1 ? '1 line holds NUL bytes' : `${nulLines} lines hold NUL bytes`
  const place =
    firstNul === undefined
      ? ''
      : `, the first in ${firstNul.name}${firstNul.offset === undefined ? '' : ` at byte ${firstNul.offset}`}`
  return `${lines}${place}: what follows them, up to the next newline, was not read`
}

/** About events in which a field could not be read; undefined without any. */
export function skippedText(
  { count, first, types }: Pick<SkippedEvents, 'count' | 'first' | 'types'>,
  what: string,
  remedy: string,
): string | undefined {
  if (count === 0) return undefined
  const events = count === 1 ? '1 event' : `${count} events`
  return `${events} ${what}, for lack of a field that ${types.map(formatRecordType).join(', ')} records should have (the first: ${first}): ${remedy}`
}
