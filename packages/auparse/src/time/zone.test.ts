/** Expected values come from the C library: tm_gmtoff and tm_isdst of localtime(3), tzdata as of 2024. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { civilFromSeconds, secondsFromCivil } from './civil.ts'
import { fixedZone, namedZone, systemZone } from './zone.ts'

describe('zones', () => {
  test.each<[zone: string, seconds: number, offset: number, daylight: boolean]>([
    ['America/New_York', 1_705_323_600, -18_000, false],
    ['America/New_York', 1_710_053_999, -18_000, false],
    ['America/New_York', 1_710_054_000, -14_400, true],
    ['Europe/Dublin', 1_072_915_200, 0, true],
    ['Europe/Dublin', 1_080_435_600, 3600, false],
    ['Africa/Casablanca', 1_490_493_600, 3600, true],
    ['Africa/Casablanca', 1_495_332_000, 0, false],
    ['Africa/Casablanca', 1_540_692_000, 3600, false],
    ['Africa/Windhoek', 1_491_091_200, 3600, true],
    ['Africa/Windhoek', 1_504_400_400, 7200, false],
    ['Asia/Amman', 1_490_911_200, 10_800, true],
    ['Asia/Amman', 1_509_055_200, 7200, false],
    ['UTC', 1_700_000_000, 0, false],
  ])('%s at %i', (zone, seconds, offset, daylight) => {
    const { offsetAt, isDaylight } = namedZone(zone)
    expect([offsetAt(seconds), isDaylight(seconds)]).toEqual([offset, daylight])
  })

  test('an unknown name is refused', () => {
    expect(() => namedZone('Nowhere/Land')).toThrow(RangeError)
  })

  test('the zone of the environment has a name', () => {
    expect(systemZone().name).toBe('UTC')
  })

  test('a fixed zone never changes', () => {
    expect([fixedZone(-3600).offsetAt(0), fixedZone(-3600).isDaylight(1_720_000_000)]).toEqual([-3600, false])
  })
})

test('seconds to the calendar and back are the same seconds', () => {
  fc.assert(
    fc.property(fc.integer({ min: -10_000_000_000_000, max: 10_000_000_000_000 }), (seconds) => {
      expect(secondsFromCivil(civilFromSeconds(seconds, 0))).toBe(seconds)
    }),
  )
})
