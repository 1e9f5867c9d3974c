import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isInstalled, runProgram } from '../testing/programs.ts'
import { logFamily } from './log-family.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ts-audit-family-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const record = (seconds: number): Buffer =>
  Buffer.from(`type=USER msg=audit(${seconds}.250:7): pid=1 text='a log that began at ${seconds}'\n`)

function write(name: string, content: Uint8Array): void {
  writeFileSync(path.join(folder, name), content)
}

/** The names in order, with the seconds of their first event. */
async function family(): Promise<
  (readonly [name: string, compression: string | undefined, seconds: number | undefined])[]
> {
  const files = await logFamily(path.join(folder, 'audit.log'))
  return files.map((file) => [path.basename(file.path), file.compression?.name, file.firstSeconds])
}

test('numbers and dates, plain and compressed, in the order of their events', async () => {
  write('audit.log', record(900))
  write('audit.log.1', record(800))
  write('audit.log.3.gz', gzipSync(record(600)))
  // What logrotate made before it was told to use dates, and after.
  write('audit.log-20231114.gz', gzipSync(record(850)))
  write('audit.log-20231101', record(100))
  write('audit.log-20231102-131415.gz', gzipSync(record(200)))
  write('audit.log-2023-11-03', record(300))
  write('audit.log-1699000000', record(400))
  expect(await family()).toEqual([
    ['audit.log-20231101', undefined, 100.25],
    ['audit.log-20231102-131415.gz', 'gzip', 200.25],
    ['audit.log-2023-11-03', undefined, 300.25],
    ['audit.log-1699000000', undefined, 400.25],
    ['audit.log.3.gz', 'gzip', 600.25],
    ['audit.log.1', undefined, 800.25],
    ['audit.log-20231114.gz', 'gzip', 850.25],
    ['audit.log', undefined, 900.25],
  ])
})

test.skipIf(!isInstalled('xz') || !isInstalled('zstd') || !isInstalled('bzip2'))(
  'every compression, by content and not by name',
  async () => {
    write('audit.log.4.xz', runProgram('xz -c', record(1)).output)
    write('audit.log.3.zst', runProgram('zstd -c', record(2)).output)
    write('audit.log.2.bz2', runProgram('bzip2 -c', record(3)).output)
    write('audit.log.1.gz', record(4))
    write('audit.log', gzipSync(record(5)))
    expect(await family()).toEqual([
      ['audit.log.4.xz', 'xz', 1.25],
      ['audit.log.3.zst', 'zstd', 2.25],
      ['audit.log.2.bz2', 'bzip2', 3.25],
      ['audit.log.1.gz', undefined, 4.25],
      ['audit.log', 'gzip', 5.25],
    ])
  },
)

test('files of one time are in the order of their names, the higher number first', async () => {
  for (const name of [
    'audit.log',
    'audit.log.10',
    'audit.log.9',
    'audit.log-20240101',
    'audit.log-20240102',
  ]) {
    write(name, record(5))
  }
  expect((await family()).map(([name]) => name)).toEqual([
    'audit.log-20240101',
    'audit.log-20240102',
    'audit.log.10',
    'audit.log.9',
    'audit.log',
  ])
})

test('a file without an event stays before the one that its name puts it before', async () => {
  write('audit.log', record(30))
  write('audit.log.1', Buffer.from('no record\n'))
  write('audit.log.2', record(20))
  write('audit.log.3', new Uint8Array(0))
  write('audit.log.4', record(10))
  expect(await family()).toEqual([
    ['audit.log.4', undefined, 10.25],
    ['audit.log.3', undefined, undefined],
    ['audit.log.2', undefined, 20.25],
    ['audit.log.1', undefined, undefined],
    ['audit.log', undefined, 30.25],
  ])
})

test('what is refused or damaged is among them: reading it says why', async () => {
  write('audit.log', record(2))
  write('audit.log.1.lz4', Buffer.from('04224d1864', 'hex'))
  write('audit.log.2.gz', gzipSync(record(1)).subarray(0, -9))
  expect(await family()).toEqual([
    ['audit.log.2.gz', 'gzip', 1.25],
    ['audit.log.1.lz4', 'lz4', undefined],
    ['audit.log', undefined, 2.25],
  ])
})

test('the first event may come after other lines', async () => {
  write('audit.log', Buffer.concat([Buffer.from('no record of any form\n'.repeat(50_000)), record(7)]))
  expect(await family()).toEqual([['audit.log', undefined, 7.25]])
})

test('other files and folders are none of it', async () => {
  for (const name of [
    'audit.log.old',
    'audit.log~',
    'audit.logs',
    'audit.log.1.tmp',
    'xaudit.log',
    'audit.log-x',
    'audit.log.1.gz.part',
  ]) {
    write(name, record(1))
  }
  mkdirSync(path.join(folder, 'audit.log.5'))
  write('audit.log', record(1))
  expect((await family()).map(([name]) => name)).toEqual(['audit.log'])
})

test('a folder that is missing', async () => {
  await expect(logFamily(path.join(folder, 'missing/audit.log'))).rejects.toMatchObject({ code: 'ENOENT' })
})
