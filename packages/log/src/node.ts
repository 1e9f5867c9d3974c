export { ChunkPool } from './node/chunk-pool.ts'
export { type FileSourceOptions, LogReadError, readLogFile } from './node/file-source.ts'
export { DeliveryLedger } from './node/follow/delivery-ledger.ts'
export { type FollowLogOptions, followLog } from './node/follow/follow-log.ts'
export type { Fingerprint, FollowedFile } from './node/follow/followed-file.ts'
export {
  type FollowOptions,
  type FollowStart,
  type FollowStep,
  LogFollower,
} from './node/follow/log-follower.ts'
export {
  commitPosition,
  type FollowPosition,
  type OutputPlace,
  PositionError,
  preparePosition,
  readPosition,
  readPreparedPosition,
  writePosition,
} from './node/follow/position.ts'
export { firstFileIndex, firstFileIndexWithStart, rotatedLogs } from './node/log-set.ts'
export { type PipeSourceOptions, readLogPipe } from './node/pipe-source.ts'
