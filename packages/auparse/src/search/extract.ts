/** Fills the attributes of an event from its records (spec 01 §5). */
import type { LogEvent, LogRecord } from '@ts-audit/log'
import { latin1 } from '@ts-audit/log/internal'
import { LAST_RECORD_TYPE } from '@ts-audit/tables/record-type-ranges'
import type { ActiveSteps } from './active-steps.ts'
import type { SockaddrEnvironment } from './groups/sockaddr.ts'
import { isUnparsed, proceduresByType } from './procedures.ts'
import { RecordText } from './record-text.ts'
import type { SearchAttributes } from './search-attributes.ts'
import type { Procedure, Step } from './step.ts'

/** What the extraction needs from outside. */
export interface ExtractionHooks extends SockaddrEnvironment {
  /** Report every record that fails and every unknown type, as `--debug` does. */
  readonly debug?: boolean | undefined
}

/**
 * Resets the attributes and fills them from an event. Returns 0, or the code of the first failure, after which the
 * event cannot match and the attributes mean nothing, but for the type of the record that failed. A lenient extraction
 * always returns 0.
 *
 * A record in which the reference would have overwritten a byte is replaced in the event (see `RecordText.overwrite`).
 */
export type Extractor = (event: LogEvent, attributes: SearchAttributes) => number

/** Prepares the extraction of what is wanted. Records without anything to extract cost one table look-up. */
export function createExtractor(active: ActiveSteps, hooks: ExtractionHooks): Extractor {
  const steps = stepsByType(active, hooks)
  const text = new RecordText()
  const debug = hooks.debug ? debugReport(hooks.write, steps) : undefined
  return (event, attributes) => {
    attributes.reset()
    const { records } = event
    for (let index = 0; index < records.length; index++) {
      const record = records[index] as LogRecord
      const { type } = record
      const step = type >= 0 && type <= LAST_RECORD_TYPE ? steps[type] : undefined
      if (step === undefined) {
        debug?.unparsed(type)
        continue
      }
      text.load(record)
      const code = step(text, attributes)
      if (text.replacement !== undefined) replaceRecord(event, index, text.replacement)
      if (code > 0) {
        debug?.failed(code, text)
        attributes.failedType ??= type
        if (!active.lenient) return code
      }
    }
    return 0
  }
}

/** The types of records in which something is looked for. */
export function searchedTypes(active: ActiveSteps): number[] {
  const procedures = proceduresByType({ write: () => {} })
  return Array.from(procedures.keys()).filter((type) => procedures.get(type)?.(active) !== undefined)
}

/** A dense table, because it is read for every record. */
function stepsByType(active: ActiveSteps, hooks: ExtractionHooks): readonly (Step | undefined)[] {
  const steps: (Step | undefined)[] = new Array(LAST_RECORD_TYPE + 1).fill(undefined)
  const compiled = new Map<Procedure, Step | undefined>()
  for (const [type, procedure] of proceduresByType(hooks)) {
    if (!compiled.has(procedure)) compiled.set(procedure, procedure(active))
    steps[type] = compiled.get(procedure)
  }
  return steps
}

/** The only place that changes an event: the reference prints the record as its search left it. */
function replaceRecord(event: LogEvent, index: number, record: LogRecord): void {
  const records = event.records as LogRecord[]
  records[index] = record
}

/** The messages of `--debug` (spec 01 §5.2). */
function debugReport(write: (text: string) => void, steps: readonly (Step | undefined)[]) {
  const known = new Set(proceduresByType({ write }).keys())
  return {
    unparsed(type: number): void {
      if (steps[type] === undefined && !known.has(type) && isUnparsed(type)) {
        write(`Unparsed type:${type}\n - skipped`)
      }
    },
    failed(code: number, text: RecordText): void {
      write(`Malformed event skipped, rc=${code}. ${latin1(text.bytes, text.start, text.cut)}\n`)
    },
  }
}
