import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from './project.mjs'
import { findRecordTypeProblems } from './record-type-rules.mjs'

/**
 * What is found in a project of one source file.
 * @param {string} text
 * @param {string} [name]
 */
function problemsOf(text, name = 'a.ts') {
  const base = mkdtempSync(join(tmpdir(), 'record-type-rules-'))
  const files = {
    'packages/tables/facts/msg_typetab.json': '[[1300, "SYSCALL"], [1334, "BPF"], [2000, "KERNEL"]]',
    'packages/tables/src/record-type-ranges.ts': 'export const DAEMON_MESSAGES = [1200, 1299]',
    'packages/tables/src/generated/record-type.ts': 'export const SYSCALL = 1300',
    'packages/log/package.json': '{}',
    'apps/app/package.json': '{}',
    [`packages/log/src/${name}`]: text,
  }
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(base, path)), { recursive: true })
      writeFileSync(join(base, path), content)
    }
    return findRecordTypeProblems(base)
  } finally {
    rmSync(base, { recursive: true })
  }
}

describe('findRecordTypeProblems', () => {
  it('finds nothing in this project', () => {
    expect(findRecordTypeProblems(root)).toEqual([])
  })

  it.each([
    'const SYSCALL = 1300',
    'const names = { BPF: 1334 }',
    'if (record.type === 1334) stop()',
    'const isDaemon = type >= 1200',
    'const last = type <= 1299',
    'const rows = [[1300, syscall]]',
    'typeSet(1334)',
    'switch (type) { case 2000: stop() }',
  ])('refuses %s', (text) => {
    expect(problemsOf(`// 1300\n${text}\n`)).toHaveLength(1)
  })

  it('says what to write', () => {
    expect(problemsOf('const a = 1\nconst TYPES = [1334, 1299]')).toEqual([
      'packages/log/src/a.ts:2: 1334: write RecordType.BPF, or 1_334 if it is no record type',
      'packages/log/src/a.ts:2: 1299: write a name of record-type-ranges, or 1_299 if it is no record type',
    ])
  })

  it.each([
    ['a number without a name', 'const a = [1000, 1024, 3000]'],
    ['one that is written apart', 'setTimeout(stop, 2_000)'],
    ['arithmetic', 'const year = 2000 + digits'],
    ['text and comments', "const a = '1300' // 1300\n/** 1334 */"],
  ])('accepts %s', (_, text) => {
    expect(problemsOf(text)).toEqual([])
  })

  it.each(['a.test.ts', 'testing/a.ts'])('accepts them in %s', (name) => {
    expect(problemsOf('const SYSCALL = 1300', name)).toEqual([])
  })
})
