// The small tables and the table type; everything else has an entry of its own (`@ts-audit/tables/syscalls`, ...).
export { bpfCommandName, bpfCommandNumber, bpfCommands } from './bpf.ts'
export { errnoName, errnoNumber, errnos, errorText } from './errno.ts'
export {
  companionMachine,
  elfFromMachine,
  Machine,
  type MachineNumber,
  machineFromElf,
  machineFromName,
  machineName,
  parseArch,
} from './machines.ts'
export {
  lookupName,
  lookupNumber,
  lookupNumberIgnoringCase,
  lookupRow,
  type NameRow,
  type NameTable,
  namesOfBits,
  tableRows,
} from './name-table.ts'
export {
  formatRecordType,
  isSingleRecordType,
  offeredRecordTypeNames,
  parseRecordType,
  parseRecordTypeExactly,
  parseRecordTypeItem,
  type RecordTypeItem,
  recordTypeName,
  recordTypes,
  UNKNOWN_RECORD_TYPE,
} from './record-types.ts'
