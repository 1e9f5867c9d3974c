/** Which files of the chosen input are read, in which order, and in which forms (spec 01 §2.3, §2.4, and beyond). */
import { type Stats, statSync } from 'node:fs'
import type { InputChoice } from '@ts-audit/inputs'
import {
  fileCompression,
  filesByFirstEvent,
  holdsAuditRecord,
  holdsEventJson,
  identicalFiles,
  type LogFamilyFile,
  logFamily,
} from '@ts-audit/inputs/node'
import { firstFileIndexWithStart, rotatedLogs } from '@ts-audit/log/node'
import { fileNameText } from '../output/system-text.ts'
import type { FileInput, SavedInput } from './input.ts'

/** The files to be read. */
export interface FilePlan {
  /** In the order of reading: oldest first. */
  readonly files: readonly string[]
  /** What is read of them. */
  readonly choice: InputChoice
  /** Files of the log that are not read, with what to do about it; complete texts for stderr. */
  readonly notes: readonly string[]
  /** A file that the reference would have read was left out. */
  readonly isIncomplete: boolean
}

/** Only so many files are named in a note. */
const MOST_NAMED = 3

/**
 * The files of an input.
 *
 * @param start the first second that is wanted: older files are passed over
 */
export async function planFiles(
  input: FileInput,
  choice: InputChoice,
  start: number | undefined,
): Promise<FilePlan> {
  const plan = await choose(input, choice, start)
  return choice === 'audit' ? plan : { ...plan, notes: [...plan.notes, ...(await givenTwice(plan.files))] }
}

async function choose(input: FileInput, choice: InputChoice, start: number | undefined): Promise<FilePlan> {
  if (input.kind === 'several') return severalFiles(input.inputs, choice, start)
  if (input.kind === 'file') {
    return whole([input.path], choiceForFile(input.path, choice))
  }
  if (choice === 'audit') return whole(referenceFiles(input, start), 'audit')
  const known = input.files === undefined || input.files.length === 0 ? undefined : [...input.files].reverse()
  const family = known === undefined ? await familyOf(input.base) : []
  if (choice === 'any') return whole(known ?? wantedFamily(family, input.base, start), 'any')
  const reference = referenceFiles(input, start)
  const plain = reference.filter((file) => !isCompressed(file))
  // Where the log itself cannot be read, the reference says so and reads none of it.
  const isUnreadable = rotatedLogs(input.base).length === 0 && !isMissing(input.base)
  const isReadOtherwise = choice === 'auto' || family.some(({ path }) => isCompressed(path))
  if (!isUnreadable && isReadOtherwise && !plain.some(mayHoldRecords)) {
    return whole(known ?? wantedFamily(family, input.base, start), 'any')
  }
  return {
    files: plain,
    choice: 'compatible',
    notes: leftOut(family, input.base, start),
    isIncomplete: plain.length < reference.length,
  }
}

/** Several inputs at once are beyond the reference: all that is there is read, where nothing else is asked for. */
async function severalFiles(
  inputs: readonly SavedInput[],
  choice: InputChoice,
  start: number | undefined,
): Promise<FilePlan> {
  const wide = choice === 'auto' || choice === 'compatible' ? 'any' : choice
  const plans: FilePlan[] = []
  for (const input of inputs) plans.push(await choose(input, wide, start))
  const files = plans.flatMap((plan) => plan.files)
  // What is no file, such as a pipe, can be read only once.
  const canLook = files.every((path) => statsOf(path)?.isFile() === true)
  return {
    files: canLook ? await filesByFirstEvent(files) : files,
    choice: wide,
    notes: plans.flatMap((plan) => plan.notes),
    isIncomplete: plans.some((plan) => plan.isIncomplete),
  }
}

/**
 * In a compressed file the reference finds nothing, nor in events as JSON of ours; and a pipe is no file that anybody
 * compares.
 */
function choiceForFile(path: string, choice: InputChoice): InputChoice {
  if (choice !== 'auto' && choice !== 'compatible') return choice
  if (statsOf(path)?.isFile() === false) return 'auto'
  return isCompressed(path) || holdsEventJson(path) ? 'any' : choice
}

function isCompressed(path: string): boolean {
  return statsOf(path)?.isFile() === true && fileCompression(path) !== undefined
}

/** What is no file, such as a pipe, is not looked at: what has been read of it is gone. */
function mayHoldRecords(path: string): boolean {
  const stats = statsOf(path)
  return stats !== undefined && (!stats.isFile() || holdsAuditRecord(path))
}

/** Undefined for what is not there or cannot be reached. */
function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

/** Nothing has that name, in a folder that can be read. */
function isMissing(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) === undefined
  } catch {
    return false
  }
}

function whole(files: readonly string[], choice: InputChoice): FilePlan {
  return { files, choice, notes: [], isIncomplete: false }
}

/** The files that the reference reads. */
function referenceFiles(input: FileInput & { kind: 'set' }, start: number | undefined): string[] {
  if (input.files !== undefined && input.files.length > 0) return [...input.files].reverse()
  const files = rotatedLogs(input.base)
  if (files.length === 0) return [input.base]
  return files.slice(0, firstFileIndexWithStart(files, start) + 1).reverse()
}

/** None when the folder cannot be read: the complaint is about the log itself. */
async function familyOf(base: string): Promise<LogFamilyFile[]> {
  try {
    return await logFamily(base)
  } catch {
    return []
  }
}

/** From the file on in which the start may be: the one before the first that begins later. */
function wantedFamily(family: readonly LogFamilyFile[], base: string, start: number | undefined): string[] {
  if (family.length === 0) return [base]
  return family.slice(firstWanted(family, start)).map(({ path }) => path)
}

function firstWanted(family: readonly LogFamilyFile[], start: number | undefined): number {
  if (start === undefined) return 0
  const later = family.findIndex(({ firstSeconds }) => firstSeconds !== undefined && firstSeconds >= start)
  return Math.max(0, (later < 0 ? family.length : later) - 1)
}

/** Files that the reference does not know: compressed, with a date in their name, or after a gap in the numbers. */
function leftOut(
  family: readonly LogFamilyFile[],
  base: string,
  start: number | undefined,
): readonly string[] {
  const known = rotatedLogs(base).filter((file) => !isCompressed(file))
  const others = family
    .slice(firstWanted(family, start))
    .filter(({ path }) => !known.includes(path))
    .map(({ path }) => fileNameText(path))
  if (others.length === 0) return []
  const named = others.slice(0, MOST_NAMED).join(', ')
  const more = others.length > MOST_NAMED ? ` and ${others.length - MOST_NAMED} more` : ''
  return [`NOTE - not read: ${named}${more}: --input-format any reads all files of the log\n`]
}

async function givenTwice(files: readonly string[]): Promise<readonly string[]> {
  const copies = await identicalFiles(files)
  return copies.map(
    ({ path, sameAs }) =>
      `NOTE - ${fileNameText(path)} holds the same bytes as ${fileNameText(sameAs)}: its events come twice\n`,
  )
}
