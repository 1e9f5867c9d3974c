/** Expected offsets come from the C library: tm_gmtoff of localtime(3) with these variables. */
import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { localZone, type ZoneVariables } from './local-zone.ts'

const FOLDER = '/usr/share/zoneinfo'
const missing = existsSync(`${FOLDER}/America/New_York`) ? '' : ' [needs zone files]'
const SUMMER = 1_720_000_000

describe('the zone of the environment', () => {
  test.skipIf(missing !== '').each<[variables: ZoneVariables, offset: number]>([
    [{ TZ: 'America/New_York' }, -14_400],
    [{ TZ: ':America/New_York' }, -14_400],
    [{ TZ: `${FOLDER}/America/New_York` }, -14_400],
    [{ TZ: `:${FOLDER}/America/New_York` }, -14_400],
    [{ TZ: 'New_York', TZDIR: `${FOLDER}/America` }, -14_400],
    // A folder is no zone.
    [{ TZ: 'America' }, 0],
  ])(`%j${missing}`, (variables, offset) => {
    expect(localZone(variables).offsetAt(SUMMER)).toBe(offset)
  })

  test.each<[variables: ZoneVariables, offset: number, daylight: boolean]>([
    [{ TZ: 'UTC' }, 0, false],
    [{ TZ: '' }, 0, false],
    [{ TZ: ':' }, 0, false],
    [{ TZ: 'XYZ-2' }, 7200, false],
    [{ TZ: 'AAA3BBB,M3.2.0,M11.1.0' }, -7200, true],
    [{ TZ: 'Nowhere/Land' }, 0, false],
    [{ TZ: 'nonsense' }, 0, false],
  ])('%j', (variables, offset, daylight) => {
    const zone = localZone(variables)
    expect([zone.offsetAt(SUMMER), zone.isDaylight(SUMMER)]).toEqual([offset, daylight])
  })
})
