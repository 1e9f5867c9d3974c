/** The sample has to be what logs are: other lines would warm what is seldom run. */
import { searchedTypes } from '@ts-audit/auparse/search'
import { LogReader } from '@ts-audit/log'
import { expect, test } from 'vitest'
import { sampleFile } from './sample-log.ts'
import { UsualRecord, WANTED_STEPS } from './usual-record.ts'

test('the sample is a log in several files, whose events are read the usual way', () => {
  const searched = new Set(searchedTypes(WANTED_STEPS))
  const usual = new UsualRecord()
  const serials: number[] = []
  let found = 0
  const reader = new LogReader({
    sink: ({ serial, records }) => {
      serials.push(serial)
      for (const record of records) if (searched.has(record.type) && usual.read(record)) found++
      return true
    },
  })
  for (const number of [0, 1, 2]) reader.push(new TextEncoder().encode(sampleFile(number)))
  reader.end()
  expect(serials).toEqual(Array.from({ length: 450 }, (_, at) => at + 1))
  expect(found).toBe(450)
  expect(Object.values(reader.counters.malformed).every((count) => count === 0)).toBe(true)
})
