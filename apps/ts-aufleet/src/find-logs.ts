/** From the words of a command line to logs: files, folders with a log, folders with a folder for each host. */
import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import type { ImportSource } from '@ts-audit/fleet'
import { logFamily } from '@ts-audit/inputs/node'

/** A log to import, and its size in bytes; undefined for a stream. */
export interface FoundLog {
  readonly source: ImportSource
  readonly bytes: number | undefined
}

/**
 * The logs that a word names: `-` is standard input, a file is itself, a folder its `audit.log` with the rotated files. A folder
 * without one is gone through: each folder in it is a host, whose files are that host's.
 *
 * @throws Error when there is nothing of that name, or no log in a folder
 */
export async function findLogs(word: string, host: string | undefined): Promise<readonly FoundLog[]> {
  if (word === '-')
    return [{ source: { name: 'standard input', stream: process.stdin, host }, bytes: undefined }]
  const stats = statSync(word)
  if (!stats.isDirectory()) return [found([word], host)]
  const family = await familyIn(word)
  if (family.length > 0) return [found(family, host)]
  const logs: FoundLog[] = []
  for (const entry of readdirSync(word).sort()) {
    const inner = path.join(word, entry)
    if (statSync(inner).isDirectory()) logs.push(...(await logsOfHost(inner, host ?? entry)))
  }
  if (logs.length === 0) {
    throw new Error(`${word}: neither an audit.log nor a folder of a host with one is in it`)
  }
  return logs
}

/** The log that is followed: a file, which need not be there yet, or `audit.log` in a folder. */
export function followedPath(word: string): string {
  const isFolder = statSync(word, { throwIfNoEntry: false })?.isDirectory() === true
  if (isFolder) return path.join(word, 'audit.log')
  const folder = path.dirname(word)
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return word
  throw new Error(`${word}: there is no folder ${folder}`)
}

async function logsOfHost(folder: string, host: string): Promise<readonly FoundLog[]> {
  const family = await familyIn(folder)
  if (family.length > 0) return [found(family, host)]
  return readdirSync(folder)
    .sort()
    .map((entry) => path.join(folder, entry))
    .filter((file) => statSync(file).isFile())
    .map((file) => found([file], host))
}

async function familyIn(folder: string): Promise<readonly string[]> {
  const files = await logFamily(path.join(folder, 'audit.log'))
  return files.map((file) => file.path)
}

function found(files: readonly string[], host: string | undefined): FoundLog {
  return { source: { files, host }, bytes: files.reduce((sum, file) => sum + statSync(file).size, 0) }
}
