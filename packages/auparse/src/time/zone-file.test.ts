/** Expected values come from the C library: tm_gmtoff and tm_isdst of localtime(3) in the zone. */
import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { zoneFromFile } from './zone-file.ts'

const FOLDER = '/usr/share/zoneinfo'
const missing = existsSync(`${FOLDER}/America/New_York`) ? '' : ' [needs zone files]'

describe(`zone files${missing}`, () => {
  test.skipIf(missing !== '').each<[name: string, seconds: number, offset: number, daylight: boolean]>([
    ['America/New_York', -3_000_000_000, -17_762, false],
    ['America/New_York', 0, -18_000, false],
    ['America/New_York', 1_710_053_999, -18_000, false],
    ['America/New_York', 1_710_054_000, -14_400, true],
    ['America/New_York', 4_000_000_000, -14_400, true],
    ['America/New_York', 9_000_000_000, -14_400, true],
    ['Europe/Dublin', 1_705_302_000, 0, true],
    ['Europe/Dublin', 1_721_026_800, 3_600, false],
    ['Europe/Dublin', 8_000_000_000, 3_600, false],
    ['Africa/Casablanca', 1_490_493_600, 3_600, true],
    ['Africa/Casablanca', 1_540_692_000, 3_600, false],
    ['Africa/Casablanca', 1_711_848_600, 0, true],
    ['Asia/Barnaul', 1_412_225_381, 25_200, false],
    ['Asia/Barnaul', 1_500_000_000, 25_200, false],
    ['America/Punta_Arenas', 1_440_212_141, -10_800, true],
    ['America/Punta_Arenas', 1_500_000_000, -10_800, false],
    ['UTC', 1_720_000_000, 0, false],
  ])('%s at %i', (name, seconds, offset, daylight) => {
    const zone = zoneFromFile(name, readFileSync(`${FOLDER}/${name}`))!
    expect([zone.name, zone.offsetAt(seconds), zone.isDaylight(seconds)]).toEqual([name, offset, daylight])
  })

  test.skipIf(missing !== '')(
    'a file that is cut or changed anywhere is a zone or none, never an exception',
    () => {
      const bytes = readFileSync(`${FOLDER}/America/New_York`)
      const at = fc.nat(bytes.length - 1)
      fc.assert(
        fc.property(at, at, fc.nat(255), (end, changed, value) => {
          const copy = Uint8Array.from(bytes.subarray(0, end))
          if (changed < end) copy[changed] = value
          const zone = zoneFromFile('changed', copy)
          if (zone !== undefined) expect(Number.isInteger(zone.offsetAt(1_720_000_000))).toBe(true)
        }),
      )
    },
  )
})

test.each([
  ['nothing', new Uint8Array(0)],
  [
    'text',
    new TextEncoder().encode('type=BPF msg=audit(1.0:1): and more, longer than any header of a zone file'),
  ],
  ['a first version', new Uint8Array(100).fill(0).map((_, index) => [0x54, 0x5a, 0x69, 0x66][index] ?? 0)],
])('%s is no zone file', (_, bytes) => {
  expect(zoneFromFile('none', bytes)).toBeUndefined()
})
