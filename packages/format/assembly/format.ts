/**
 * The module of this package: `scripts/compile-assembly.mjs` compiles it into `src/generated/record-wasm.ts`. What it shares with the
 * walk of `-i` is in `packages/auparse/assembly`.
 */
export { GIVE_UP } from '../../auparse/assembly/answers'
export {
  ARGUMENTS,
  ESCAPES,
  INPUT,
  INPUT_BYTES,
  OUTPUT,
  OUTPUT_BYTES,
  RULED,
  SCRATCH,
  SCRATCH_BYTES,
  TYPES,
} from '../../auparse/assembly/layout'
export { NAME_BYTES, NAME_LENGTH, NAME_TEXT, NAMES } from './names'
export { writeContent } from './output'
export { MOST_TYPES, setUp, TYPE_BYTES, TYPE_HEAD, write } from './record'
export { findFields, MOST_FIELDS, TEXT_SLOTS } from './spans'
