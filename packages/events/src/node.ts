/** As the main entry, and logs by their paths: files, and folders with a log and its rotated files. */
export { type LogFile, readLog } from './node/read-log.ts'
