/** The shape of a check: what auditd.conf says on one line, judged against the machine. */
import type { AuditdSettings } from './settings.ts'

/** What a check needs to know of a file. */
export interface FileFacts {
  readonly regular: boolean
  readonly owner: number
  /** The twelve permission bits. */
  readonly mode: number
}

/** A system call failed; `missing` when the file does not exist. */
export interface SystemFailure {
  readonly reason: string
  readonly missing: boolean
}

/** What the checks ask about the machine; paths and names are latin1 text of their bytes. */
export interface MachineFacts {
  /** stat(2), links followed. */
  stat(path: string): FileFacts | SystemFailure
  /** Opens a file for reading, without waiting for the other end of a pipe. */
  openFile(path: string): FileFacts | SystemFailure
  /** Why a directory cannot be opened, or undefined when it can. */
  directoryProblem(path: string): string | undefined
  isExecutable(path: string): boolean
  groupId(name: string): number | undefined
  /** Why a host name cannot be looked up, or undefined when it can. */
  hostProblem(domain: string): string | undefined
}

/** One line `keyword = value option`. */
export interface Entry {
  readonly value: string
  readonly option: string | undefined
  readonly line: number
}

/** Where a check writes. */
export interface CheckTarget {
  readonly settings: AuditdSettings
  readonly machine: MachineFacts
  /** Adds a message, without its newline. */
  readonly say: (message: string) => void
}

/** Says what is wrong with the value and takes it over when nothing is; false ends the reading. */
export type Check = (entry: Entry, target: CheckTarget) => boolean

export function isFailure(answer: FileFacts | SystemFailure): answer is SystemFailure {
  return 'reason' in answer
}
