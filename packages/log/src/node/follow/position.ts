/** How far a log has been read, in a form that finds the place again after rotations. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import type { Fingerprint } from './followed-file.ts'

const FORM = 'ts-audit-position/1'
/** Nobody has more events in flight beside those that are done. */
const FILE_LIMIT = 64 << 20

/** A place in a log, and what beyond it is done already. */
export interface FollowPosition {
  readonly device: string
  readonly inode: string
  /** The beginning of the file. */
  readonly head: Fingerprint
  /** The first byte that is to be read. */
  readonly offset: number
  /** The bytes before it. */
  readonly tail: Fingerprint
  /** Events with records beyond the place that are done: `NODE SECONDS.MMM:SERIAL`, the node empty where there is none. */
  readonly done: readonly string[]
  /** The last event that is done. */
  readonly last: string | undefined
  /** Where the output of what was done last went, when that is a regular file. */
  readonly output?: OutputPlace | undefined
}

/** A part of a regular file that output goes to. */
export interface OutputPlace {
  readonly device: string
  readonly inode: string
  /** Bytes before it. */
  readonly before: number
  /** Bytes of the file with it. */
  readonly size: number
}

/** A position file cannot be used. */
export class PositionError extends Error {
  override readonly name = 'PositionError'
  /** The system's error code, where the system has refused. */
  readonly code: string | undefined

  constructor(message: string, code?: string) {
    super(message)
    this.code = code
  }
}

/**
 * Reads a position; undefined when there is none yet.
 *
 * @throws {PositionError} when the file cannot be read, or holds something else
 */
export function readPosition(path: string): FollowPosition | undefined {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const { code = 'EIO', message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    throw new PositionError(message, code)
  }
  const position = parsePosition(text)
  if (position === undefined) throw new PositionError('it is no position, which --position writes')
  return position
}

/** A position that was prepared by a run which ended before it could commit it, as far as it was written; else undefined. */
export function readPreparedPosition(path: string): FollowPosition | undefined {
  try {
    return parsePosition(readFileSync(preparedPath(path), 'utf8'))
  } catch {
    return undefined
  }
}

/**
 * Writes a position: the file has the old one or the new one, whatever happens meanwhile. Only its owner can read it.
 *
 * @throws {PositionError} when that is not possible
 */
export function writePosition(path: string, position: FollowPosition): void {
  preparePosition(path, position)
  commitPosition(path)
}

/**
 * Writes the new position beside the old one, so that {@link commitPosition} is all that is left to do.
 *
 * @throws {PositionError} when that is not possible
 */
export function preparePosition(path: string, position: FollowPosition): void {
  const text = `${JSON.stringify({ form: FORM, ...position })}\n`
  attempt(path, () => writeFileSync(preparedPath(path), text, { mode: 0o600 }))
}

/**
 * The position that was prepared takes the place of the one before.
 *
 * @throws {PositionError} when that is not possible
 */
export function commitPosition(path: string): void {
  attempt(path, () => renameSync(preparedPath(path), path))
}

const preparedPath = (path: string): string => `${path}.new`

function attempt(path: string, work: () => void): void {
  try {
    work()
  } catch (error) {
    rmSync(preparedPath(path), { force: true })
    const { message, code } = error as NodeJS.ErrnoException
    throw new PositionError(message, code)
  }
}

function parsePosition(text: string): FollowPosition | undefined {
  if (text.length > FILE_LIMIT) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return isPosition(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isPosition(value: unknown): value is FollowPosition {
  if (!isObject(value) || value['form'] !== FORM) return false
  const { device, inode, head, offset, tail, done, output } = value
  return (
    isDigits(device) &&
    isDigits(inode) &&
    isFingerprint(head) &&
    isFingerprint(tail) &&
    isSize(offset) &&
    tail.length <= offset &&
    Array.isArray(done) &&
    done.every((id) => typeof id === 'string') &&
    (output === undefined || isOutputPlace(output))
  )
}

function isOutputPlace(value: unknown): value is OutputPlace {
  if (!isObject(value)) return false
  const { device, inode, before = 0, size } = value
  return isDigits(device) && isDigits(inode) && isSize(before) && isSize(size)
}

function isFingerprint(value: unknown): value is Fingerprint {
  return isObject(value) && isSize(value['length']) && typeof value['hash'] === 'string'
}

function isDigits(value: unknown): value is string {
  return typeof value === 'string' && /^\d{1,20}$/.test(value)
}

function isSize(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
