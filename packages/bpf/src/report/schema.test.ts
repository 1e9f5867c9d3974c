// What reportJson writes is what the schema promises, for real logs and hand-made ones.
import { readdirSync, readFileSync } from 'node:fs'
import { LogReader } from '@ts-audit/log'
import { schemaErrors } from '@ts-audit/testing/json-schema'
import { describe, expect, test } from 'vitest'
import { createBpfTracker } from '../tracker.ts'
import { reportJson, reportLines } from './json.ts'
import { reportSchema } from './schema.ts'

const errors = schemaErrors(reportSchema)

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
    expect(errors(report)).toEqual([])
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

test('what is not as the schema says is found', () => {
  const wrong = { schema: 'other', coverage: {}, more: 1 }
  expect(errors(wrong)).toContain('/: must NOT have additional properties {"additionalProperty":"more"}')
  expect(errors(wrong)).toContain(
    '/coverage: must have required property \'events\' {"missingProperty":"events"}',
  )
})
