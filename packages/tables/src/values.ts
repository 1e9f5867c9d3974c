// Arguments and fields that hold one of several values: capabilities, signals, fcntl commands, ioctl requests and more.

export { capabilities, fileTypes, signals } from './generated/usual.ts'
export {
  clocks,
  epollOperations,
  fcntlCommands,
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
