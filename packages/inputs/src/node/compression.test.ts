import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { fileCompression } from './compression.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'ts-audit-inputs-'))
afterAll(() => rmSync(folder, { recursive: true }))

test.each<[what: string, content: string | Uint8Array, name: string | undefined]>([
  ['gzip', Uint8Array.of(0x1f, 0x8b, 8, 0), 'gzip'],
  ['xz', Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0), 'xz'],
  ['a log', 'type=USER msg=audit(1.000:1): a\n', undefined],
  ['a beginning of bzip2', 'BZ', undefined],
])('%s', (_, content, name) => {
  const file = path.join(folder, 'file')
  writeFileSync(file, content)
  expect(fileCompression(file)?.name).toBe(name)
})

test('what cannot be read is not compressed', () => {
  expect(fileCompression(path.join(folder, 'missing'))).toBeUndefined()
})
