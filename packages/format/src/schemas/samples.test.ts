/** The worked samples of the formats paper: what it shows of each event is there, with the same values. */
import { readFileSync } from 'node:fs'
import { accountsFromText } from '@ts-audit/auparse'
import { type LogEvent, readEvents } from '@ts-audit/log'
import { expect, test } from 'vitest'
import { exactJson } from './exact-json.ts'
import { createEcsConverter, createOcsfConverter, createOtlpConverter, toLaurel } from './to-schemas.ts'

const file = (name: string) =>
  readFileSync(new URL(`../../../../docs/formats/samples/out/${name}`, import.meta.url))
const lines = (name: string) =>
  file(name)
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

const settings = {
  accounts: accountsFromText('root:x:0:0::/:\nalice:x:1000:1000::/:\n', 'root:x:0:\nalice:x:1000:\n'),
}

async function converted<Value>(convert: (event: LogEvent) => readonly Value[]): Promise<Value[]> {
  const all: Value[] = []
  for await (const event of readEvents([file('input.log')])) all.push(...convert(event))
  return all
}

const plain = (value: unknown) => JSON.parse(JSON.stringify(value))

test('ecs', async () => {
  const expected = lines('ecs.ndjson')
  const documents = await converted(createEcsConverter(settings))
  expect(documents).toHaveLength(expected.length)
  expect(plain(documents)).toMatchObject(expected)
})

test('ocsf', async () => {
  const expected = lines('ocsf.ndjson')
  const events = await converted(createOcsfConverter(settings))
  expect(events).toHaveLength(expected.length)
  expect(plain(events)).toMatchObject(expected)
})

test('laurel, to the byte', async () => {
  const texts = await converted((event) => [exactJson(toLaurel(event)!)])
  expect(texts.map((text) => `${text}\n`).join('')).toBe(file('laurel.jsonl').toString())
})

test('otlp', async () => {
  const [expected] = JSON.parse(file('otlp.json').toString()).resourceLogs
  const convert = createOtlpConverter(settings)
  const requests = await converted((event) => [plain(convert(event))])
  const records = requests.flatMap(({ resourceLogs: [resource] }) => {
    expect(resource.resource).toEqual(expected.resource)
    expect(resource.scopeLogs[0].scope).toEqual(expected.scopeLogs[0].scope)
    return resource.scopeLogs[0].logRecords
  })
  const shown = expected.scopeLogs[0].logRecords
  expect(records).toHaveLength(shown.length)
  for (const [number, { attributes, ...rest }] of shown.entries()) {
    expect(records[number]).toMatchObject(rest)
    expect(records[number].attributes).toEqual(expect.arrayContaining(attributes))
    const keys = records[number].attributes.map(({ key }: { key: string }) => key)
    expect(new Set(keys).size).toBe(keys.length)
  }
})
