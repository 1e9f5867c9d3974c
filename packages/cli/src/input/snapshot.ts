/** A log as it is at one moment: its files are opened before the first is read, so that their rotation changes nothing. */
import { readdirSync, statSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { FileInput, SavedInput } from './input.ts'
import type { FilePlan } from './plan-files.ts'

/** Looks at most until the files stay the same. */
const MOST_LOOKS = 100
const PAUSE_MILLISECONDS = 10
/** So many looks a rotation may take, with a pause after each: the log itself is absent, or a number among its files. */
const LOOKS_WITHOUT_LOG = 40
const LOOKS_WITH_GAP = 4

/** Files that are held open, the oldest: those go first when a log is rotated. */
const MOST_OPEN = 800

/** Which file it is, whatever it is called. */
export interface FileIdentity {
  readonly device: bigint
  readonly inode: bigint
}

/** The files that are to be read. */
export interface Snapshot {
  readonly plan: FilePlan
  /** Each regular file of the plan that could be opened, by its path then. */
  readonly opened: ReadonlyMap<string, OpenedFile>
  readonly close: () => Promise<void>
}

/** A file at its beginning. */
export interface OpenedFile extends FileIdentity {
  readonly handle: FileHandle
}

/**
 * Plans and opens, until the files of the log are the same before and after.
 *
 * @throws whatever `plan` throws about files that stay as they are
 */
export async function openSnapshot(input: FileInput, planFiles: () => Promise<FilePlan>): Promise<Snapshot> {
  const inputs = input.kind === 'several' ? input.inputs : [input]
  for (let look = 1; ; look++) {
    const before = inputs.map(lookAt)
    const opened = new Map<string, OpenedFile>()
    const close = async (): Promise<void> => {
      for (const { handle } of opened.values()) await handle.close()
    }
    const plan = await planFiles().catch((error: unknown) => error)
    if (isPlan(plan)) await openAll(plan.files, opened)
    const after = inputs.map(lookAt)
    const isSettled = after.every(
      (now, index) => now.state === before[index]?.state && !isRotating(now, look),
    )
    if (isSettled || look === MOST_LOOKS) {
      if (isPlan(plan)) return { plan, opened, close }
      throw plan
    }
    await close()
    await pause(PAUSE_MILLISECONDS)
  }
}

function isPlan(plan: unknown): plan is FilePlan {
  return typeof plan === 'object' && plan !== null && 'files' in plan
}

/** Opens what can be opened; the complaint about another is made when its turn comes. */
async function openAll(files: readonly string[], opened: Map<string, OpenedFile>): Promise<void> {
  for (const file of files.slice(0, MOST_OPEN)) {
    try {
      // Who opens a pipe may wait for ever.
      if (!statSync(file).isFile()) continue
      const handle = await open(file, 'r')
      const { dev: device, ino: inode } = await handle.stat({ bigint: true })
      opened.set(file, { handle, device, inode })
    } catch {}
  }
}

interface Look {
  readonly kind: SavedInput['kind']
  /** Names and identities. */
  readonly state: string
  readonly hasLog: boolean
  /** The numbers of its rotated files. */
  readonly numbers: readonly number[]
}

function lookAt(input: SavedInput): Look {
  const base = input.kind === 'set' ? input.base : input.path
  const folder = path.dirname(base)
  const name = path.basename(base)
  const found: string[] = []
  const numbers: number[] = []
  for (const entry of namesIn(folder)) {
    if (!entry.startsWith(name)) continue
    const number = /^\.(\d{1,6})$/.exec(entry.slice(name.length))?.[1]
    if (number !== undefined) numbers.push(Number(number))
    found.push(`${entry} ${identityText(path.join(folder, entry))}`)
  }
  return {
    kind: input.kind,
    state: found.sort().join('\n'),
    hasLog: found.some((entry) => entry.startsWith(`${name} `)),
    numbers: numbers.sort((one, other) => one - other),
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function identityText(file: string): string {
  try {
    const { dev, ino } = statSync(file, { bigint: true })
    return `${dev} ${ino}`
  } catch {
    return 'gone'
  }
}

/** Whether files are being renamed just now, as far as their names tell. */
function isRotating({ kind, hasLog, numbers }: Look, look: number): boolean {
  if (kind === 'file' || numbers.length === 0) return false
  if (!hasLog) return look < LOOKS_WITHOUT_LOG
  return numbers.some((number, index) => number !== index + 1) && look < LOOKS_WITH_GAP
}
