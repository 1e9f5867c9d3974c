/** The published JSON Schema: the types say the same, and what is written is as it says. */
import { readFileSync } from 'node:fs'
import { fixtures } from '@ts-audit/testing/fixtures'
import { schemaErrors } from '@ts-audit/testing/json-schema'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { type EventJson, eventJsonLines, eventJsonStream } from '../index.ts'

interface Shape {
  readonly properties: Readonly<Record<string, unknown>>
  readonly required?: readonly string[]
}

const schema = JSON.parse(
  readFileSync(new URL('../../schema/ts-audit-event-1.schema.json', import.meta.url), 'utf8'),
) as { readonly $schema: string; readonly $defs: Readonly<Record<string, Shape>> }

describe('the types and the schema have the same members, and ask for the same', () => {
  const source = readFileSync(new URL('./event-json.ts', import.meta.url), 'utf8')
  const file = ts.createSourceFile('event-json.ts', source, ts.ScriptTarget.ES2022)
  const interfaces = file.statements.filter(ts.isInterfaceDeclaration)
  test.each(Object.keys(schema.$defs))('%s', (name) => {
    const members = interfaces.find((one) => one.name.text === name)!.members.filter(ts.isPropertySignature)
    const nameOf = (member: ts.PropertySignature) => (member.name as ts.Identifier).text
    const { properties, required = [] } = schema.$defs[name]!
    expect(members.map(nameOf)).toEqual(Object.keys(properties))
    expect(members.filter(({ questionToken }) => questionToken === undefined).map(nameOf)).toEqual(required)
  })
})

async function gathered<Output>(
  path: string,
  through: TransformStream<Uint8Array, Output>,
): Promise<Output[]> {
  const bytes = readFileSync(`${fixtures}${path}`)
  const source = new ReadableStream<Uint8Array>({
    start(controller) {
      for (let at = 0; at < bytes.length; at += 1000) controller.enqueue(bytes.subarray(at, at + 1000))
      controller.close()
    },
  })
  const all: Output[] = []
  for await (const item of source.pipeThrough(through)) all.push(item)
  return all
}

test.each(['mail/audit.log', 'small/h.log', 'small/enr.log', 'small/times.log', 'bpf/nodes.log'])(
  'events of %s are valid, as objects and as lines',
  async (path) => {
    const errorsOf = schemaErrors(schema)
    const settings = { argv: true, normalise: true }
    const events = await gathered<EventJson>(path, eventJsonStream(settings))
    expect(events.flatMap(errorsOf)).toEqual([])
    expect(events.length).toBeGreaterThan(0)
    const lines = await gathered(path, eventJsonLines(settings))
    expect(lines.map((line) => JSON.parse(line) as EventJson)).toEqual(events)
    const bare = await gathered<EventJson>(path, eventJsonStream({ raw: false }))
    expect(bare.flatMap(errorsOf)).toEqual([])
  },
)

test('the schema refuses what is none', () => {
  const errorsOf = schemaErrors(schema)
  expect(errorsOf({ schema: 'ts-audit-event/2' })).not.toEqual([])
  const event = {
    schema: 'ts-audit-event/1',
    id: '1.000:1',
    time: null,
    sec: 1,
    ms: 0,
    serial: 1,
    types: ['X'],
  }
  const record = (field: object) => ({ ...event, records: [{ type: 'X', raw: '', fields: [field] }] })
  expect(errorsOf(record({ name: 'a', raw: '1' }))).toEqual([])
  expect(errorsOf(record({ name: 'a' }))).not.toEqual([])
  expect(errorsOf(record({ name: 'a', raw: '1', rawBase64: '' }))).not.toEqual([])
})
