import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findManifestProblems } from './manifest-rules.mjs'
import { root } from './project.mjs'

const complete = { description: 'a', keywords: ['a'], files: ['dist'], license: 'MIT' }
const address = {
  repository: { type: 'git', url: 'git+https://example.invalid/a.git' },
  homepage: 'https://example.invalid/a',
  bugs: 'https://example.invalid/a/issues',
}

/**
 * What is found in a project of one package.
 * @param {object} project
 * @param {object} manifest
 */
function problemsOf(project, manifest) {
  const base = mkdtempSync(join(tmpdir(), 'manifest-rules-'))
  try {
    mkdirSync(join(base, 'packages', 'a'), { recursive: true })
    mkdirSync(join(base, 'apps'))
    writeFileSync(join(base, 'package.json'), JSON.stringify({ license: 'MIT', ...project }))
    writeFileSync(join(base, 'packages', 'a', 'package.json'), JSON.stringify(manifest))
    return findManifestProblems(base)
  } finally {
    rmSync(base, { recursive: true })
  }
}

describe('findManifestProblems', () => {
  it('finds nothing in this project', () => {
    expect(findManifestProblems(root)).toEqual([])
  })

  it.each([
    ['nothing', {}, complete, []],
    ['no keywords', {}, { ...complete, keywords: [] }, ['has no keywords']],
    ['no files', {}, { ...complete, files: undefined }, ['has no files']],
    ['another license', {}, { ...complete, license: 'ISC' }, ['license must be "MIT"']],
    [
      'an address that the project does not have',
      {},
      { ...complete, homepage: 'https://example.invalid' },
      ['homepage must be left out'],
    ],
    [
      'no address where the project has one',
      address,
      complete,
      [
        `homepage must be "${address.homepage}"`,
        `bugs must be "${address.bugs}"`,
        `repository must be ${JSON.stringify({ ...address.repository, directory: 'packages/a' })}`,
      ],
    ],
    [
      'nothing about the right address',
      address,
      { ...complete, ...address, repository: { ...address.repository, directory: 'packages/a' } },
      [],
    ],
  ])('says %s', (_, project, manifest, problems) => {
    expect(problemsOf(project, manifest)).toEqual(problems.map((text) => `packages/a/package.json: ${text}`))
  })
})
