// A log that is cut between lines, each part read by a reader that began there, gives what one reader of the whole gives.
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { type LogEvent, LogReader, type LogReaderOptions, recordLine } from './index.ts'
import { type PartCounts, PartReader } from './part-reader.ts'
import { bytes } from './testing/chunks.ts'

vi.resetModules()
vi.doMock('./generated/scan-wasm.ts', () => ({ scanWasm: '' }))
const { PartReader: PortablePartReader } = await import('./part-reader.ts')
// Other files run in this process, too.
vi.doUnmock('./generated/scan-wasm.ts')
vi.resetModules()

type Options = Omit<LogReaderOptions, 'sink'>

function textOf({ records }: LogEvent): string {
  return records.map((record) => recordLine(record)).join('\n')
}

/** What a reader gives that reads all. */
function whole(log: Uint8Array, options: Options) {
  const given: string[] = []
  const reader = new LogReader({ ...options, sink: (event) => given.push(textOf(event)) > 0 })
  reader.push(log)
  reader.end()
  const { lines, records, events, loneEndOfEvents, outsideWindow } = reader.counters
  return { given, counts: { lines, records, events, loneEndOfEvents, outsideWindow } }
}

/** Nobody asks for more. */
const MOST_STEPS = 40

/** A part as another thread reads it: from its beginning to where the next one can take over. */
function readPart(Reader: typeof PartReader, log: Uint8Array, from: number, to: number, options: Options) {
  const timeout = options.eventTimeout ?? 2
  const given: string[] = []
  const seconds: { second: number; given: number; counts: PartCounts }[] = []
  const reader: PartReader = new Reader({
    ...options,
    sink: (event) => given.push(textOf(event)) > 0,
    onSecond: (second) =>
      seconds.push({ second, given: given.length, counts: reader.partCounts }) < MOST_STEPS,
  })
  reader.push(log.subarray(from, to))
  if (to === log.length) {
    reader.end()
    return { given, seconds, counts: reader.partCounts, isUsable: !reader.hasTies, next: 0 }
  }
  const next = reader.latestSecond + timeout
  reader.stopFrom(next)
  reader.push(log.subarray(to))
  const isUsable = reader.hasReachedStop && !reader.hasTies
  return { given, seconds, counts: reader.partCounts, isUsable, next }
}

/** Reads the parts between some places: those of odd number as another thread does, ahead of this one. */
function inParts(Reader: typeof PartReader, log: Uint8Array, places: readonly number[], options: Options) {
  const timeout = options.eventTimeout ?? 2
  const given: string[] = []
  let used = 0
  const reader: PartReader = new Reader({ ...options, sink: (event) => given.push(textOf(event)) > 0 })
  /** From this second on what comes is that of a reader that begins here; undefined while this one has read all before. */
  let resumed: number | undefined
  for (const [index, from] of places.entries()) {
    const to = places[index + 1] ?? log.length
    const part = index % 2 === 1 ? readPart(Reader, log, from, to, options) : undefined
    const taken = resumed ?? reader.latestSecond + timeout
    const step = part?.isUsable === true ? part.seconds.find(({ second }) => second >= taken) : undefined
    if (part !== undefined && step !== undefined && !reader.isCatchingUp) {
      used++
      if (resumed === undefined) {
        reader.stopFrom(taken)
        expect(reader.push(log.subarray(from, to))).toBe(false)
        if (reader.hasLostOrder) break
        expect(reader.hasReachedStop).toBe(true)
      }
      reader.forget()
      given.push(...part.given.slice(step.given))
      reader.countAlso(step.counts, part.counts)
      resumed = part.next
      continue
    }
    if (resumed !== undefined && !reader.isCatchingUp) reader.resumeAt(resumed)
    resumed = undefined
    reader.push(log.subarray(from, to))
    if (reader.hasLostOrder) break
  }
  reader.end()
  return { used, given, counts: reader.partCounts, isWhole: !reader.hasLostOrder }
}

const line = fc
  .record({
    node: fc.constantFrom('', '', '', 'node=a ', 'node=b '),
    type: fc.constantFrom(
      'SYSCALL',
      'SYSCALL',
      'PATH',
      'PATH',
      'BPF',
      'CWD',
      'EOE',
      'USER_LOGIN',
      'PROCTITLE',
    ),
    step: fc.constantFrom(0, 0, 0, 0, 1, 1, 1, 2, 3, -1, -4, 40),
    serial: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 6 })),
    key: fc.constantFrom('key="a"', 'key=(null)', ''),
    odd: fc.integer({ min: 0, max: 60 }),
  })
  .map(({ odd, ...rest }) => ({ ...rest, odd: odd === 0 }))

/** Lines whose times mostly rise; those of a call that has blocked are older, now and then one is from the future. */
const log = fc.array(line, { minLength: 20, maxLength: 150, size: 'max' }).map((lines) => {
  let second = 1_700_000_000
  return lines.map(({ node, type, step, serial, key, odd }, index) => {
    if (step >= 0 && step < 40) second += step
    const time = step < 0 || step === 40 ? second + step : second
    const id = `${time}.000:${serial === 0 ? 10 + (index >> 1) : serial}`
    return odd ? 'no record\n' : `${node}type=${type} msg=audit(${id}): pid=1 ${key}\n`
  })
})

const options = fc.record(
  {
    eventTimeout: fc.constantFrom(1, 2, 3),
    interest: fc.constantFrom({ texts: [[bytes('key="a"')]] }, { types: [1334] }),
    start: fc.constant(1_700_000_010),
    end: fc.constant(1_700_000_040),
  },
  { requiredKeys: [] },
)

describe.each([
  ['in WebAssembly', PartReader],
  ['without it', PortablePartReader as unknown as typeof PartReader],
])('the parts of a log %s', (_way, Reader) => {
  it('give together what a reader of the whole gives', () => {
    let used = 0
    let lost = 0
    fc.assert(
      fc.property(
        log,
        fc.array(fc.nat(200), { minLength: 1, maxLength: 6 }),
        options,
        (lines, cuts, settings) => {
          const text = bytes(lines.join(''))
          const lengths = lines.map((_, index) => lines.slice(0, index).join('').length)
          const places = [...new Set([0, ...cuts.map((cut) => lengths[cut % lines.length] as number)])]
          const parts = inParts(
            Reader,
            text,
            places.sort((a, b) => a - b),
            settings,
          )
          const { given, counts } = whole(text, settings)
          if (parts.isWhole) {
            used += parts.used
            expect(parts.given).toEqual(given)
            expect(parts.counts).toEqual(counts)
          } else {
            lost++
            expect(parts.given).toEqual(given.slice(0, parts.given.length))
          }
        },
      ),
      { numRuns: 600, endOnFailure: true },
    )
    expect(used).toBeGreaterThan(50)
    expect(lost).toBeGreaterThan(0)
  })

  it('is known not to hold where slots decide the order', () => {
    const tie = (node: string) => `node=${node} type=PATH msg=audit(1700000000.000:1): x\n`
    const reader = new Reader({ sink: () => true })
    reader.push(bytes(tie('a')))
    expect(reader.hasTies).toBe(false)
    reader.push(bytes(tie('b')))
    expect(reader.hasTies).toBe(true)
  })
})
