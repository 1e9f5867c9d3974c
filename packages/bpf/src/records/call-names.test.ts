// The few system calls whose names are known here are all that anything is decided by.
import { bpfSyscallNumbers } from '@ts-audit/tables/bpf'
import { Machine } from '@ts-audit/tables/machines'
import { syscalls } from '@ts-audit/tables/syscalls'
import { expect, test } from 'vitest'
import { droppingCall } from '../track/dropping-calls.ts'

test.each(Object.entries(Machine).filter(([name]) => name !== 'uring'))(
  'every call of %s that can drop a program is among them',
  (_, machine) => {
    const dropping = syscalls(machine).filter(
      ({ name }) => name === 'bpf' || droppingCall(name, undefined) !== undefined,
    )
    expect(dropping.length).toBeGreaterThan(15)
    const known = bpfSyscallNumbers(machine)
    for (const { name } of dropping) expect([name, known.has(name)]).toEqual([name, true])
  },
)
