/** Asks /proc about the descriptor that the loader has got: it leaves no record in the log. */
import { readFileSync } from 'node:fs'
import type { Answer, KernelProgram } from './answer.ts'
import { programTypeName } from './program-types.ts'

/** The program behind a descriptor of a process; its id is compared, since numbers of descriptors are used again. */
export function askFdinfo(progId: number, pid: number, descriptor: number): Answer {
  let text: string
  try {
    text = readFileSync(`/proc/${pid}/fdinfo/${descriptor}`, 'latin1')
  } catch (error) {
    const { code = 'EIO' } = error as NodeJS.ErrnoException
    // The process has closed it, but the program may have other holders.
    if (code === 'ENOENT' || code === 'ESRCH')
      return { answer: 'not-asked', reason: 'its loader has closed it' }
    return { answer: 'not-asked', reason: code }
  }
  const fields = new Map(text.split('\n').map((line) => splitOnce(line)))
  if (fields.get('prog_id') !== String(progId))
    return { answer: 'not-asked', reason: 'its loader has closed it' }
  return { answer: 'found', by: 'fdinfo', ...programOf(fields) }
}

function programOf(fields: ReadonlyMap<string, string>): KernelProgram {
  const number = (name: string): number | undefined => {
    const text = fields.get(name)
    return text === undefined || !/^\d{1,15}$/.test(text) ? undefined : Number(text)
  }
  const type = number('prog_type')
  const tag = fields.get('prog_tag')
  const memlockBytes = number('memlock')
  const verifiedInstructions = number('verified_insns')
  return {
    ...(type !== undefined && { type: programTypeName(type) }),
    ...(tag !== undefined && { tag }),
    ...(memlockBytes !== undefined && { memlockBytes }),
    ...(verifiedInstructions !== undefined && { verifiedInstructions }),
  }
}

function splitOnce(line: string): [string, string] {
  const colon = line.indexOf(':')
  return [line.slice(0, Math.max(0, colon)), line.slice(colon + 1).trim()]
}
