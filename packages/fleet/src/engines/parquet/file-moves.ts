/** Puts files in their places, so that they are there whole, also after the machine has stopped. */
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { StoreError } from '../../store-error.ts'
import { ASIDE_FOLDER } from './partition.ts'

/** A file of a store, by its place in the store's folder. */
export interface FileMove {
  readonly file: string
  /** Where it was written; null if it is to be removed. */
  readonly aside: string | null
}

/**
 * Does what is not done yet of these.
 * @throws StoreError when a file is neither in its place nor where it was written
 */
export async function finishMoves(folder: string, moves: readonly FileMove[]): Promise<void> {
  const changed = new Set<string>()
  for (const { file, aside } of moves) {
    const place = path.join(folder, file)
    if (aside === null) await rm(place, { force: true })
    else await moveInto(path.join(folder, aside), place)
    changed.add(path.dirname(place))
  }
  for (const one of changed) await flush(one)
}

async function moveInto(aside: string, place: string): Promise<void> {
  try {
    await mkdir(path.dirname(place), { recursive: true })
    await rename(aside, place)
  } catch (error) {
    if (await isThere(place)) return
    const reason = error instanceof Error ? error.message : String(error)
    throw new StoreError(`a file of the store cannot be put in its place: ${reason}`)
  }
}

/** Removes what imports that did not come to their end have written. */
export async function clearAside(folder: string): Promise<void> {
  const aside = path.join(folder, ASIDE_FOLDER)
  await mkdir(aside, { recursive: true })
  for (const name of await readdir(aside)) await rm(path.join(aside, name), { force: true })
}

/** What was written to a file or folder is on the disk. */
export async function flush(place: string): Promise<void> {
  const handle = await open(place, 'r').catch(() => undefined)
  // Some systems cannot flush folders; a folder that was removed meanwhile needs nothing.
  await handle?.sync().catch(() => {})
  await handle?.close()
}

function isThere(place: string): Promise<boolean> {
  return stat(place).then(
    () => true,
    () => false,
  )
}
