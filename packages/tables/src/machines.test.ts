import { expect, test } from 'vitest'
import {
  companionMachine,
  elfFromMachine,
  Machine,
  machineFromElf,
  machineFromName,
  machineName,
  parseArch,
} from './machines.ts'

test.each([
  [0x40000003, Machine.i386, 'i386', Machine.i386],
  [0xc000003e, Machine.x86_64, 'x86_64', Machine.i386],
  [0x80000015, Machine.ppc64, 'ppc64', Machine.ppc],
  [0xc0000015, Machine.ppc64le, 'ppc64le', undefined],
  [0x00000014, Machine.ppc, 'ppc', Machine.ppc],
  [0x80000016, Machine.s390x, 's390x', Machine.s390],
  [0x00000016, Machine.s390, 's390', Machine.s390],
  [0x40000028, Machine.arm, 'armeb', Machine.arm],
  [0xc00000b7, Machine.aarch64, 'aarch64', Machine.arm],
  [0x400000f3, Machine.riscv32, 'riscv32', Machine.riscv32],
  [0xc00000f3, Machine.riscv64, 'riscv64', Machine.riscv32],
])('ELF word %x', (word, machine, name, companion) => {
  expect(machineFromElf(word)).toBe(machine)
  expect(machineFromElf(word | 0)).toBe(machine)
  expect(elfFromMachine(machine)).toBe(word)
  expect(machineName(machine)).toBe(name)
  expect(machineFromName(name.toUpperCase())).toBe(machine)
  expect(companionMachine(machine)).toBe(companion)
})

test('unknown words and machines', () => {
  expect(machineFromElf(0)).toBeUndefined()
  expect(machineFromElf(0xc000003f)).toBeUndefined()
  expect([2, 7, 14, -1].map(machineName)).toEqual([undefined, undefined, undefined, undefined])
  expect(elfFromMachine(Machine.uring)).toBeUndefined()
  expect(companionMachine(Machine.uring)).toBeUndefined()
  expect(companionMachine(-1)).toBeUndefined()
  expect(machineFromName('toString')).toBeUndefined()
})

// Spec 01 §6.6.
test.each([
  ['b64', Machine.x86_64, Machine.x86_64],
  ['B64', Machine.aarch64, Machine.aarch64],
  ['b64', Machine.i386, undefined],
  ['b64', undefined, undefined],
  ['b32', Machine.x86_64, Machine.i386],
  ['b32', Machine.ppc64, Machine.ppc],
  ['b32', Machine.s390x, Machine.s390],
  ['b32', Machine.aarch64, Machine.arm],
  ['b32', Machine.riscv64, Machine.riscv32],
  ['b32', Machine.ppc64le, undefined],
  ['i686', undefined, Machine.i386],
  ['I486', undefined, Machine.i386],
  ['armv7l', undefined, Machine.arm],
  ['armv8l', undefined, Machine.aarch64],
  ['uring', undefined, Machine.uring],
  ['c000003e', undefined, Machine.x86_64],
  ['0xC000003E', undefined, Machine.x86_64],
  ['c000003ezz', undefined, Machine.x86_64],
  ['14', undefined, Machine.ppc],
  [' +c000003e', undefined, Machine.x86_64], // 3.0.9 too
  ['1c000003e', undefined, Machine.x86_64], // 3.0.9 too
  ['ffffffffffffffffc000003e', undefined, undefined], // 3.0.9 too
  ['0xzz', undefined, undefined],
  ['c000003', undefined, undefined],
  ['foo', undefined, undefined],
  ['', undefined, undefined],
  [`0x${'f'.repeat(1000)}`, undefined, undefined],
])('--arch %s on %s', (text, host, machine) => {
  expect(parseArch(text, host)).toBe(machine)
})
