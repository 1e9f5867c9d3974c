/** Logs by their paths. */
import { appendFileSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { fixtures } from '@ts-audit/testing/fixtures'
import { afterAll, expect, test } from 'vitest'
import { follow, readLog } from './node.ts'

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

test('a log that is being written, through a rotation, until a signal', async () => {
  const log = path.join(folder, 'followed.log')
  const load = (serial: number) =>
    `type=BPF msg=audit(17000000${serial}.000:${serial}): prog-id=${serial} op=LOAD\n`
  writeFileSync(log, load(10))
  const controller = new AbortController()
  const given: string[] = []
  const following = follow(pathToFileURL(log), {
    signal: controller.signal,
    from: 'start',
    eventTimeout: 1,
    where: { messageType: 'BPF' },
    pollMilliseconds: 20,
  })
  const written = [`${load(20)}type=TEST msg=audit(1700000021.000:21): \n`, load(30)]
  for await (const event of following) {
    given.push(`${event.serial} ${event.get('prog-id')}`)
    if (given.length === 3) controller.abort()
    const next = written.shift()
    if (next === undefined) continue
    if (written.length === 0) {
      renameSync(log, `${log}.1`)
      writeFileSync(log, next)
    } else appendFileSync(log, next)
  }
  expect(given).toEqual(['10 10', '20 20', '30 30'])
  expect(() => follow(log, { where: { pidd: 1 } as never })).toThrow(TypeError)
}, 20_000)
