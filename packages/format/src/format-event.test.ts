/** One event in one call: against what the reference printed for whole logs (fixtures/README.md, spec 04 §13). */
import { readFileSync } from 'node:fs'
import { accountsFromText } from '@ts-audit/auparse'
import { ByteSink } from '@ts-audit/auparse/internal'
import { namedZone } from '@ts-audit/auparse/time'
import { readEvents } from '@ts-audit/log'
import { describe, expect, it, test } from 'vitest'
import { createFormatter, type FormatSettings, formatContext, formatEvent } from './format-event.ts'
import type { OutputFormatName } from './format-facts.ts'
import { outputFormat, outputFormats } from './output-formats.ts'

const mail = new URL('../../../fixtures/mail/', import.meta.url)

async function printed(log: Uint8Array, name: OutputFormatName, settings?: FormatSettings): Promise<string> {
  let text = ''
  for await (const event of readEvents([log])) text += formatEvent(event, name, settings)
  return text
}

function latin1Bytes(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0))
}

describe("the mail's events, as ausearch printed them", () => {
  const log = readFileSync(new URL('audit.log', mail))
  test.each<[OutputFormatName, string, FormatSettings?]>([
    ['default', 'default.txt'],
    ['raw', 'raw.txt'],
    ['interpret', 'interpret.txt'],
    ['default', 'default-prague.txt', { zone: namedZone('Europe/Prague') }],
  ])('%s: %s', async (name, file, settings) => {
    const expected = readFileSync(new URL(file, mail), 'latin1')
    expect(await printed(log, name, settings)).toBe(expected)
    const print = createFormatter(name, settings)
    let text = ''
    for await (const event of readEvents([log])) text += print(event)
    expect(text).toBe(expected)
  })
})

describe('worked examples of the specification', () => {
  const accounts = accountsFromText('root:x:0:0::/:\ndaemon:x:1:1::/:\n', 'root:x:0:\ndaemon:x:1:\n')
  const examples = readFileSync(new URL('../fixtures/normaliser-examples.tsv', import.meta.url), 'latin1')
    .split('\n')
    .slice(1)
    .filter((line) => !line.includes('\\'))
    // These ran on a build without AppArmor's record types; ours knows them, as those of the distributions do.
    .filter((line) => !/^M0(09|10)\t/.test(line))
    .map((line) => line.split('\t'))
    .filter(([, , , , csv, text]) => csv !== undefined && csv !== '' && text !== undefined && text !== '')
    .map(([id = '', , log = '', csvFull = '', csv = '', text = '']) => ({ id, log, csvFull, csv, text }))

  it('are there', () => expect(examples.length).toBeGreaterThan(20))

  it.each(examples)('$id', async ({ log, csvFull, csv, text }) => {
    const bytes = latin1Bytes(`${log}\n`)
    const extras = { extraTime: true, extraLabels: true, extraObj2: true, extraKeys: true }
    expect(await printed(bytes, 'csv', { accounts })).toBe(`${csv}\n`)
    expect(await printed(bytes, 'csv', { accounts, ...extras })).toBe(`${csvFull}\n`)
    expect(await printed(bytes, 'text', { accounts })).toBe(`${text}\n`)
  })
})

// The document of json is for a whole log: of an event it is the line.
test.each(outputFormats.filter(({ name }) => name !== 'json'))(
  '$name: with a header where one is asked for, as for a whole log',
  async ({ name }) => {
    const { value: event } = await readEvents([readFileSync(new URL('audit.log', mail))]).next()
    const sink = new ByteSink()
    const format = outputFormat(name).create(sink, formatContext())
    format.write(event!)
    format.flush()
    expect(formatEvent(event!, name, { headed: true })).toBe(sink.text())
  },
)

test('json of one event is its line, as text', async () => {
  const log = Buffer.from('type=USER msg=audit(1.000:1): x=bär\n')
  const { value: event } = await readEvents([log]).next()
  expect(formatEvent(event!, 'json')).toBe(formatEvent(event!, 'ndjson'))
  expect(formatEvent(event!, 'ndjson')).toContain('"raw":"bär"')
})

test('what is told decides', async () => {
  const log = latin1Bytes(
    'node=h type=USER_CMD msg=audit(1700000000.000:1): pid=1 uid=1000 auid=1000 cmd=1B5B\n',
  )
  const accounts = accountsFromText('alice:x:1000:1000::/:\n', '')
  expect(await printed(log, 'interpret', { accounts, escape: 'raw' })).toContain(
    'uid=alice auid=alice cmd=\x1b[',
  )
  expect(await printed(log, 'interpret', { zone: namedZone('Asia/Tokyo') })).toContain(
    'audit(11/15/23 07:13:20.000:1)',
  )
  expect(await printed(log, 'interpret')).toContain('uid=unknown(1000) auid=unknown(1000) cmd=\\033[')
})
