import { expect, test } from 'vitest'
import { Machine } from './machines.ts'
import { syscallName, syscallNumber, syscalls } from './syscalls.ts'

test.each([
  [Machine.x86_64, 321, 'bpf'],
  [Machine.x86_64, 0, 'read'],
  [Machine.i386, 102, 'socketcall'],
  [Machine.i386, 219, 'madvise'],
  [Machine.aarch64, 280, 'bpf'],
  [Machine.arm, 386, 'bpf'],
  [Machine.ppc, 361, 'bpf'],
  [Machine.ppc64, 361, 'bpf'],
  [Machine.ppc64le, 361, 'bpf'],
  [Machine.s390, 351, 'bpf'],
  [Machine.s390x, 351, 'bpf'],
  [Machine.riscv32, 280, 'bpf'],
  [Machine.riscv64, 280, 'bpf'],
  [Machine.uring, 18, 'openat'],
])('machine %i, call %i is %s both ways', (machine, number, name) => {
  expect(syscallName(machine, number)).toBe(name)
  expect(syscallNumber(machine, name.toUpperCase())).toBe(number)
})

test('what is unknown is undefined', () => {
  expect(syscallName(Machine.x86_64, 99999)).toBeUndefined()
  expect(syscallName(Machine.x86_64, -1)).toBeUndefined()
  expect(syscallName(2, 0)).toBeUndefined()
  expect(syscallName(-1, 0)).toBeUndefined()
  expect(syscallNumber(Machine.x86_64, 'constructor')).toBeUndefined()
  expect(syscallNumber(-1, 'read')).toBeUndefined()
  expect(syscalls(99)).toEqual([])
})

test('the second name of a number is found by name', () => {
  const names = syscalls(Machine.i386)
    .filter((row) => row.number === 219)
    .map((row) => row.name)
  expect(names).toHaveLength(2)
  for (const name of names) expect(syscallNumber(Machine.i386, name)).toBe(219)
})

test('every machine with a table lists it in ascending order', () => {
  for (const machine of Object.values(Machine)) {
    const numbers = syscalls(machine).map((row) => row.number)
    expect(numbers.length, `machine ${machine}`).toBeGreaterThan(20)
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b))
  }
})
