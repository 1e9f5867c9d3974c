import { copyFileSync, linkSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { identicalFiles } from './identical-files.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'ts-audit-identical-'))
afterAll(() => rmSync(folder, { recursive: true }))
const at = (name: string): string => path.join(folder, name)

const content = Buffer.alloc(3_000_000, 'type=USER msg=audit(1.000:1): a\n')
const other = Buffer.from(content)
// Of the same size, and the same at both ends.
other[1_500_000] = 0
writeFileSync(at('a'), content)
copyFileSync(at('a'), at('copy'))
linkSync(at('a'), at('link'))
writeFileSync(at('other'), other)
writeFileSync(at('shorter'), content.subarray(1))
writeFileSync(at('empty'), '')
writeFileSync(at('also-empty'), '')

test.each<[what: string, names: string[], same: [name: string, sameAs: string][]]>([
  [
    'copies and links',
    ['a', 'copy', 'link'],
    [
      ['copy', 'a'],
      ['link', 'a'],
    ],
  ],
  ['in the order they are given', ['copy', 'other', 'a'], [['a', 'copy']]],
  ['one byte or a length makes another file', ['a', 'other', 'shorter'], []],
  ['one path twice', ['a', 'a', 'other'], [['a', 'a']]],
  ['empty files tell nothing twice', ['empty', 'also-empty'], []],
  ['what is missing is said by who reads it', ['missing', 'a', 'missing2'], []],
])('%s', async (_, names, same) => {
  expect(await identicalFiles(names.map(at))).toEqual(
    same.map(([name, sameAs]) => ({ path: at(name), sameAs: at(sameAs) })),
  )
})
