// The vocabulary of normalised events: kinds of events and objects, and what record types and system calls do.
export {
  eventKinds,
  objectKinds,
  recordActions,
  syscallKinds,
} from './generated/normaliser.ts'
export {
  lookupName,
  lookupNumber,
  type NameRow,
  type NameTable,
  namesOfBits,
  tableRows,
} from './name-table.ts'
