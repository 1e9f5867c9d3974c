// Arguments and fields that hold one of several values: capabilities, signals, fcntl commands, ioctl requests and more.
export {
  capabilities,
  clocks,
  epollOperations,
  fcntlCommands,
  fileTypes,
  fsconfigCommands,
  ioctlRequests,
  ipcCalls,
  personalities,
  prctlOptions,
  ptraceRequests,
  resourceLimits,
  schedulers,
  seccompActions,
  seekOrigins,
  signals,
  socketCalls,
} from './generated/values.ts'
export {
  lookupName,
  lookupNumber,
  type NameRow,
  type NameTable,
  namesOfBits,
  tableRows,
} from './name-table.ts'
