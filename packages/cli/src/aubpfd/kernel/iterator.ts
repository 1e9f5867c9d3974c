/** Asks a pinned BPF iterator, such as the kernel's own /sys/fs/bpf/progs.debug: one read lists all programs. */
import { readFileSync } from 'node:fs'
import type { KernelProgram } from './answer.ts'

/**
 * The programs in a table with a heading, `id name attached` (kernel/bpf/preload/iterators); undefined when it cannot be
 * read, or is something else.
 */
export function readIterator(path: string): ReadonlyMap<number, KernelProgram> | undefined {
  let text: string
  try {
    text = readFileSync(path, 'latin1')
  } catch {
    return undefined
  }
  const [heading = '', ...lines] = text.split('\n')
  if (!/^ *id name/.test(heading)) return undefined
  const programs = new Map<number, KernelProgram>()
  for (const line of lines) {
    const [id = '', name = '', attachTo = ''] = line.trim().split(/ +/)
    if (!/^\d{1,10}$/.test(id)) continue
    programs.set(Number(id), { name, ...(attachTo !== '' && { attachTo }) })
  }
  return programs
}
