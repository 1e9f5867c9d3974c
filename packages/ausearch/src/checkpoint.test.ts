import { type LogEvent, LogReader } from '@ts-audit/log'
import { describe, expect, it } from 'vitest'
import {
  type Checkpoint,
  checkpointEvent,
  corruptedText,
  createCheckpointSwitch,
  formatCheckpoint,
  parseCheckpoint,
} from './checkpoint.ts'

function events(log: string): LogEvent[] {
  const found: LogEvent[] = []
  const reader = new LogReader({ sink: (event) => found.push(event) > 0 })
  reader.push(new TextEncoder().encode(log))
  reader.end()
  return found
}

const user = (stamp: string, node = '') => `${node}type=USER msg=audit(${stamp}): x\n`

describe('the file (spec 01 §8.1)', () => {
  it.each<[log: string, text: string]>([
    [user('1700000001.100:2'), 'dev=0xFE00\ninode=2425014\noutput=- 1700000001.100:2 0x3ED\n'],
    [user('1700000003.007:4', 'node=h1 '), 'dev=0xFE00\ninode=2425014\noutput=h1 1700000003.007:4 0x3ED\n'],
    [
      'type=NOSUCH msg=audit(1700000003.100:4): x\n',
      'dev=0xFE00\ninode=2425014\noutput=- 1700000003.100:4 0xFFFFFFFF\n',
    ],
  ])('%s', (log, text) => {
    const event = checkpointEvent(events(log)[0]!)
    expect(formatCheckpoint(0xfe00n, 2425014n, event)).toBe(text)
    expect(parseCheckpoint(text, 'cp')).toEqual({
      kind: 'checkpoint',
      checkpoint: { device: 0xfe00n, inode: 2425014n, event },
    })
  })

  it('without an event', () => {
    expect(formatCheckpoint(1n, 2n)).toBe('dev=0x1\ninode=2\noutput=- 0.000:0 0x0\n')
  })
})

// What the installed ausearch 3.0.9 says of the same files.
describe('files that cannot be used', () => {
  const missing = 'Missing dev/inode lines from checkpoint file cp'
  it.each<[text: string, messages: string[]]>([
    ['', [missing]],
    ['dev=0x1\n', [missing]],
    ['foo\n', ['Unknown checkpoint line - [foo]', missing]],
    ['dev=0x1\n\ninode=3\n', ['Unknown checkpoint line - []', missing]],
    ['dev=zz\ninode=3\n', [missing]],
    ['dev=0x5\ninode=zz\n', [missing]],
    [
      'dev=0x1ffffffffffffffffff\ninode=3\n',
      ['Malformed dev checkpoint line - [dev=0x1ffffffffffffffffff]', missing],
    ],
    [
      'dev=1\ninode=99999999999999999999\n',
      // 3.0.9 keeps what it could not convert, so that nothing is missing.
      ['Malformed inode checkpoint line - [inode=99999999999999999999]'],
    ],
    // Begins like /dev/zero: what 3.0.9 says of it.
    ['\0\0\0', ['Unknown checkpoint line - []', missing]],
    ['dev=0x1\ninode=3\noutput=-\n', ['Malformed output/event checkpoint line near node - [output=-]']],
    ['dev=0x1\ninode=3\noutput=- abc\n', ['Malformed output/event checkpoint line after node - [output=-]']],
    [
      'dev=0x1\ninode=3\noutput=- 1.2:40x3ED\n',
      ['Malformed output/event checkpoint line after node - [output=-]'],
    ],
    [
      'dev=0x5\ninode=7\noutput=h 1.2345:3 0x5\n',
      ['Malformed output/event checkpoint line after node - [output=h]'],
    ],
  ])('%j', (text, messages) => {
    expect(parseCheckpoint(text, 'cp')).toEqual({ kind: 'unusable', messages })
  })
})

describe('numbers of the file', () => {
  it.each<[text: string, inode: bigint]>([
    ['dev=5\ninode=010\n', 8n],
    ['dev=5\ninode=0x10\n', 16n],
    ['dev=5\ninode=12junk\n', 12n],
    ['inode=1\ndev=5\ninode=2\n', 2n],
    // As 3.0.9 reads them.
    ['dev=5\ninode=+3\n', 3n],
    ['dev=5\ninode=-1\n', (1n << 64n) - 1n],
  ])('%j', (text, inode) => {
    expect(parseCheckpoint(text, 'cp')).toMatchObject({ checkpoint: { device: 5n, inode } })
  })
})

describe('the switch (spec 01 §8.5)', () => {
  const checkpoint = (event: string): Checkpoint => {
    const reading = parseCheckpoint(`dev=1\ninode=1\noutput=${event}\n`, 'cp')
    if (reading.kind !== 'checkpoint') throw new Error(reading.messages.join())
    return reading.checkpoint
  }
  const log =
    user('1700000001.100:2') + user('1700000002.100:3') + user('1700000004.100:4') + user('1700000009.100:5')
  it.each<[event: string, timeOnly: boolean, verdicts: string[]]>([
    ['- 1700000002.100:3 0x3ED', false, ['hide', 'hide', 'show', 'show']],
    ['- +1700000002.100:+3 0x3ED', false, ['hide', 'hide', 'show', 'show']],
    ['- 1700000002.100:3 0x3ED', true, ['hide', 'show', 'show', 'show']],
    ['- 0.000:0 0x0', false, ['show', 'show', 'show', 'show']],
    // Another type, or node, is another event.
    ['- 1700000002.100:3 0x514', false, ['hide', 'hide', 'hide', 'corrupted']],
    ['h1 1700000002.100:3 0x3ED', false, ['hide', 'hide', 'hide', 'corrupted']],
    ['- 1700000005.000:99 0x3ED', false, ['hide', 'hide', 'hide', 'corrupted']],
  ])('%s, time only %s', (event, timeOnly, verdicts) => {
    const verdictOf = createCheckpointSwitch(checkpoint(event), timeOnly)
    expect(events(log).map((seen) => verdictOf(seen))).toEqual(verdicts)
  })

  it('shows everything without a checkpoint', () => {
    expect(events(log).map(createCheckpointSwitch(undefined, false))).toEqual([
      'show',
      'show',
      'show',
      'show',
    ])
  })

  it('says which event it missed', () => {
    const [event] = events(user('1700000010.100:5'))
    expect(corruptedText(event!, checkpoint('- 1700000005.000:99 0x3ED'))).toBe(
      'Corrupted checkpoint file. Inode match, but newer complete event (1700000010.100:5) found before loaded checkpoint 1700000005.000:99',
    )
  })
})
