/** Logs made to hurt, through the built command with little memory: it must come to its end, in time. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { tsAusearch } from './testing/command.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'ts-ausearch-hostile-'))
afterAll(() => rmSync(folder, { recursive: true }))

const RECORDS = 1500
/** Megabytes; what the rows of a usual log of any length are made with. */
const HEAP = 100

/** Records as long as a line may be. */
const bodies: readonly (readonly [what: string, type: string, body: (record: number) => string])[] = [
  [
    'commands of 900 arguments',
    'EXECVE',
    () => Array.from({ length: 900 }, (_, at) => `a${at}="x"`).join(' '),
  ],
  ['thousands of keys in one value', 'USER_CMD', () => `key=${'6101'.repeat(2150)}`],
  ['200 field names that never come again', 'USER_CMD', (record) => names(record, 200)],
  ['1200 field names that never come again', 'USER_CMD', (record) => names(record, 1200)],
]

function names(record: number, count: number): string {
  return Array.from({ length: count }, (_, at) => `n${(record * count + at).toString(36)}=1`).join(' ')
}

describe.each(bodies)('%s', (_what, type, body) => {
  it.each(['csv', 'text'])('as %s', { timeout: 60_000 }, async (format) => {
    const log = path.join(folder, 'audit.log')
    const lines = Array.from({ length: RECORDS }, (_, record) => {
      return `type=${type} msg=audit(${1_700_000_000 + record}.000:${record}): ${body(record)}`.slice(0, 8900)
    })
    writeFileSync(log, `${lines.join('\n')}\n`)
    const args = ['-if', log, '--format', format, '--threads', '0']
    const env = { NODE_OPTIONS: `--max-old-space-size=${HEAP}` }
    const { status, stdout } = await tsAusearch(args, { env })
    expect(status).toBe(0)
    expect(stdout.trimEnd().split('\n')).toHaveLength(format === 'csv' ? RECORDS + 1 : RECORDS)
  })
})
