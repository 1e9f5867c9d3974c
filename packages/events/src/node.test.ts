/** Logs by their paths. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { fixtures } from '@ts-audit/testing/fixtures'
import { afterAll, expect, test } from 'vitest'
import { readLog } from './node.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'ts-audit-events-'))
afterAll(() => rmSync(folder, { recursive: true }))
const mail = path.join(fixtures, 'mail/audit.log')
const serials = async (source: string | URL): Promise<number[]> =>
  (await readLog(source).toArray()).map(({ serial }) => serial)

test('a file by its name, its URL, and as bytes', async () => {
  expect(await serials(mail)).toEqual([84664, 84665])
  expect(await serials(pathToFileURL(mail))).toEqual([84664, 84665])
  expect((await readLog(readFileSync(mail)).toArray()).length).toBe(2)
})

test('a folder: its log, the oldest file first, compressed ones too', async () => {
  writeFileSync(path.join(folder, 'audit.log'), 'type=TEST msg=audit(1700000009.000:3): \n')
  // Without a line feed at its end.
  writeFileSync(path.join(folder, 'audit.log.1'), 'type=TEST msg=audit(1700000005.000:2): ')
  writeFileSync(path.join(folder, 'audit.log.2.gz'), gzipSync('type=TEST msg=audit(1700000001.000:1): \n'))
  expect(await serials(folder)).toEqual([1, 2, 3])
})

test('what is not there is said while iterating', async () => {
  await expect(serials(path.join(folder, 'nothing'))).rejects.toThrow(/ENOENT/)
  await expect(serials(fixtures)).rejects.toThrow(/without audit\.log/)
})
