/** `--prog-id` and `--bpf-op`: BPF programs, beyond what the reference's command can search for. */

import { argumentOf, refuse } from '../options/argument.ts'
import { parseUnsigned, UINT32_MAX } from '../options/numbers.ts'
import type { AusearchOption } from './options.ts'

export const bpfOptions: readonly AusearchOption[] = [
  {
    names: ['--prog-id'],
    argument: 'one',
    placeholder: '<id,...>',
    meaning:
      'The life of the BPF programs with these ids: their LOADs and UNLOADs and, in between, the bpf() calls of the' +
      ' loader that can name a program (which one, the log does not show); may be repeated',
    group: 'Criteria',
    apply(state, use) {
      state.bpf.progIds.push(...argumentOf(use).split(',').map(programId))
    },
  },
  {
    names: ['--bpf-op'],
    argument: 'one',
    placeholder: '<load|unload>',
    meaning: 'Events with a BPF record of this operation; with --prog-id, of one of those programs',
    group: 'Criteria',
    completion: { kind: 'words', words: () => ['load', 'unload'] },
    apply(state, use) {
      const op = argumentOf(use).toUpperCase()
      if (op !== 'LOAD' && op !== 'UNLOAD') refuse("BPF operation must be 'load' or 'unload'.")
      state.bpf.op = op
    },
  },
]

function programId(item: string): number {
  const id = parseUnsigned(item, UINT32_MAX)
  return typeof id === 'number' ? id : refuse(`Program id must be a numeric value, was ${item}`)
}
