import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from './project.mjs'
import { findRepositoryProblems } from './repository-rules.mjs'

/**
 * What is found in a project of one file.
 * @param {string} name
 * @param {(base: string) => string} text
 */
function problemsOf(name, text) {
  const base = mkdtempSync(join(tmpdir(), 'repository-rules-'))
  try {
    mkdirSync(join(base, 'fixtures'))
    mkdirSync(dirname(join(base, name)), { recursive: true })
    writeFileSync(join(base, name), text(base))
    return findRepositoryProblems(base)
  } finally {
    rmSync(base, { recursive: true })
  }
}

// Joined here, so that this file does not hold what it looks for.
const registry = ['registry', 'npmjs', 'org'].join('.')
const workFolder = ['', 'work', 'main', 'packages'].join('/')

describe('findRepositoryProblems', () => {
  it('finds nothing in this project', () => {
    expect(findRepositoryProblems(root)).toEqual([])
  })

  it.each([
    [
      'a download address',
      'package-lock.json',
      () => `{"resolved": "${'https:'}//example.com/a.tgz"}`,
      'a download address',
    ],
    ['a registry', 'a.md', () => `see ${registry}`, 'names a package registry'],
    ['the work folder', 'a.ts', () => `const a = '${workFolder}'`, 'holds a path of this machine'],
    [
      'its own path',
      'a.ts',
      (/** @type {string} */ base) => `// ${base}/a.ts`,
      'holds a path of this machine',
    ],
  ])('refuses %s', (_, name, text, problem) => {
    const found = problemsOf(name, text)
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(new RegExp(`^${name}:1: .*${problem}`))
  })

  it('refuses a package that would be published without a README and the license', () => {
    expect(problemsOf('packages/a/package.json', () => '{}')).toEqual(['packages/a: has no README.md'])
    expect(problemsOf('LICENSE', () => 'MIT')).toEqual([])
    const base = mkdtempSync(join(tmpdir(), 'repository-rules-'))
    for (const [name, license] of Object.entries({ a: 'MIT', b: 'ISC' })) {
      mkdirSync(join(base, 'apps', name), { recursive: true })
      for (const file of ['package.json', 'README.md']) writeFileSync(join(base, 'apps', name, file), '{}')
      writeFileSync(join(base, 'apps', name, 'LICENSE'), license)
    }
    writeFileSync(join(base, 'LICENSE'), 'MIT')
    expect(findRepositoryProblems(base)).toEqual(['apps/b: has no copy of the LICENSE'])
    rmSync(base, { recursive: true })
  })

  it('refuses a lock file that npm ci would refuse', () => {
    const parent = { optionalDependencies: { 'tool-linux': '1.0.0', 'tool-darwin': '1.0.0' } }
    const packages = { 'node_modules/tool': parent, 'node_modules/tool-linux': { version: '1.0.0' } }
    expect(problemsOf('package-lock.json', () => JSON.stringify({ packages }))).toEqual([
      'package-lock.json: no entry for tool-darwin, so npm ci fails',
    ])
  })

  it.each([
    ['a link inside the project', 'package-lock.json', '{"resolved": "packages/log"}'],
    ['a path of a log', 'a.test.ts', 'cwd="/root" exe="/usr/bin/work"'],
    ['a captured log', 'fixtures/audit.log', workFolder],
  ])('accepts %s', (_, name, text) => {
    expect(problemsOf(name, () => text)).toEqual([])
  })
})
