export { ChunkPool } from './node/chunk-pool.ts'
export { type FileSourceOptions, LogReadError, readLogFile } from './node/file-source.ts'
export { firstFileIndex, firstFileIndexWithStart, rotatedLogs } from './node/log-set.ts'
export { type PipeSourceOptions, readLogPipe } from './node/pipe-source.ts'
