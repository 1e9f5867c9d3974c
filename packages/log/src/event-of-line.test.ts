/** A line alone gives the event that a reader makes of it. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { eventOfLine } from './event-of-line.ts'
import { LogReader } from './sync-log-reader.ts'
import { bytes } from './testing/chunks.ts'

const stamp = 'msg=audit(1700000000.123:45):'
const line = fc
  .array(
    fc.constantFrom(
      'type=BPF',
      'type=SYSCALL',
      'type=x(y',
      'node=a',
      'node=',
      stamp,
      'msg=audit(1.0:1)',
      'msg=audit(99999999999999999999.0:1):',
      'msg=audit(9007199254740993.000:9007199254740993):',
      'op=LOAD',
      '\0',
      '\x1dUID="x"',
      '',
    ),
    { maxLength: 8 },
  )
  .map((words) => bytes(words.join(' ')))

test('any line', () => {
  let records = 0
  fc.assert(
    fc.property(line, (text) => {
      const events: unknown[] = []
      const reader = new LogReader({
        sink: (event) => {
          events.push({
            ...event,
            records: event.records.map(({ bytes: buffer, start, textEnd, end, type, terminated }) => ({
              line: buffer.subarray(start, end).join(),
              textEnd: textEnd - start,
              type,
              terminated,
            })),
          })
        },
      })
      reader.push(text)
      reader.push(bytes('\n'))
      reader.end()
      const found = eventOfLine(text, 2)
      const shown = found && {
        ...found,
        records: found.records.map(({ bytes: buffer, start, textEnd, end, type, terminated }) => ({
          line: buffer.subarray(start, end).join(),
          textEnd: textEnd - start,
          type,
          terminated,
        })),
      }
      expect(shown).toEqual(events[0])
      if (events.length > 0) records++
    }),
    { numRuns: 2000 },
  )
  expect(records).toBeGreaterThan(20)
})
