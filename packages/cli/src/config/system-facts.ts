/** The machine as the checks of auditd.conf ask about it. */
import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  opendirSync,
  openSync,
  type Stats,
  statSync,
} from 'node:fs'
import { systemAccounts } from '@ts-audit/auparse/node'
import { fileName, systemErrorText } from '../output/system-text.ts'
import type { FileFacts, MachineFacts, SystemFailure } from './check.ts'
import { hostProblem } from './host-lookup.ts'

/** Answers from the file system and the group data base. */
export const systemFacts: MachineFacts = {
  stat: (path) => attempt(() => facts(statSync(fileName(path)))),
  openFile: (path) =>
    attempt(() => withOpenFile(fileName(path), (descriptor) => facts(fstatSync(descriptor)))),
  directoryProblem(path) {
    const answer = attempt(() => opendirSync(fileName(path)).closeSync())
    return answer?.reason
  },
  isExecutable: (path) => attempt(() => accessSync(fileName(path), constants.X_OK)) === undefined,
  groupId: (name) => systemAccounts().groupId(name),
  hostProblem,
}

/** Opens for reading without waiting for a writer when the file is a pipe. */
export function withOpenFile<Result>(path: string, use: (descriptor: number) => Result): Result {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    return use(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** The result, or why the system refused. */
export function attempt<Result>(call: () => Result): Result | SystemFailure {
  try {
    return call()
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'EIO'
    return { reason: systemErrorText(code), missing: code === 'ENOENT' }
  }
}

export function facts(stats: Stats): FileFacts {
  return { regular: stats.isFile(), owner: stats.uid, mode: stats.mode & 0o7777 }
}
