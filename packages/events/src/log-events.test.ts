/** Events against what the packages below make of the same logs: `readInput`, and the JSON of `@ts-audit/format`. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { createEventJson } from '@ts-audit/format'
import { readInput } from '@ts-audit/inputs'
import { readEvents } from '@ts-audit/log'
import { fixtures } from '@ts-audit/testing/fixtures'
import { describe, expect, test } from 'vitest'
import { readLog } from './index.ts'

const logs = (readdirSync(fixtures, { recursive: true }) as string[])
  .filter((name) => name.endsWith('.log') && statSync(path.join(fixtures, name)).size < 300_000)
  .sort()

test('JSON.stringify makes what @ts-audit/format does, of every event of the fixtures', async () => {
  expect(logs.length).toBeGreaterThan(50)
  const hostile = Buffer.from(
    'type=EXECVE msg=audit(1700000001.250:2): argc=2 a0="\xff" a1=C3 a10[0]="x" a2\u0000\nnode=\xc3\xa4 type=NEW[9] msg=audit(1700000001.250:3): a="\xef\xbb\xbfb" b=\xff\n',
    'latin1',
  )
  for (const bytes of [hostile, ...logs.map((name) => readFileSync(path.join(fixtures, name)))]) {
    const expected = createEventJson({ argv: true })
    const events = readLog(bytes)[Symbol.asyncIterator]()
    for await (const event of readInput([bytes])) {
      const { value } = await events.next()
      expect(value?.toJSON()).toEqual(expected(event))
    }
    expect((await events.next()).done).toBe(true)
  }
}, 30_000)

const RECORD = (serial: number) =>
  `type=SYSCALL msg=audit(170000000${serial % 10}.000:${serial}): arch=c000003e syscall=59 pid=${serial}\n`
const SYSLOG = (serial: number) =>
  `Nov 14 22:13:20 web kernel: audit: type=1334 audit(170000000${serial % 10}.000:${serial}): prog-id=${serial} op=LOAD\n`

describe("what is read alone as long as it is auditd's, and by all forms from there on, wherever it is cut", () => {
  test.each<[what: string, text: string]>([
    ['another form in the middle', RECORD(1) + RECORD(2) + SYSLOG(3) + RECORD(4)],
    ['another form at the end, without a line feed', RECORD(1) + SYSLOG(2).trimEnd()],
    ['another form first', SYSLOG(1) + RECORD(2)],
    ['a line that begins like a record', `type=\n${RECORD(1)}node\n${RECORD(2)}`],
    ['carriage returns', RECORD(1).replace('\n', '\r\n') + RECORD(2)],
    ['a stamp out of range', `${RECORD(1)}type=TEST msg=audit(99999999999999999999.000:1): \n`],
    ['half a line', 'type=SYSC'],
    ['nothing', ''],
  ])('%s', async (_, text) => {
    const bytes = new TextEncoder().encode(text)
    const input = readInput([bytes])
    const expected: string[] = []
    for await (const event of input) expected.push(`${event.serial} ${event.records.length}`)
    for (const size of [1, 7, 64, 100, bytes.length + 1]) {
      const chunks: Uint8Array[] = []
      for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.slice(at, at + size))
      const log = readLog(chunks)
      const events = await log.toArray()
      expect(events.map(({ serial, records }) => `${serial} ${records.length}`)).toEqual(expected)
      expect(log.notes()).toEqual(input.notes())
    }
  })
})

test('a source is closed when the iteration is left, and says so when it gives no bytes', async () => {
  for (const line of [RECORD, SYSLOG]) {
    let isClosed = false
    async function* source(): AsyncGenerator<Uint8Array> {
      try {
        for (let serial = 1; serial < 10; serial++) yield new TextEncoder().encode(line(serial).repeat(1000))
        throw new Error('it was read on')
      } finally {
        isClosed = true
      }
    }
    for await (const _ of readLog(source())) break
    expect(isClosed).toBe(true)
  }
  await expect(readLog(['type=TEST'] as never).toArray()).rejects.toThrow(TypeError)
})

test('the events of a plain log are those of readEvents', async () => {
  const bytes = readFileSync(path.join(fixtures, 'mail/audit.log'))
  const serials: number[] = []
  for await (const { serial } of readEvents([bytes])) serials.push(serial)
  expect((await readLog(bytes).toArray()).map(({ serial }) => serial)).toEqual(serials)
})
