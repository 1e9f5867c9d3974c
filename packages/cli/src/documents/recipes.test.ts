/** The commands of jq and DuckDB in docs/formats/json.md, run on the events of a log. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEventJsonText, createFormatter } from '@ts-audit/format'
import { InputReader } from '@ts-audit/inputs'
import { type LogEvent, LogReader, recordLine } from '@ts-audit/log'
import { describe, expect, test } from 'vitest'

const root = new URL('../../../../', import.meta.url)
const page = readFileSync(new URL('docs/formats/json.md', root), 'utf8')
const recipes = [...page.matchAll(/```jq\n(.*?)```/gs)].map(([, recipe]) => recipe as string)
const isInstalled = spawnSync('jq', ['--version']).status === 0

const log = `node=web1 type=SYSCALL msg=audit(1700000006.500:48): arch=c000003e syscall=59 success=yes exit=0 auid=1000 uid=0 comm="cat" exe="/bin/c t"\x1dAUID="alice" UID="root"
node=web1 type=EXECVE msg=audit(1700000006.500:48): argc=2 a0="cat" a1=2F747020C3A4
node=web1 type=BPF msg=audit(1700000007.000:49): prog-id=8 op=UNLOAD
`
const logBytes = Buffer.from(log, 'latin1')

function eventsOf(
  reader: (sink: (event: LogEvent) => boolean) => LogReader | InputReader,
  bytes: Uint8Array,
) {
  const lines: string[] = []
  const toText = createEventJsonText({ argv: true })
  const json: string[] = []
  const opened = reader((event) => {
    for (const record of event.records) lines.push(`${recordLine(record)}\n`)
    json.push(`${toText(event)}\n`)
    return true
  })
  opened.push(bytes)
  opened.end()
  return { lines: lines.join(''), json: json.join('') }
}

const { json } = eventsOf((sink) => new LogReader({ sink }), logBytes)

function run(recipe: string, ...options: string[]): string {
  const { status, stdout, stderr } = spawnSync('jq', [...options, recipe], { input: json, encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(status).toBe(0)
  return stdout
}

describe.skipIf(!isInstalled)('what the page tells to run [needs jq]', () => {
  const [programs, values, lines, less, bulk, splunk, ...others] = recipes as [
    ...[string, string, string, string, string, string],
    ...string[],
  ]
  test('is all of it here', () => expect(others).toEqual([]))
  test('programs', () => expect(run(programs, '-r')).toBe('2023-11-14T22:13:26.500Z\talice\tcat /tp ä\n'))
  test('values of a field', () => expect(run(values, '-r')).toBe('/bin/c t\n'))
  test('the lines of the log', () => expect(run(lines, '-r')).toBe(log))
  test('less, and still a log', () => {
    const back = eventsOf((sink) => new InputReader({ sink }), Buffer.from(run(less, '-c')))
    expect(back.lines).toBe(log)
  })
  test('Elasticsearch: an action, then its document', () => {
    const all = run(bulk, '-c')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly index?: unknown; readonly '@timestamp'?: string })
    expect(all.map((one) => one.index ?? one['@timestamp'])).toEqual([
      { _index: 'audit', _id: 'web1/1700000006.500:48' },
      '2023-11-14T22:13:26.500Z',
      { _index: 'audit', _id: 'web1/1700000007.000:49' },
      '2023-11-14T22:13:27.000Z',
    ])
  })
  test('Elasticsearch: the documents of ECS, likewise', () => {
    const ecsPage = readFileSync(new URL('docs/formats/ecs.md', root), 'utf8')
    const recipe = /\| jq -c '([^']*)'/.exec(ecsPage)?.[1] as string
    const print = createFormatter('ecs')
    let documents = ''
    const reader = new LogReader({
      sink(event) {
        documents += print(event)
        return true
      },
    })
    reader.push(logBytes)
    reader.end()
    const { stdout } = spawnSync('jq', ['-c', recipe], { input: documents, encoding: 'utf8' })
    const all = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(all.map((one) => one['index'] ?? (one['event'] as { readonly id: string }).id)).toEqual([
      { _index: 'auditd' },
      'web1/1700000006.500:48',
      { _index: 'auditd' },
      'web1/1700000007.000:49#1',
    ])
  })
  test('Splunk: time in seconds, and the host', () => {
    const [first] = run(splunk, '-c').split('\n')
    expect(JSON.parse(first ?? '')).toMatchObject({ time: 1700000006.5, host: 'web1' })
  })
})

/** The part of `@duckdb/node-api` that is used here. It is no dependency: NODE_PATH tells where it is. */
interface DuckDb {
  readonly DuckDBInstance: {
    create(path: string): Promise<{
      connect(): Promise<{ runAndReadAll(sql: string): Promise<{ getRowsJson(): unknown[][] }> }>
    }>
  }
}

function findDuckDb(): DuckDb | undefined {
  try {
    return createRequire(import.meta.url)('@duckdb/node-api') as DuckDb
  } catch {
    return undefined
  }
}

const duckDb = findDuckDb()

test.skipIf(duckDb === undefined)('DuckDB reads it [needs @duckdb/node-api]', async () => {
  const queries = [...page.matchAll(/```sql\n(.*?)```/gs)].map(([, sql]) => sql as string)
  const folder = mkdtempSync(join(tmpdir(), 'duckdb-'))
  try {
    const path = join(folder, 'events.ndjson')
    writeFileSync(path, json)
    const connection = await (await duckDb!.DuckDBInstance.create(':memory:')).connect()
    const ask = async (sql: string) =>
      (await connection.runAndReadAll(sql.replaceAll('events.ndjson', path))).getRowsJson()
    const [types, fields] = await Promise.all(queries.map(ask))
    expect(types?.map(([, type]) => type)).toEqual(['SYSCALL', 'EXECVE', 'BPF'])
    expect(fields).toEqual([['web1/1700000006.500:48', '"/bin/c t"', '/bin/c t']])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
