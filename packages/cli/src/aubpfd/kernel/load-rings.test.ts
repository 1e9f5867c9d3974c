// Real programs, loaded into the kernel that runs the test; where that or perf is not allowed, only the parsing is tested.
import { closeSync } from 'node:fs'
import { endianness } from 'node:os'
import { expect, test } from 'vitest'
import { type ForeignFunctions, openForeignFunctions } from './foreign-functions.ts'
import { type LoadRings, onlineCpus, openLoadRings } from './load-rings.ts'
import { createWait } from './wait-for.ts'

test.each([
  ['0\n', [0]],
  ['0-3\n', [0, 1, 2, 3]],
  ['0-1,4,6-7\n', [0, 1, 4, 6, 7]],
])('%j', (list, cpus) => {
  expect(onlineCpus(list)).toEqual(cpus)
})

/** Loads a program that does nothing, and gives its descriptor; negative where that is not allowed. */
function loadProgram({ func, address }: ForeignFunctions): number {
  const bpf = func('long syscall(long number, int command, void *attributes, unsigned int size)')
  // r0 = 0; exit
  const instructions = Buffer.from('b7000000000000009500000000000000', 'hex')
  const license = Buffer.from('GPL\0')
  const attributes = Buffer.alloc(128)
  attributes.writeUInt32LE(1 /* BPF_PROG_TYPE_SOCKET_FILTER */, 0)
  attributes.writeUInt32LE(instructions.length / 8, 4)
  attributes.writeBigUInt64LE(address(instructions), 8)
  attributes.writeBigUInt64LE(address(license), 16)
  return Number(bpf(321, 5 /* BPF_PROG_LOAD */, attributes, attributes.length))
}

/** The rings of this machine; undefined where they, or loading programs, are not allowed. */
function openHere(): { readonly foreign: ForeignFunctions; readonly rings: LoadRings } | undefined {
  if (process.arch !== 'x64' || endianness() !== 'LE') return undefined
  try {
    const foreign = openForeignFunctions(import.meta.url)
    const rings = openLoadRings(foreign)
    const trial = loadProgram(foreign)
    if (trial < 0) return undefined
    closeSync(trial)
    return { foreign, rings }
  } catch {
    return undefined
  }
}

const here = openHere()

test.runIf(here !== undefined)('tells of each program that is loaded, round and round its memory', () => {
  const { foreign, rings } = here as NonNullable<typeof here>
  const wait = createWait(foreign, rings.descriptors)
  rings.take()
  const ids: number[] = []
  // A ring holds 170 records, and two come of each program.
  for (let round = 0; round < 20; round++) {
    for (let count = 0; count < 25; count++) closeSync(loadProgram(foreign))
    wait(1000)
    const taken = rings.take()
    // Others may load programs, too.
    expect(taken.length).toBeGreaterThanOrEqual(25)
    ids.push(...taken)
  }
  expect(new Set(ids).size).toBe(ids.length)
})
