/** As the main entry, and logs by their paths: files, folders with a log and its rotated files, and logs that are being written. */
export { type FollowOptions, follow } from './node/follow.ts'
export { type LogFile, readLog } from './node/read-log.ts'
