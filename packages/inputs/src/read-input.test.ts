// Inputs as library users give them: web streams, generators, arrays of chunks, compressed or not.
import { gzipSync } from 'node:zlib'
import { type LogEvent, recordText } from '@ts-audit/log'
import { describe, expect, test } from 'vitest'
import { inputEventStream, readInput } from './read-input.ts'
import { fixture, fixtureLines } from './testing/fixture.ts'

/** Their texts, without what auditd has added. */
const lines = fixtureLines('inputs/trials/00-baseline-enriched.log').map((line) => line.split('\x1d')[0])
const textOf = (event: LogEvent): string[] => event.records.map(recordText)

async function collect(events: AsyncIterable<LogEvent>): Promise<LogEvent[]> {
  const all: LogEvent[] = []
  for await (const event of events) all.push(event)
  return all
}

const streamOf = (bytes: Uint8Array) => new Blob([Buffer.from(bytes)]).stream()

/** A stream without an async iterator, as Safari has. */
function bareStream(bytes: Uint8Array): ReadableStream<Uint8Array> {
  const stream = streamOf(bytes)
  return { getReader: () => stream.getReader() } as ReadableStream<Uint8Array>
}

test.each(['auto', 'any'] as const)('a line of 1 MB is one line (%s)', async (choice) => {
  const record = 'type=BPF msg=audit(1700000001.123:9): prog-id=30 op=LOAD'
  const chunks = (text: string): Uint8Array[] =>
    (text.match(/[\s\S]{1,65536}/g) ?? []).map((piece) => new TextEncoder().encode(piece))
  const input = readInput(chunks(`${record} ${'x'.repeat(1 << 20)}\n${record}\n`), { choice })
  expect((await collect(input)).flatMap((event) => event.records)).toHaveLength(2)
  // The rest of a record that is too long is not told as lines; as a line it is one.
  expect(input.notes()).toEqual([expect.stringMatching(/8969 bytes .*, of 1 record$/)])
  const odd = readInput(chunks(`${record}\n${'x'.repeat(1 << 20)}\n`), { choice })
  await collect(odd)
  expect(odd.notes()).toEqual([expect.stringMatching(/^NOTE - not audit records: 1 line, such as: xxx/)])
})

describe.each(['33-docker-json.log', '26-filebeat.ndjson', '00-baseline-enriched.log'])('%s', (name) => {
  const bytes = fixture(`inputs/trials/${name}`)

  test.each<[string, () => Parameters<typeof readInput>[0]]>([
    ['an array of chunks', () => [bytes.subarray(0, 100), bytes.subarray(100)]],
    ['a web stream', () => streamOf(bytes)],
    ['a web stream that cannot be iterated', () => bareStream(bytes)],
    ['gzip in gzip', () => [gzipSync(gzipSync(bytes))]],
  ])('%s', async (_, source) => {
    const events = await collect(readInput(source()))
    expect(events.flatMap(textOf)).toEqual(lines)
  })

  test('through a pair of streams', async () => {
    const stream = inputEventStream()
    const events = streamOf(gzipSync(bytes)).pipeThrough(stream)
    expect((await collect(events)).flatMap(textOf)).toEqual(lines)
    expect(stream.compression.map(({ name }) => name)).toEqual(['gzip'])
  })
})

test('events keep where they came from', async () => {
  const input = readInput([fixture('inputs/trials/33-docker-json.log')])
  const events = await collect(input)
  expect(events.map((event) => input.sourceOf(event)?.form.name)).toEqual(['docker', 'docker', 'docker'])
  expect(events.map((event) => input.sourceOf(event)?.line)).toEqual([1, 4, 5])
  expect(input.report.sources.map(({ records }) => records)).toEqual([lines.length])
})

test('in a plain log places are kept when they are asked for', async () => {
  const log = fixture('inputs/trials/00-baseline-enriched.log')
  const input = readInput([log], { keepsPlaces: true })
  const [, second] = await collect(input)
  const offset = second === undefined ? undefined : input.sourceOf(second)?.offset
  expect(
    Buffer.from(log)
      .subarray(offset, offset === undefined ? 0 : offset + 8)
      .toString(),
  ).toBe('type=BPF')
})

test('what was not read is said', async () => {
  const cut = gzipSync(fixture('inputs/trials/00-baseline-enriched.log'))
  const input = readInput([cut.subarray(0, cut.length - 20)])
  await collect(input)
  expect(input.notes()[0]).toBe('NOTE - the input is cut short (gzip): what is there was read')
  const nothing = readInput([new TextEncoder().encode('no log\nat all\n')])
  expect(await collect(nothing)).toEqual([])
  expect(nothing.notes()).toEqual(['NOTE - no audit record in 2 lines, such as: no log'])
})

test('nothing is read before it is asked for, and the source is closed by who takes no more', async () => {
  let given = 0
  let isClosed = false
  function* source(): Generator<Uint8Array, void, undefined> {
    try {
      for (;;) {
        given++
        yield new TextEncoder().encode(`type=BPF msg=audit(${given}.000:${given}): prog-id=1 op=LOAD\n`)
      }
    } finally {
      isClosed = true
    }
  }
  const stream = inputEventStream()
  const chunks = source()
  const bytes = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      const { done, value } = chunks.next()
      if (done === true) controller.close()
      else controller.enqueue(value)
    },
    cancel: () => void chunks.return(),
  })
  const reader = bytes.pipeThrough(stream).getReader()
  await reader.read()
  const givenForOne = given
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(given).toBeLessThan(givenForOne + 10)
  await reader.cancel()
  await new Promise((resolve) => setTimeout(resolve, 10))
  expect(isClosed).toBe(true)
})

test('a large chunk gives its first event before the last is made', async () => {
  const line = (serial: number) => `type=BPF msg=audit(${serial}.000:${serial}): prog-id=1 op=LOAD\n`
  const chunk = new TextEncoder().encode(Array.from({ length: 20_000 }, (_, at) => line(at + 1)).join(''))
  const input = readInput([chunk])
  for await (const _ of input) break
  expect(input.report.refusals).toEqual([])
  expect((await collect(readInput([chunk]))).length).toBe(20_000)
})

test('bytes and files are inputs, and what holds no bytes is refused instead of being empty', async () => {
  const log = new TextEncoder().encode('type=BPF msg=audit(1.000:1): prog-id=1 op=LOAD\n')
  expect((await collect(readInput(log))).length).toBe(1)
  expect((await collect(readInput(new Blob([log])))).length).toBe(1)
  for (const wrong of ['audit.log', undefined, {}, ['type=BPF'], [1]])
    await expect(collect(readInput(wrong as never))).rejects.toThrow(/Uint8Array/)
})
