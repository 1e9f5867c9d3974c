/** Output and the position that belongs to it: what a run has left that was killed between the two is settled. */
import { fstatSync, ftruncateSync } from 'node:fs'
import { commitPosition, type OutputPlace, readPreparedPosition } from '@ts-audit/log/node'
import { OutputError } from './output.ts'

/** Where the next bytes will be in the output; undefined for what is no regular file. */
export function outputPlace(descriptor: number, length: number): OutputPlace | undefined {
  const stats = fstatSync(descriptor, { bigint: true })
  if (!stats.isFile()) return undefined
  const before = Number(stats.size)
  return { device: String(stats.dev), inode: String(stats.ino), before, size: before + length }
}

/**
 * A position is prepared, output written, the position committed. If the run before was killed when the output was
 * written, its position is committed now; if it was killed while it wrote, what it had written is cut off, since the
 * events come again, and not always with the same bytes: the log may have been rotated. Gives the number of bytes cut off.
 *
 * @throws {PositionError} when the position cannot be committed
 * @throws {OutputError} when the output cannot be cut
 */
export function settleInterrupted(positionPath: string, descriptor: number): number {
  const place = readPreparedPosition(positionPath)?.output
  const now = outputPlace(descriptor, 0)
  if (place === undefined || place.device !== now?.device || place.inode !== now.inode) return 0
  if (now.size >= place.size) commitPosition(positionPath)
  else if (now.size > place.before) {
    try {
      ftruncateSync(descriptor, place.before)
    } catch (error) {
      throw new OutputError(error as NodeJS.ErrnoException, 1)
    }
    return now.size - place.before
  }
  return 0
}
