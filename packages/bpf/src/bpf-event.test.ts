// Each BPF record of an event is read once, however often it is asked about.
import { readFileSync } from 'node:fs'
import { type LogEvent, LogReader, type LogRecord } from '@ts-audit/log'
import { expect, test } from 'vitest'
import { readBpfEvent } from './bpf-event.ts'

function eventsOf(fixture: string): LogEvent[] {
  const events: LogEvent[] = []
  const reader = new LogReader({ sink: (event) => events.push(event) > 0 })
  reader.push(readFileSync(new URL(`../../../fixtures/bpf/${fixture}.log`, import.meta.url)))
  reader.end()
  return events
}

/** The same records, with a count of how often their bytes are fetched: once a read. */
function counted(records: readonly LogRecord[]): { records: LogRecord[]; reads: number[] } {
  const reads = records.map(() => 0)
  const watched = records.map((record, at) =>
    Object.create(record, {
      bytes: {
        get() {
          reads[at]!++
          return record.bytes
        },
      },
    }),
  )
  return { records: watched, reads }
}

test('a record is read once', () => {
  const event = eventsOf('several-records').find(({ serial }) => serial === 13)!
  const { records, reads } = counted(event.records)
  const bpf = readBpfEvent({ records })
  expect(bpf.records).toEqual(records.filter(({ type }) => type === 1334))
  for (let time = 0; time < 5; time++) {
    expect(bpf.records.map((record) => bpf.read(record)?.op)).toEqual(['UNLOAD', 'LOAD'])
    bpf.canDrop(5)
  }
  expect(records.flatMap(({ type }, at) => (type === 1334 ? [reads[at]] : []))).toEqual([1, 1])
})

test('a record that names no program is none', () => {
  const serials = eventsOf('other-shapes')
    .filter((event) => event.type === 1334 && readBpfEvent(event).records.length === 0)
    .map(({ serial }) => serial)
  expect(serials).toEqual([14, 15])
})
