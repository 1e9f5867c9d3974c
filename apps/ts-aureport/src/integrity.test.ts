// `--log-integrity` and `--bpf integrity` over the files that an intruder left (fixtures/bpf/attack/README.md).
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { fixtures } from '@ts-audit/testing/fixtures'
import { schemaErrors } from '@ts-audit/testing/json-schema'
import { afterAll, expect, test } from 'vitest'
import { tsAureport } from './testing/command.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'ts-aureport-'))
afterAll(() => rmSync(folder, { recursive: true }))

const older = gunzipSync(readFileSync(path.join(fixtures, 'bpf/attack/audit.log.1.gz')))
const newer = gunzipSync(readFileSync(path.join(fixtures, 'bpf/attack/audit.log.gz')))
// A line whose beginning is gone, as the first of the newer file.
const cut = Buffer.concat([Buffer.from('g=audit(1795856478.800:822): item=2 name="/x"\n'), newer])
writeFileSync(path.join(folder, 'audit.log.1'), older)
writeFileSync(path.join(folder, 'audit.log'), cut)

interface Report {
  readonly judgement: { readonly severity: string }
  readonly files: readonly { readonly name: string; readonly sha256: string }[]
  readonly observations: readonly {
    readonly kind: string
    readonly place?: { readonly file: string; readonly line: number }
  }[]
}

test('files with their digests, and each observation with its file and line', async () => {
  const { stdout, status } = await tsAureport(['--log-integrity', '--format', 'json', '-if', folder])
  expect(status).toBe(0)
  const report = JSON.parse(stdout) as Report
  const published = new URL('../../../packages/bpf/schema/log-integrity-2.schema.json', import.meta.url)
  expect(schemaErrors(JSON.parse(readFileSync(published, 'utf8')))(report)).toEqual([])
  expect(report.judgement.severity).toBe('medium')
  expect(report.files.map(({ name, sha256 }) => [path.basename(name), sha256])).toEqual(
    [
      ['audit.log.1', older],
      ['audit.log', cut],
    ].map(([name, bytes]) => [
      name,
      createHash('sha256')
        .update(bytes ?? '')
        .digest('hex'),
    ]),
  )
  const placeOf = (wanted: string): unknown => {
    const place = report.observations.find(({ kind }) => kind === wanted)?.place
    return place === undefined ? undefined : [path.basename(place.file), place.line]
  }
  const lineOf = (text: string): number =>
    older.subarray(0, older.indexOf(text)).toString('latin1').split('\n').length
  expect(placeOf('joined-line')).toEqual([
    'audit.log.1',
    lineOf('type=SYSCALL msg=audit(1795856459.117:652)'),
  ])
  expect(placeOf('missing-serials')).toEqual(['audit.log.1', lineOf('msg=audit(1795856466.473:696)')])
  expect(placeOf('malformed-line')).toEqual(['audit.log', 1])
})

test('the judgement is the first line, with what it means for programs', async () => {
  const { stdout } = await tsAureport(['--bpf', 'integrity', '-if', folder])
  expect(stdout).toMatch(/^Judgement: /)
  expect(stdout).toContain(
    'what: This log begins at serial 639: the 638 events of this boot before it are not here',
  )
})
