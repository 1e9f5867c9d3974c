/** Which searches must print what the reference prints about a file in which it finds nothing. */
import * as RecordType from '@ts-audit/tables/record-type'
import type { AusearchOptions } from './options.ts'

/** What the reference has for `--format`, and for `--raw` and `-i` (spec 01 §1.3). */
const REFERENCE_FORMATS: readonly string[] = ['default', 'raw', 'interpret', 'csv', 'text']

/** Whether a search is one that the reference's command line has, and is not about BPF programs. */
export function isReferenceSearch({
  criteria,
  bpf,
  expressions,
  format,
  strictExit,
  lenient,
}: Pick<AusearchOptions, 'criteria' | 'bpf' | 'expressions' | 'format' | 'strictExit' | 'lenient'>): boolean {
  const asksForPrograms =
    criteria.types.includes(RecordType.BPF) || bpf.progIds.length > 0 || bpf.op !== undefined
  const isOurs = expressions.length > 0 || strictExit || lenient || criteria.resolvesPaths === true
  return !asksForPrograms && !isOurs && REFERENCE_FORMATS.includes(format)
}
