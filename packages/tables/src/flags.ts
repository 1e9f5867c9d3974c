// Words made of flag bits: print them with `namesOfBits`, which keeps the order of the table.
export {
  cloneFlags,
  ipcFlags,
  mountFlags,
  resolveFlags,
  shmFlags,
  umountFlags,
  xattrFlags,
} from './generated/flags.ts'
export {
  accessFlags,
  accessModes,
  messageFlags,
  mmapFlags,
  openFlags,
  protectionFlags,
} from './generated/usual.ts'
export {
  lookupName,
  lookupNumber,
  type NameRow,
  type NameTable,
  namesOfBits,
  tableRows,
} from './name-table.ts'
