/** Expected seconds come from the C library: mktime(3) of glibc 2.36 with tm_isdst 0 and 1. */
import { describe, expect, test } from 'vitest'
import { localToEpoch } from './mktime.ts'
import { namedZone } from './zone.ts'

type Clock = readonly [year: number, month: number, day: number, hour: number, minute: number, second: number]

const ROWS: readonly [zone: string, clock: Clock, standard: number, daylight: number][] = [
  // Clocks skip 02:30 that day.
  ['America/New_York', [2024, 3, 10, 2, 30, 0], 1_710_055_800, 1_710_052_200],
  // 01:30 comes twice that day.
  ['America/New_York', [2024, 11, 3, 1, 30, 0], 1_730_615_400, 1_730_611_800],
  ['America/New_York', [2024, 7, 15, 8, 0, 0], 1_721_048_400, 1_721_044_800],
  ['America/New_York', [2024, 1, 15, 8, 0, 0], 1_705_323_600, 1_705_320_000],
  // A day beyond the end of the month.
  ['America/New_York', [2023, 11, 31, 0, 0, 0], 1_701_406_800, 1_701_403_200],
  // Half an hour of daylight time, in the southern hemisphere.
  ['Australia/Lord_Howe', [2024, 3, 10, 2, 30, 0], 1_710_000_000, 1_709_998_200],
  ['Australia/Lord_Howe', [2024, 7, 15, 8, 0, 0], 1_720_992_600, 1_720_990_800],
  ['Australia/Lord_Howe', [2024, 1, 15, 8, 0, 0], 1_705_267_800, 1_705_266_000],
  // Winter is the deviation from standard time.
  ['Europe/Dublin', [2024, 7, 15, 8, 0, 0], 1_721_026_800, 1_721_030_400],
  ['Europe/Dublin', [2024, 1, 15, 8, 0, 0], 1_705_302_000, 1_705_305_600],
  ['Africa/Casablanca', [2024, 3, 31, 2, 30, 0], 1_711_848_600, 1_711_852_200],
  ['Africa/Casablanca', [2005, 6, 1, 0, 0, 0], 1_117_584_000, 1_117_580_400],
  ['Africa/Windhoek', [2024, 7, 15, 8, 0, 0], 1_721_023_200, 1_721_026_800],
  ['Africa/Windhoek', [2005, 6, 1, 0, 0, 0], 1_117_576_800, 1_117_580_400],
  // No daylight time nearby: one hour is assumed.
  ['America/Cancun', [2024, 7, 15, 8, 0, 0], 1_721_048_400, 1_721_044_800],
  ['UTC', [2024, 7, 15, 8, 0, 0], 1_721_030_400, 1_721_026_800],
  ['Europe/Berlin', [2024, 3, 31, 2, 30, 0], 1_711_848_600, 1_711_845_000],
  ['Europe/Berlin', [2024, 7, 15, 8, 0, 0], 1_721_026_800, 1_721_023_200],
]

describe('mktime', () => {
  test.each(ROWS)('%s %j', (zone, [year, month, day, hour, minute, second], standard, daylight) => {
    const clock = { year, month, day, hour, minute, second }
    expect([localToEpoch(clock, false, namedZone(zone)), localToEpoch(clock, true, namedZone(zone))]).toEqual(
      [standard, daylight],
    )
  })
})
