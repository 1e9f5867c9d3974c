// What reportJson writes is what the schema promises, for real logs and hand-made ones.
import { readdirSync, readFileSync } from 'node:fs'
import { LogReader } from '@ts-audit/log'
import { describe, expect, test } from 'vitest'
import { createBpfTracker } from '../tracker.ts'
import { reportJson, reportLines } from './json.ts'
import { reportSchema } from './schema.ts'

interface Schema {
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, Schema>>
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly pattern?: string
}

/** The part of JSON Schema that this schema uses; gives what is wrong, with its place. */
function errors(value: unknown, schema: Schema, root: Schema, place = '$'): string[] {
  if (schema.$ref !== undefined) {
    return errors(value, root.$defs![schema.$ref.slice('#/$defs/'.length)]!, root, place)
  }
  if (schema.const !== undefined) return value === schema.const ? [] : [`${place}: not ${schema.const}`]
  if (schema.enum !== undefined)
    return schema.enum.includes(value) ? [] : [`${place}: ${value} is none of ${schema.enum}`]
  switch (schema.type) {
    case 'object':
      return objectErrors(value, schema, root, place)
    case 'array':
      if (!Array.isArray(value)) return [`${place}: no array`]
      if (value.length < (schema.minItems ?? 0) || value.length > (schema.maxItems ?? Infinity)) {
        return [`${place}: ${value.length} items`]
      }
      return value.flatMap((item, index) => errors(item, schema.items!, root, `${place}[${index}]`))
    case 'string':
      if (typeof value !== 'string') return [`${place}: no string`]
      return schema.pattern === undefined || new RegExp(schema.pattern).test(value)
        ? []
        : [`${place}: ${value}`]
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${place}: no boolean`]
    case 'integer':
    case 'number':
      if (typeof value !== 'number' || (schema.type === 'integer' && !Number.isInteger(value))) {
        return [`${place}: ${value} is no ${schema.type}`]
      }
      return value < (schema.minimum ?? -Infinity) || value > (schema.maximum ?? Infinity)
        ? [`${place}: ${value}`]
        : []
    default:
      return [`${place}: the schema says nothing`]
  }
}

function objectErrors(value: unknown, schema: Schema, root: Schema, place: string): string[] {
  if (typeof value !== 'object' || value === null) return [`${place}: no object`]
  const missing = schema
    .required!.filter((name) => !(name in value))
    .map((name) => `${place}.${name}: missing`)
  const members = Object.entries(value).flatMap(([name, member]) => {
    const known = schema.properties![name]
    return known === undefined
      ? [`${place}.${name}: unknown`]
      : errors(member, known, root, `${place}.${name}`)
  })
  return [...missing, ...members]
}

function jsonOf(log: URL): string {
  const tracker = createBpfTracker()
  const reader = new LogReader({ sink: tracker.sink })
  reader.push(readFileSync(log))
  reader.end()
  return [...reportJson(tracker.finish())].join('')
}

const fixtures = new URL('../../../../fixtures/', import.meta.url)
const logs = [
  ...readdirSync(new URL('captures/', fixtures))
    .map((folder) => `captures/${folder}/audit.log`)
    .filter((path) => readdirSync(new URL(`${path}/..`, fixtures)).includes('audit.log')),
  ...readdirSync(new URL('bpf/', fixtures))
    .filter((name) => name.endsWith('.log'))
    .map((name) => `bpf/${name}`),
]

describe('the report', () => {
  test.each(logs)('of %s is as the schema says', (path) => {
    const report: unknown = JSON.parse(jsonOf(new URL(path, fixtures)))
    expect(errors(report, reportSchema as Schema, reportSchema as Schema)).toEqual([])
    expect(Object.keys(report as object)).toEqual([
      'schema',
      'coverage',
      'programs',
      'loaders',
      'commands',
      'findings',
    ])
  })

  test('names in UTF-8 are decoded', () => {
    const text = jsonOf(new URL('captures/bpf-basic/audit.log', fixtures))
    expect(text).toContain('"comm":"bär"')
    expect(text).toContain('"exe":"/tmp/nl\\nx\\ty\\u0001z"')
  })

  test('lines are the items of the object', () => {
    const tracker = createBpfTracker()
    const reader = new LogReader({ sink: tracker.sink })
    reader.push(readFileSync(new URL('captures/bpf-basic/audit.log', fixtures)))
    reader.end()
    const report = tracker.finish()
    const { programs } = JSON.parse([...reportJson(report, ['programs'])].join('')) as { programs: object[] }
    expect([...reportLines(report, 'programs')].map((line) => JSON.parse(line) as object)).toEqual(programs)
  })

  test('parts that are not asked for are not there', () => {
    const report = createBpfTracker().finish()
    const text = [...reportJson(report, ['findings'])].join('')
    expect(Object.keys(JSON.parse(text) as object)).toEqual(['schema', 'coverage', 'findings'])
  })
})

test('the published file is the schema', () => {
  const published = readFileSync(new URL('../../schema/bpf-report-1.schema.json', import.meta.url), 'utf8')
  expect(JSON.parse(published)).toEqual(JSON.parse(JSON.stringify(reportSchema)))
})

test('the validator above does object', () => {
  const wrong = { schema: 'other', coverage: {}, more: 1 }
  expect(errors(wrong, reportSchema as Schema, reportSchema as Schema)).toContain('$.more: unknown')
  expect(errors(wrong, reportSchema as Schema, reportSchema as Schema)).toContain(
    '$.coverage.events: missing',
  )
})
