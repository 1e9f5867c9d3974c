// Events of a feed: when they are complete by the library's rule (spec 06 §A4, §A9), and what ageing delivers.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { LogReaderOptions } from './log-reader.ts'
import { LogReader } from './sync-log-reader.ts'
import { bytes } from './testing/chunks.ts'

/** A reader whose events are noted as `serial:number of records`, as in the specification's examples. */
function feed(options: Omit<LogReaderOptions, 'sink'> = { completion: 'auparse' }) {
  const events: string[] = []
  const reader = new LogReader({
    ...options,
    sink: ({ serial, records }) => events.push(`${serial}:${records.length}`) > 0,
  })
  /** Gives the events that have come since the last call. */
  const taken = (): string[] => events.splice(0)
  return { reader, taken }
}

const record = (type: string, seconds: number, serial: number): Uint8Array =>
  bytes(`type=${type} msg=audit(${seconds}.000:${serial}): x\n`)

describe('by the library’s rule', () => {
  test('events come in the order of the specification’s example', () => {
    const { reader, taken } = feed()
    reader.push(readFileSync(new URL('../../aureport/fixtures/logs/order.log', import.meta.url)))
    reader.end()
    expect(taken().join(' ')).toBe('6:2 4:1 5:2 7:1 5:1 8:1 8:1 9:2 3:1 9:1 10:1 11:1')
  })

  test('PROCTITLE completes an event, which the next feed delivers (spec 06 §A9)', () => {
    const { reader, taken } = feed()
    const steps: [type: string, seconds: number, serial: number, delivered: string[]][] = [
      ['USER_LOGIN', 100, 1, ['1:1']],
      ['SYSCALL', 100, 2, []],
      ['PROCTITLE', 100, 2, []],
      ['CWD', 100, 2, ['2:2']],
      ['SYSCALL', 105, 3, ['2:1']],
    ]
    for (const [type, seconds, serial, delivered] of steps) {
      reader.push(record(type, seconds, serial))
      expect(taken()).toEqual(delivered)
    }
    reader.flush()
    expect(taken()).toEqual(['3:1'])
  })

  test.each([
    ['auparse', ['1:1', '1:1', '2:2']],
    ['ausearch', ['1:2', '2:2']],
  ] as const)('%s: whether a record that joins an event completes older ones', (completion, events) => {
    const { reader, taken } = feed({ completion })
    reader.push(record('SYSCALL', 106, 2))
    reader.push(record('SYSCALL', 104, 1))
    reader.push(record('CWD', 106, 2))
    reader.push(record('CWD', 104, 1))
    reader.end()
    expect(taken()).toEqual(events)
  })
})

describe('a feed that falls silent', () => {
  test('age delivers what is complete at that time', () => {
    const { reader, taken } = feed({ eventTimeout: 2 })
    reader.push(record('SYSCALL', 100, 1))
    reader.push(record('SYSCALL', 101, 2))
    reader.age(101)
    expect(taken()).toEqual([])
    reader.age(102)
    expect(taken()).toEqual(['1:1'])
    reader.push(record('CWD', 101, 2))
    reader.age(103.5)
    expect(taken()).toEqual(['2:2'])
    expect(reader.eventsInFlight).toBe(0)
  })

  test('flush delivers all, and half a line goes on with the next chunk', () => {
    const { reader, taken } = feed()
    const line = record('SYSCALL', 100, 2)
    reader.push(record('SYSCALL', 100, 1))
    reader.push(line.subarray(0, 20))
    reader.flush()
    expect(taken()).toEqual(['1:1'])
    reader.push(line.subarray(20))
    reader.flush()
    expect(taken()).toEqual(['2:1'])
  })
})
