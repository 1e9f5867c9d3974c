import { growthOfWork, MOST_GROWTH } from '@ts-audit/testing/counted-work'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LogEvent } from './event.ts'
import { serialText } from './id-text.ts'
import type { LogReaderOptions } from './log-reader.ts'
import { readEvents } from './read-events.ts'
import { recordText } from './record.ts'
import { LogReader } from './sync-log-reader.ts'
import { modelEvents } from './testing/assembly-model.ts'
import { bytes, cutAt } from './testing/chunks.ts'

type Options = Omit<LogReaderOptions, 'sink'>

function read(
  chunks: readonly Uint8Array[],
  options: Options = {},
): { events: string[][]; reader: LogReader } {
  const events: string[][] = []
  const reader = new LogReader({ ...options, sink: (event) => events.push(describeEvent(event)) > 0 })
  for (const chunk of chunks) reader.push(chunk)
  reader.end()
  return { events, reader }
}

/** What stands after the header of each record. */
function describeEvent(event: LogEvent): string[] {
  return event.records.map((record) => recordText(record).replace(/^.*?\): ?/, ''))
}

/** `TYPE sec.ms:serial text` → a log line of the specification's examples, with 1700000000 added to the seconds. */
function log(lines: string): string {
  return lines
    .trim()
    .split('\n')
    .map((line) => line.trim().replace(/^(?:(\w+)@)?(\S+) (\d+)\.(\d+):(\d+) ?/, toHeader))
    .join('\n')
    .concat('\n')
}

function toHeader(
  _: string,
  node: string | undefined,
  type: string,
  sec: string,
  ms: string,
  serial: string,
): string {
  const prefix = node === undefined ? '' : `node=${node} `
  return `${prefix}type=${type} msg=audit(${1_700_000_000 + Number(sec)}.${ms}:${serial}): `
}

describe('assembly: the examples of spec 01 §4.4', () => {
  it.each<[name: string, lines: string, events: string[][], options?: Options]>([
    [
      'E1 interleaved events are sorted apart',
      `EXECVE 0.100:10 ten-1
       EXECVE 0.200:11 eleven-1
       CWD 0.100:10 ten-2
       CWD 0.200:11 eleven-2
       PROCTITLE 0.200:11 eleven-3
       PROCTITLE 0.100:10 ten-3`,
      [
        ['ten-1', 'ten-2', 'ten-3'],
        ['eleven-1', 'eleven-2', 'eleven-3'],
      ],
    ],
    [
      'E2 single-record events leave as read',
      `USER 10.000:1 ten
       USER 5.000:2 five
       USER 7.000:3 seven`,
      [['ten'], ['five'], ['seven']],
    ],
    [
      'E3 an open event blocks later ones, earlier ones overtake',
      `EXECVE 9.000:9 nine
       USER 10.000:1 ten
       USER 5.000:2 five
       USER 7.000:3 seven`,
      [['five'], ['seven'], ['nine'], ['ten']],
    ],
    [
      'E4 a late record makes a second event',
      `EXECVE 0.100:1 a1
       EXECVE 2.100:2 b1
       EXECVE 0.100:1 a2
       EXECVE 2.100:2 b2`,
      [['a1'], ['a2'], ['b1', 'b2']],
    ],
    [
      'E4 with time-out 3 it joins',
      `EXECVE 0.100:1 a1
       EXECVE 2.100:2 b1
       EXECVE 0.100:1 a2
       EXECVE 2.100:2 b2`,
      [
        ['a1', 'a2'],
        ['b1', 'b2'],
      ],
      { eventTimeout: 3 },
    ],
    [
      'E5 EOE joins an open event, a lone one is dropped',
      `EXECVE 0.100:1 a1
       EOE 0.100:1 eoe
       EXECVE 0.100:1 a2
       EOE 0.200:2 alone
       USER 0.300:3 c1
       EOE 0.300:3 eoe`,
      [['a1', 'eoe', 'a2'], ['c1']],
    ],
    [
      'E6 a one-record type first: what follows is a new event',
      `PROCTITLE 0.100:1 p
       EXECVE 0.100:1 x
       USER_CMD 0.200:2 u
       CWD 0.200:2 w
       LOGIN 0.300:3 l1
       PROCTITLE 0.300:3 l2`,
      [['p'], ['x'], ['u'], ['w'], ['l1', 'l2']],
    ],
    [
      'E8 without an end, record 2 closes event 1',
      `EXECVE 10.000:1 a1
       EXECVE 20.000:2 b1
       EXECVE 10.000:1 a2`,
      [['a1'], ['a2'], ['b1']],
    ],
    [
      'E8 records outside the window complete nothing',
      `EXECVE 10.000:1 a1
       EXECVE 20.000:2 b1
       EXECVE 10.000:1 a2`,
      [['a1', 'a2']],
      { end: 1_700_000_015 },
    ],
    [
      'E9 nodes separate, equal stamps leave in slot order',
      `b@EXECVE 0.100:1 b1
       a@EXECVE 0.100:1 a1
       EXECVE 0.100:1 none1
       a@CWD 0.100:1 a2
       b@CWD 0.100:1 b2`,
      [['b1', 'b2'], ['a1', 'a2'], ['none1']],
    ],
    [
      'E10 only a new event completes others',
      `EXECVE 0.100:1 a1
       EXECVE 1.000:2 b1
       CWD 0.100:1 a2
       EXECVE 1.999:3 c1
       CWD 0.100:1 a3
       EXECVE 2.000:4 d1
       CWD 0.100:1 a4`,
      [['a1', 'a2', 'a3'], ['a4'], ['b1'], ['c1'], ['d1']],
    ],
  ])('%s', (_, lines, events, options) => {
    expect(read([bytes(log(lines))], options).events).toEqual(events)
  })

  it('E7 carries events from one file of a set to the next', () => {
    const events: string[][] = []
    const reader = new LogReader({ sink: (event) => events.push(describeEvent(event)) > 0 })
    reader.push(bytes(log('EXECVE 0.100:1 a1\nEXECVE 1.100:2 b1')))
    reader.endFile()
    reader.push(bytes(log('CWD 1.100:2 b2\nCWD 0.100:1 a2')))
    reader.end()
    expect(events).toEqual([
      ['a1', 'a2'],
      ['b1', 'b2'],
    ])
  })

  it('keeps incomplete events for the next run when a checkpoint is in force (spec 01 §4.2 rule 8)', () => {
    const events: string[][] = []
    const reader = new LogReader({ sink: (event) => events.push(describeEvent(event)) > 0 })
    reader.push(bytes(log('EXECVE 1.100:2 b1\nPROCTITLE 1.100:2 b2\nEXECVE 2.100:3 c1\nUSER 3.000:4 d')))
    reader.endAtCheckpoint()
    expect(events).toEqual([['b1', 'b2']])
  })
})

describe('assembly of any log', () => {
  const type = fc.constantFrom('EXECVE', 'CWD', 'USER', 'PROCTITLE', 'EOE', 'LOGIN', 'BPF', 'NOSUCH')
  const node = fc.constantFrom('', '', 'node=a ', 'node=b ')
  const line = fc
    .tuple(node, type, fc.nat(12), fc.nat(2), fc.nat(3))
    .map(
      ([n, t, sec, milli, serial]) => `${n}type=${t} msg=audit(17000000${10 + sec}.00${milli}:${serial}): `,
    )
  const anyLog = fc
    .array(line, { maxLength: 150, size: 'max' })
    .map((lines) => lines.map((text, index) => `${text}${index}\n`).join(''))
  const timeout = fc.constantFrom(1, 2, 5, 100)

  it('equals a literal model of the rules', () => {
    fc.assert(
      fc.property(anyLog, timeout, (text, eventTimeout) => {
        expect(read([bytes(text)], { eventTimeout }).events).toEqual(modelEvents(text, eventTimeout))
      }),
      { numRuns: 300 },
    )
  })

  it('does not depend on where chunks are cut', () => {
    fc.assert(
      fc.property(anyLog, fc.array(fc.nat(5000)), (text, cuts) => {
        expect(read(cutAt(bytes(text), cuts)).events).toEqual(read([bytes(text)]).events)
      }),
    )
  })

  it('counts the newline of a short header also where the line was cut', () => {
    const line = bytes('type=USER msg=audit(1.0:123)\ntype=USER msg=audit(1.0:124): x\n')
    const whole = read([line])
    expect(whole.events).toHaveLength(2)
    for (let at = 1; at < line.length; at++) {
      const { events, reader } = read(cutAt(line, [at]))
      expect(events).toEqual(whole.events)
      expect(reader.counters).toEqual(whole.reader.counters)
    }
  })

  it('takes any bytes without an exception, and the same however they are cut', () => {
    const fragment = fc.constantFrom(
      'type=BPF msg=audit(1700000000.123:4): ',
      '\n',
      '\0',
      '\x1d',
      'node=x ',
      '(',
      ')',
    )
    const hostile = fc
      .array(
        fc.oneof(
          fragment,
          fc.uint8Array({ maxLength: 20 }).map((array) => String.fromCharCode(...array)),
        ),
      )
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(hostile, fc.array(fc.nat(500)), (text, cuts) => {
        const whole = read([bytes(text)])
        const pieces = read(cutAt(bytes(text), cuts))
        expect(pieces.events).toEqual(whole.events)
        expect(pieces.reader.counters).toEqual(whole.reader.counters)
      }),
    )
  })
})

describe('stamps beyond 2^53', () => {
  it('order and keep their digits', () => {
    const serials: string[] = []
    const reader = new LogReader({ sink: (event) => serials.push(serialText(event)) > 0 })
    reader.push(bytes('type=EXECVE msg=audit(1.000:18446744073709551615): b\n'))
    reader.push(bytes('type=EXECVE msg=audit(1.000:18446744073709551614): a\n'))
    reader.push(bytes('type=EXECVE msg=audit(1.000:9007199254740992): c\n'))
    reader.end()
    expect(serials).toEqual(['9007199254740992', '18446744073709551614', '18446744073709551615'])
  })
})

it('counts what it reads, and why it does not', () => {
  const { reader } = read(
    [
      bytes(
        'type=USER msg=audit(1700000000.123:1): a\ngarbage\n\ntype=USER msg=audit(xxxxxxxxxx): b\n' +
          'type=USER msg=audit[1700000000.123:45]: x\ntype=USER msg=audit(1.9999:1234): c\n' +
          'type=EOE msg=audit(1700000000.123:1): \ntype=USER msg=audit(1600000000.000:1): early\n   \n',
      ),
    ],
    { start: 1_650_000_000 },
  )
  expect(reader.counters).toMatchObject({
    lines: 9,
    records: 1,
    events: 1,
    loneEndOfEvents: 1,
    // The all-zero stamp, which tells no first time, and the early one.
    outsideWindow: 2,
    malformed: { noType: 1, noMessage: 1, noStamp: 1, badStamp: 1 },
    firstStamp: { seconds: 1_600_000_000, milliseconds: 0 },
  })
})

it('tells about stamps out of range', () => {
  const stamps: string[] = []
  read([bytes('type=USER msg=audit(1700000000.1000:1): a\n')], { onBadStamp: (stamp) => stamps.push(stamp) })
  expect(stamps).toEqual(['1700000000.1000:1'])
})

it('works in proportion to the log when every event stays in flight', async () => {
  const logOf = (events: number): Uint8Array => {
    const serials = Array.from({ length: events }, (_, index) => events - index)
    return bytes(serials.map((serial) => `type=EXECVE msg=audit(1700000000.123:${serial}): x\n`).join(''))
  }
  const run = (whole: Uint8Array): void => {
    const reader = new LogReader({ sink: () => true })
    reader.push(whole)
    reader.end()
  }
  // In reverse order, with a heap that may go one step deeper.
  expect(await growthOfWork(logOf, run, 16_000)).toBeLessThan(MOST_GROWTH)
})

describe('what is given wrongly', () => {
  const log = bytes('type=TEST msg=audit(1700000000.001:1): \ntype=TEST msg=audit(1700000009.001:2): \n')
  const count = async (source: Parameters<typeof readEvents>[0]): Promise<number> => {
    let events = 0
    for await (const _ of readEvents(source)) events++
    return events
  }

  it('reads bytes that are no chunks, and refuses what is no bytes', async () => {
    expect(await count(log)).toBe(2)
    await expect(count(['type=TEST'] as never)).rejects.toThrow(TypeError)
    await expect(count('type=TEST' as never)).rejects.toThrow(TypeError)
  })

  it.each([
    ['a buffer', new Uint8Array(log).buffer],
    ['a file of a browser', new Blob([new Uint8Array(log)])],
    ['a response', new Response(new Uint8Array(log))],
  ])('reads %s', async (_, source) => expect(await count(source)).toBe(2))

  it.each<[what: string, source: unknown, advice: RegExp]>([
    ['a path', 'audit.log', /readLog\(path\)/],
    ['nothing', undefined, /type undefined/],
    ['a number', 7, /type number/],
    ['an object', {}, /Uint8Array/],
    ['a promise', Promise.resolve(log), /await it/],
    ['another view', new Uint16Array(2), /new Uint8Array/],
    ['numbers', [1, 2], /Uint8Array/],
  ])('says what to give instead of %s', async (_, source, advice) => {
    await expect(count(source as never)).rejects.toThrow(TypeError)
    await expect(count(source as never)).rejects.toThrow(advice)
  })

  it('says so of what is pushed, and of a reader without a sink', () => {
    const reader = new LogReader({ sink: () => true })
    expect(() => reader.push('type=TEST' as never)).toThrow(/Uint8Array/)
    expect(() => new LogReader({} as never)).toThrow(/sink/)
    expect(() => new LogReader(undefined as never)).toThrow(TypeError)
  })

  it('goes on when a sink returns nothing', () => {
    const serials: number[] = []
    const reader = new LogReader({ sink: ({ serial }) => void serials.push(serial) })
    reader.push(log)
    reader.end()
    expect(serials).toEqual([1, 2])
  })
})
