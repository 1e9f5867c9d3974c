/** Expected values come from the C library: tm_gmtoff and tm_isdst of localtime(3) with this TZ. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parsePosixZone } from './posix-zone.ts'
import { UTC } from './zone.ts'
import { zoneOfSpans } from './zone-spans.ts'

test.each<[text: string, seconds: number, offset: number, daylight: boolean]>([
  ['EST5EDT', 1_710_053_999, -18_000, false],
  ['EST5EDT', 1_710_054_000, -14_400, true],
  ['EST5EDT', 1_730_613_599, -14_400, true],
  ['EST5EDT', 1_730_613_600, -18_000, false],
  ['XYZ-2', 0, 7_200, false],
  ['XYZ-2', 1_720_000_000, 7_200, false],
  ['<+03>-3', 1_720_000_000, 10_800, false],
  ['CET-1CEST,M3.5.0,M10.5.0/3', 1_711_846_799, 3_600, false],
  ['CET-1CEST,M3.5.0,M10.5.0/3', 1_711_846_800, 7_200, true],
  ['CET-1CEST,M3.5.0,M10.5.0/3', 1_729_990_799, 7_200, true],
  ['CET-1CEST,M3.5.0,M10.5.0/3', 1_729_990_800, 3_600, false],
  ['IST-1GMT0,M10.5.0,M3.5.0/1', 1_705_302_000, 0, true],
  ['IST-1GMT0,M10.5.0,M3.5.0/1', 1_721_026_800, 3_600, false],
  ['AAA3BBB,J60/1,300/-1:30', 1_709_265_599, -10_800, false],
  ['AAA3BBB,J60/1,300/-1:30', 1_709_265_600, -7_200, true],
  ['AAA3BBB,J60/1,300/-1:30', 1_729_990_799, -10_800, false],
  ['AAA3BBB,J60/1,300/-1:30', 1_730_000_000, -10_800, false],
  ['AEST-10AEDT,M10.1.0,M4.1.0/3', 1_705_302_000, 39_600, true],
  ['AEST-10AEDT,M10.1.0,M4.1.0/3', 1_721_026_800, 36_000, false],
  ['AEST-10AEDT,M10.1.0,M4.1.0/3', 1_704_067_200, 39_600, true],
  ['AEST-10AEDT,M10.1.0,M4.1.0/3', 1_735_689_599, 39_600, true],
  ['LHST-10:30LHDT-11,M10.1.0,M4.1.0', 1_705_302_000, 39_600, true],
  ['LHST-10:30LHDT-11,M10.1.0,M4.1.0', 1_721_026_800, 37_800, false],
  ['nonsense', 1_720_000_000, 0, false],
  ['AB3', 1_720_000_000, 0, false],
  ['EST5EDT4', 1_720_000_000, -14_400, true],
  ['EST+5:30:15', 1_720_000_000, -19_815, false],
])('%s at %i', (text, seconds, offset, daylight) => {
  const spanAt = parsePosixZone(text)
  const zone = spanAt === undefined ? UTC : zoneOfSpans(text, spanAt)
  expect([zone.offsetAt(seconds), zone.isDaylight(seconds)]).toEqual([offset, daylight])
})

test('any text is a zone or none, and a span holds its instant', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.stringMatching(/^[A-Z]{3}[+-]?\d{1,2}[A-Z]{3}(,(M\d\d?\.\d\.\d|J?\d{1,3})(\/-?\d{1,3})?){2}$/),
  )
  const instant = fc.integer({ min: -1e11, max: 1e11 })
  fc.assert(
    fc.property(text, instant, (zone, seconds) => {
      const span = parsePosixZone(zone)?.(seconds)
      if (span !== undefined) expect(Number.isFinite(span.offset) && seconds < span.to).toBe(true)
    }),
  )
})
