/** What JavaScript is asked. The tables here remember most of it. */

/** Gives the id and type of a field name (`id << 8 | type`), {@link UNTYPED} for a name without a type. */
export declare function nameOf(start: i32, end: i32): i32
/** Gives the id of the field that an entry of the enrichment is about, or {@link UNTYPED}. */
export declare function entryOf(start: i32, end: i32): i32
/** Writes what a value becomes to `SCRATCH` and gives its length, or {@link GIVE_UP}. */
export declare function interpret(kind: i32, start: i32, end: i32): i32
/** Writes a plan at `SCRATCH`, as `findPlan` takes it; gives the length of its text, or {@link GIVE_UP}. */
export declare function planOf(machine: i32, number: i32): i32
/** Gives the kind of an argument's value that depends on the arguments before it. */
export declare function chooseKind(index: i32, machine: i32, number: i32): i32
/** Gives the machine of an ELF word, or {@link UNSET}. */
export declare function machineOf(word: u32): i32
/** Says that `ARGUMENTS` holds the first argument of a SYSCALL record (1), or the first two (2). */
export declare function tookArguments(count: i32): void

export const UNTYPED: i32 = -1
export const UNSET: i32 = -1
/** The record is left to JavaScript. */
export const GIVE_UP: i32 = -1
