/** Expected texts come from the C library: ctime(3) of glibc 2.36 in the zone named. */
import { describe, expect, test } from 'vitest'
import { formatCtime } from './ctime.ts'
import { namedZone, systemZone, UTC } from './zone.ts'

describe('ctime', () => {
  test.each<[zone: string, seconds: number, expected: string]>([
    ['America/New_York', 0, 'Wed Dec 31 19:00:00 1969'],
    ['America/New_York', 1_710_053_999, 'Sun Mar 10 01:59:59 2024'],
    ['America/New_York', 1_710_054_000, 'Sun Mar 10 03:00:00 2024'],
    ['America/New_York', 1_730_613_600, 'Sun Nov  3 01:00:00 2024'],
    ['America/New_York', 4_102_444_800, 'Thu Dec 31 19:00:00 2099'],
    ['Europe/Berlin', -1, 'Thu Jan  1 00:59:59 1970'],
    ['Europe/Berlin', 951_782_400, 'Tue Feb 29 01:00:00 2000'],
    ['Asia/Kolkata', 1_710_054_000, 'Sun Mar 10 12:30:00 2024'],
    ['Australia/Lord_Howe', 951_782_400, 'Tue Feb 29 11:00:00 2000'],
    ['Australia/Lord_Howe', 1_730_613_600, 'Sun Nov  3 17:00:00 2024'],
    ['Asia/Tokyo', 0, 'Thu Jan  1 09:00:00 1970'],
  ])('%s %i', (zone, seconds, expected) => {
    expect(formatCtime(seconds, namedZone(zone))).toBe(expected)
  })

  test.each<[seconds: bigint | number, expected: string | undefined]>([
    [0, 'Thu Jan  1 00:00:00 1970'],
    [-1, 'Wed Dec 31 23:59:59 1969'],
    [253_402_300_799, 'Fri Dec 31 23:59:59 9999'],
    [253_402_300_800n, 'Sat Jan  1 00:00:00 10000'],
    [-62_135_596_800n, 'Mon Jan  1 00:00:00 1'],
    [-62_135_596_801n, 'Sun Dec 31 23:59:59 0'],
    [67_767_976_233_532_799n, 'Tue Dec 31 23:59:59 2147483647'],
    [67_767_976_233_532_800n, undefined],
    [67_768_036_191_676_800n, undefined],
    [2n ** 63n - 1n, undefined],
    [-(2n ** 63n), undefined],
  ])('at the edges: %s', (seconds, expected) => {
    expect(formatCtime(seconds, UTC)).toBe(expected)
  })

  test('in the zone of the environment, which is UTC in tests', () => {
    expect(formatCtime(1_574_867_053, systemZone())).toBe('Wed Nov 27 15:04:13 2019')
  })
})
