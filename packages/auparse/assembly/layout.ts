/** Where things stand in memory, in the order of use. Tables are direct-mapped or bounded: no log makes them grow. */

/** By byte, how it is escaped; the writers say what the numbers mean. */
export const ESCAPES: i32 = 0x400
/** By field id: whether some record types or values have rules of their own for it. */
export const RULED: i32 = 0x500
/** Two 64-bit numbers. */
export const ARGUMENTS: i32 = 0x600
// From here to 0x1000 stands what a writer needs of its own.
/** By field id, where the text of the enrichment stands, and the record that it is of. */
export const ENTRY_STARTS: i32 = 0x1000
export const ENTRY_ENDS: i32 = 0x1400
export const ENTRY_GENERATIONS: i32 = 0x1800
// From 0x1c00 to 0x12000: the names of fields, as a writer keeps them.
/** System calls: see `system-call.ts`. */
export const PLANS: i32 = 0x12000
/** The latest hash in each slot of {@link MEMO}. */
export const HASHES: i32 = 0x16000
/** What JavaScript gives. */
export const SCRATCH: i32 = 0x1a000
export const SCRATCH_BYTES: i32 = 0x10000
/** Record types, as a writer keeps them. */
export const TYPES: i32 = 0x2a000
/** Values that come again: see `memo.ts`. */
export const MEMO: i32 = 0x32000
export const INPUT: i32 = 0x132000
export const INPUT_BYTES: i32 = 0x1ff00
export const OUTPUT: i32 = 0x152000
export const OUTPUT_BYTES: i32 = 0x100000
/** After it there is room for sixteen bytes that mean nothing. */
export const OUTPUT_END: i32 = OUTPUT + OUTPUT_BYTES - 16
