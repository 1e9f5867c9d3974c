// Words made of flag bits: print them with `namesOfBits`, which keeps the order of the table.
export {
  accessFlags,
  accessModes,
  cloneFlags,
  ipcFlags,
  messageFlags,
  mmapFlags,
  mountFlags,
  openFlags,
  protectionFlags,
  resolveFlags,
  shmFlags,
  umountFlags,
  xattrFlags,
} from './generated/flags.ts'
export {
  lookupName,
  lookupNumber,
  type NameRow,
  type NameTable,
  namesOfBits,
  tableRows,
} from './name-table.ts'
