/**
 * The module of this package: `scripts/compile-assembly.mjs` compiles it into `src/generated/record-wasm.ts`.
 */
export {
  ARGUMENTS,
  ESCAPES,
  GIVE_UP,
  INPUT,
  INPUT_BYTES,
  MOST_TYPES,
  NAME_BYTES,
  NAME_LENGTH,
  NAME_TEXT,
  NAMES,
  OUTPUT,
  OUTPUT_BYTES,
  RULED,
  SCRATCH,
  SCRATCH_BYTES,
  setUp,
  TYPE_BYTES,
  TYPE_HEAD,
  TYPES,
  write,
  writeContent,
} from './record'
export { findFields, MOST_FIELDS, TEXT_SLOTS } from './spans'
