/** Network interfaces as the kernel lists them below /sys/class/net. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createInterfaceNames } from './host.ts'

const folder = mkdtempSync(join(tmpdir(), 'interfaces-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('what is no interface does not hide those that are', () => {
  // The bonding driver puts a file between the interfaces (Documentation/networking/bonding.rst).
  writeFileSync(join(folder, 'bonding_masters'), 'bond0\n')
  for (const [name, index] of Object.entries({ lo: 1, eth0: 2 })) {
    mkdirSync(join(folder, name))
    writeFileSync(join(folder, name, 'ifindex'), `${index}\n`)
  }
  const nameOf = createInterfaceNames(folder)
  expect([1, 2, 3].map(nameOf)).toEqual(['lo', 'eth0', undefined])
})

test('a machine without the folder has no names', () => {
  expect(createInterfaceNames(join(folder, 'nowhere'))(1)).toBeUndefined()
})
