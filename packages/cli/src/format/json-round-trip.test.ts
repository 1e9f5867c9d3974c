/** Events as JSON lines, read back: the same lines byte for byte, whatever they hold. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { createEventJsonText, type EventJson, type EventJsonSettings } from '@ts-audit/format'
import { InputReader } from '@ts-audit/inputs'
import { type LogEvent, LogReader, recordLine } from '@ts-audit/log'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const root = new URL('../../../../', import.meta.url)
const ours = new URL('fixtures/', root)
const conformance = new URL('../shared/conformance/logs/', root)

/** So much of each log: more of the same would only take time. */
const MOST_BYTES = 150_000

interface Read {
  /** The lines of all records in the order of the events, latin1. */
  readonly lines: readonly string[]
  readonly json: readonly string[]
}

function read(bytes: Uint8Array, kind: 'log' | 'json', settings?: EventJsonSettings): Read {
  const lines: string[] = []
  const json: string[] = []
  const toText = createEventJsonText(settings)
  const sink = (event: LogEvent): boolean => {
    for (const record of event.records) lines.push(recordLine(record))
    json.push(toText(event))
    return true
  }
  const reader = kind === 'log' ? new LogReader({ sink }) : new InputReader({ sink })
  reader.push(bytes)
  reader.end()
  return { lines, json }
}

/** The lines of a log, and of the JSON of its events. */
function there(bytes: Uint8Array, change = (event: unknown): unknown => event): [Read, Read] {
  const log = read(bytes, 'log')
  const text = log.json.map((line) => `${JSON.stringify(change(JSON.parse(line)))}\n`).join('')
  return [log, read(Buffer.from(text), 'json')]
}

function filesUnder(folder: URL): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.log(\.\d+)?(\.gz)?$/.test(entry.name))
    .map((entry) => `${entry.parentPath}/${entry.name}`)
}

function bytesOf(path: string): Uint8Array {
  const file = readFileSync(path)
  const bytes = path.endsWith('.gz') ? gunzipSync(file) : file
  return bytes.length <= MOST_BYTES ? bytes : bytes.subarray(0, bytes.lastIndexOf('\n', MOST_BYTES) + 1)
}

function expectSame(path: string): number {
  const bytes = bytesOf(path)
  const [log, back] = there(bytes)
  expect(linesOf(log.json), path).toEqual(log.lines)
  // Events that overlap are put in order again, by what has come by then; no line is lost, added or altered.
  expect(back.lines.toSorted(), path).toEqual(log.lines.toSorted())
  // Each is a line of the file, up to a NUL byte or to the longest line there is.
  const inFile = new Set(
    Buffer.from(bytes)
      .toString('latin1')
      .split('\n')
      .map((line) => line.split('\0')[0]),
  )
  expect(
    log.lines.filter((line) => line.length < 8000 && !inFile.has(line)),
    path,
  ).toEqual([])
  return log.lines.length
}

/** The lines that JSON holds, latin1. */
function linesOf(json: readonly string[]): string[] {
  return json
    .flatMap((line) => (JSON.parse(line) as EventJson).records)
    .map(({ raw, rawBase64 }) =>
      raw === undefined ? atob(rawBase64 ?? '') : Buffer.from(raw).toString('latin1'),
    )
}

describe('JSON lines become the log again', () => {
  test('every log of the fixtures and captures', () => {
    const records = filesUnder(ours).reduce((sum, path) => sum + expectSame(path), 0)
    expect(records).toBeGreaterThan(5000)
  })

  test.skipIf(!existsSync(conformance))('every log of the conformance suite [needs ../shared]', () => {
    const records = filesUnder(conformance).reduce((sum, path) => sum + expectSame(path), 0)
    expect(records).toBeGreaterThan(1000)
  })

  test('lines of any bytes', () => {
    const body = fc
      .uint8Array({ maxLength: 200 })
      .map((bytes) => bytes.map((byte) => (byte === 10 ? 32 : byte)))
    fc.assert(
      fc.property(fc.array(body, { minLength: 1, maxLength: 4 }), (bodies) => {
        const log = Buffer.concat(
          bodies.map((bytes, serial) =>
            Buffer.concat([Buffer.from(`type=USER msg=audit(1.000:${serial}): `), bytes, Buffer.from('\n')]),
          ),
        )
        const [there_, back] = there(log)
        expect(back.lines).toEqual(there_.lines)
        expect(there_.lines).toHaveLength(bodies.length)
      }),
      { numRuns: 500 },
    )
  })
})

test('events that share an id keep it and their lines (docs/formats/outputs.md)', () => {
  const bpf = (id: string): string => `type=BPF msg=audit(${id}): prog-id=7 op=LOAD\n`
  const [log, back] = there(Buffer.from(bpf('1.002:3') + bpf('9.000:4') + bpf('1.002:3')))
  const ids = log.json.map((line) => (JSON.parse(line) as EventJson).id)
  expect(ids.toSorted()).toEqual(['1.002:3', '1.002:3', '9.000:4'])
  expect(back.lines).toEqual(log.lines)
})

describe('what jq leaves is enough', () => {
  const log = Buffer.from(
    'node=a type=SYSCALL msg=audit(1.002:3): arch=c000003e syscall=59 auid=0 comm="a b"\x1dAUID="root"\n' +
      `node=a type=USER_LOGIN msg=audit(1.003:4): pid=1 uid=0 msg='op=login acct="x" res=failed' UID="root"\n`,
  )
  const { lines } = read(log, 'log')

  test.each<[what: string, change: (event: EventJson) => unknown]>([
    ['the lines', ({ records }) => ({ records: records.map(({ raw }) => ({ raw })) })],
    ['the lines in their events', ({ schema, records }) => ({ records, schema })],
    ['the fields and the id', ({ id, node, records }) => ({ id, node, records: records.map(withoutRaw) })],
    [
      'the fields and the numbers of the header',
      ({ sec, ms, serial, node, records }) => ({ sec, ms, serial, node, records: records.map(withoutRaw) }),
    ],
  ])('%s', (_what, change) => {
    const [, back] = there(log, (event) => change(event as EventJson))
    expect(back.lines).toEqual(lines)
  })

  test('records by themselves, and the document of --format json', () => {
    const { json } = read(log, 'log')
    const events = json.map((line) => JSON.parse(line) as EventJson)
    const alone = events.flatMap(({ records }) => records).map((record) => `${JSON.stringify(record)}\n`)
    expect(read(Buffer.from(alone.join('')), 'json').lines).toEqual(lines)
    const document = JSON.stringify({ schema: 'ts-audit-event/1', events, notes: [] }, null, 2)
    expect(read(Buffer.from(document), 'json').lines).toEqual(lines)
  })

  test('an event without either is counted, not guessed', () => {
    const reader = new InputReader({ sink: () => true })
    reader.push(Buffer.from('{"schema":"ts-audit-event/1","id":"1.000:1","types":["BPF"]}\n'))
    reader.end()
    const unread = reader.report.sources.flatMap((source) => [...source.unread])
    expect(unread).toEqual([['without-original', 1]])
  })
})

function withoutRaw({ raw: _, ...record }: EventJson['records'][number]) {
  return record
}
