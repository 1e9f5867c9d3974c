/** What a scan counts. */

/** What the assembler has seen so far. */
export interface EventCounters {
  /** Records that became part of an event. */
  records: number
  /** Events delivered to the sink, or passed over since they lack what it is interested in. */
  events: number
  /** EOE records that belonged to no open event and were dropped. */
  loneEndOfEvents: number
}

/** What the scan has seen so far. */
export interface LineCounters {
  /** Bytes pushed. */
  bytes: number
  /** Lines, as the reference counts them: a line beyond the limit counts once per piece. */
  lines: number
  /** Pieces that the limit cut off, so that the next one begins in the middle of a line. */
  cutLines: number
  /** Records that are cut so. */
  cutRecords: number
  /** Lines that hold a NUL byte; what follows it is not read. */
  nulLines: number
  /** Where the first NUL byte is, in all bytes pushed; absent without one. */
  firstNul?: number
}
