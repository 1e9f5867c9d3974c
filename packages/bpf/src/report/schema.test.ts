// What reportJson writes is what the schema promises, for real logs and hand-made ones.
import { readdirSync, readFileSync } from 'node:fs'
import { LogReader } from '@ts-audit/log'
import { schemaErrors } from '@ts-audit/testing/json-schema'
import { describe, expect, test } from 'vitest'
import { createBpfTracker } from '../tracker.ts'
import { isoTime } from './iso-time.ts'
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

  test('says when a program was loaded and unloaded as its events do', () => {
    interface Step {
      readonly event: string
      readonly time?: string
    }
    const { programs } = JSON.parse(jsonOf(new URL('captures/systemd/audit.log', fixtures))) as {
      readonly programs: readonly { readonly load?: Step; readonly unload?: Step }[]
    }
    const steps = programs.flatMap(({ load, unload }) => [load, unload]).filter((step) => step !== undefined)
    const timed = steps.filter(({ time }) => time !== undefined)
    expect(timed.length).toBeGreaterThan(100)
    for (const { event, time } of timed) {
      expect(time).toBe(new Date(1000 * Number(event.split(':')[0])).toISOString())
    }
  })

  test('has a number for a time that no date can hold', () => {
    expect([0, 8.64e15, 8.64e15 + 1000].map(isoTime)).toEqual([
      '1970-01-01T00:00:00.000Z',
      '+275760-09-13T00:00:00.000Z',
      '8640000000001000',
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
  const published = readFileSync(new URL('../../schema/bpf-report-2.schema.json', import.meta.url), 'utf8')
  expect(JSON.parse(published)).toEqual(JSON.parse(JSON.stringify(reportSchema)))
})

test('what is not as the schema says is found', () => {
  const wrong = { schema: 'other', coverage: {}, more: 1 }
  expect(errors(wrong)).toContain('/: must NOT have additional properties {"additionalProperty":"more"}')
  expect(errors(wrong)).toContain(
    '/coverage: must have required property \'events\' {"missingProperty":"events"}',
  )
})
