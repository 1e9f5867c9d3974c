/** The check of log_file: its directory, its kind, owner and permissions (spec 01 §B.3). */
import { type Check, type FileFacts, isFailure } from './check.ts'

const SHORTEST_DIRECTORY = 4
/** Owner-execute, group-write, group-execute and all of the others' bits. */
const UNWANTED_BITS = 0o137
const OWNER_WRITE = 0o200

/** A log that does not exist yet is accepted. */
export const logFile: Check = ({ value, line }, { settings, machine, say }) => {
  const fail = (message: string): boolean => {
    say(message)
    return false
  }
  const directory = directoryName(value)
  if (directory.length < SHORTEST_DIRECTORY) {
    return fail(`The directory name: ${directory} is too short - line ${line}`)
  }
  const problem = machine.directoryProblem(directory)
  if (problem !== undefined) return fail(`Could not open dir ${directory} (${problem})`)
  const facts = machine.openFile(value)
  if (isFailure(facts)) {
    if (!facts.missing) return fail(`Unable to open ${value} (${facts.reason})`)
  } else {
    if (!facts.regular) return fail(`${value} is not a regular file`)
    if (facts.owner !== 0) return fail(`${value} is not owned by root`)
    for (const warning of permissionWarnings(value, facts)) say(warning)
  }
  settings.logFile = value
  return true
}

/** dirname(3) of the C library: `.` without a slash; trailing slashes do not count; a leading `//` stays when it is all. */
export function directoryName(path: string): string {
  const slash = path.lastIndexOf('/', withoutSlashes(path) - 1)
  if (slash < 0) return path.startsWith('/') ? rootOf(path) : '.'
  return path.slice(0, withoutSlashes(path.slice(0, slash))) || rootOf(path)
}

/** How long the text is without the slashes at its end. */
function withoutSlashes(path: string): number {
  let length = path.length
  while (path[length - 1] === '/') length--
  return length
}

/** POSIX leaves a path of exactly two leading slashes to the system, and the C library keeps them. */
function rootOf(path: string): string {
  return /^\/\/(?!\/)/.test(path) ? '//' : '/'
}

function permissionWarnings(path: string, { mode }: FileFacts): string[] {
  if ((mode & UNWANTED_BITS) !== 0) return [`${path} permissions should be 0600 or 0640`]
  return (mode & OWNER_WRITE) === 0 ? ['audit log is not writable by owner'] : []
}
