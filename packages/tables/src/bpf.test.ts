import { expect, test } from 'vitest'
import { bpfCommandName, bpfCommandNumber, bpfCommands, bpfSyscallNumbers } from './bpf.ts'
import { Machine } from './machine-numbers.ts'
import { syscallName, syscallNumber } from './syscalls.ts'

test.each([
  [0, 'BPF_MAP_CREATE', 'BPF_MAP_CREATE'],
  [5, 'BPF_PROG_LOAD', 'BPF_PROG_LOAD'],
  [35, 'BPF_PROG_BIND_MAP', 'BPF_PROG_BIND_MAP'],
  [36, undefined, 'BPF_TOKEN_CREATE'],
  [37, undefined, 'BPF_PROG_STREAM_READ_BY_FD'],
  [1000, undefined, undefined],
  [-1, undefined, undefined],
])('command %i is %s to the reference, %s to newer kernels', (command, reference, newer) => {
  expect(bpfCommandName(command)).toBe(reference)
  expect(bpfCommandName(command, { newer: false })).toBe(reference)
  expect(bpfCommandName(command, { newer: true })).toBe(newer)
})

test('numbers of names', () => {
  expect(bpfCommandNumber('BPF_PROG_LOAD')).toBe(5)
  expect(bpfCommandNumber('BPF_TOKEN_CREATE')).toBe(36)
  expect(bpfCommandNumber('BPF_NONE')).toBeUndefined()
})

test('the newer commands follow the reference table without a gap', () => {
  expect(bpfCommands()).toHaveLength(36)
  expect(bpfCommands({ newer: true }).map((row) => row.number)).toEqual(
    Array.from({ length: 38 }, (_, i) => i),
  )
})

const names = [...bpfSyscallNumbers(Machine.i386).keys(), ...bpfSyscallNumbers(Machine.x86_64).keys()]

test.each(Object.entries(Machine))(
  'calls that matter to programs have the numbers of all calls on %s',
  (_, machine) => {
    const known = bpfSyscallNumbers(machine)
    for (const name of names) {
      expect([name, known.get(name)]).toEqual([
        name,
        machine === Machine.uring ? undefined : syscallNumber(machine, name),
      ])
    }
    for (const [name, number] of known) expect(syscallName(machine, number)).toBe(name)
  },
)
