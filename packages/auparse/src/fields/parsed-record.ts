/** A record split into its fields, as the reference's library splits it (spec 03 §1). */
import type { Wide } from '../interpret/integers.ts'
import type { Enrichment } from './enrichment.ts'

/** One `name=value` of a record. */
export interface ParsedField {
  readonly name: string
  /** The raw value, quotes and all. */
  readonly value: string
}

/** What the interpretation of system call fields needs to know of the record around them (spec 03 §1.4). */
export interface SyscallContext {
  /** Machine number; undefined when the record has no arch; -1 for an unknown one, -2 for one out of range. */
  readonly machine: number
  /** System call number, signed 32 bits; -1 for none. */
  readonly syscall: number
  readonly arg0: Wide
  readonly arg1: Wide
}

/** All texts are latin1: one character per byte. */
export interface ParsedRecord {
  /** The number of the value of its `type` field; 0 without one, -1 for an unknown name. */
  readonly type: number
  /** In the order of the log, duplicates kept; `node` and `type` come first where the record has them. */
  readonly fields: readonly ParsedField[]
  readonly syscall: SyscallContext
  /** Raw value of the first `cwd` of a CWD record. */
  readonly cwd: string | undefined
  /** True when the library refuses the record: no fields, or a permission list that is too long (spec 03 §1.6). */
  readonly failed: boolean
  readonly enrichment: Enrichment | undefined
}

/** The first field called `name`, or undefined. */
export function findField(record: ParsedRecord, name: string): ParsedField | undefined {
  return record.fields.find((field) => field.name === name)
}
