// systemd-logind.service(8) and user@.service(5) name the units.
import { expect, test } from 'vitest'
import { unitOf } from './unit.ts'

const UNSET = 4294967295
const systemd = { comm: 'systemd', exe: '/usr/lib/systemd/systemd' }
const shell = { comm: 'bash', exe: '/usr/bin/bash' }

test.each([
  [{ ...systemd, auid: UNSET, ses: UNSET }, 'init.scope'],
  [{ ...systemd, auid: 1000, ses: 2 }, 'user@1000.service'],
  [{ ...shell, auid: 1000, ses: 3 }, 'session-3.scope'],
  [{ ...shell, auid: UNSET, ses: UNSET }, undefined],
  [{ comm: 'systemd', exe: '/tmp/systemd', auid: UNSET, ses: UNSET }, undefined],
  [{ ...shell, auid: undefined, ses: undefined }, undefined],
])('%j → %s', (process, unit) => {
  expect(unitOf(process)).toBe(unit)
})
