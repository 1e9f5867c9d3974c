import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findLinkProblems } from './document-links.mjs'
import { root } from './project.mjs'

/**
 * What is found in a project with a document in `docs` and a file `docs/there.md`.
 * @param {string} text
 */
function problemsOf(text) {
  const base = mkdtempSync(join(tmpdir(), 'document-links-'))
  try {
    mkdirSync(join(base, 'docs'))
    writeFileSync(join(base, 'docs', 'there.md'), '')
    writeFileSync(join(base, 'docs', 'README.md'), text)
    return findLinkProblems(base)
  } finally {
    rmSync(base, { recursive: true })
  }
}

describe('findLinkProblems', () => {
  it('finds nothing in this project', () => {
    expect(findLinkProblems(root)).toEqual([])
  })

  it.each([
    ['a file', '[a](there.md)'],
    ['a heading of a file', '[a](there.md#heading)'],
    ['a folder', '[`a`](../docs)'],
    ['a heading of its own', '[a](#heading)'],
    ['another machine', `[a](${'https:'}//example.com/a.md)`],
    ['an address', '[a](mailto:a@example.com)'],
    ['a link in code', '`[a](gone.md)`\n```\n[a](gone.md)\n```'],
  ])('accepts %s', (_, text) => {
    expect(problemsOf(text)).toEqual([])
  })

  it.each([
    ['a file that is gone', '\n[a](gone.md)', 'docs/README.md:2: gone.md does not exist'],
    ['a path from the wrong folder', '[a](docs/there.md)', 'docs/README.md:1: docs/there.md does not exist'],
    ['a name in code that is a link', '[`a`](gone.md)', 'docs/README.md:1: gone.md does not exist'],
    ['the second of two', '[a](there.md), [b](gone.md#b)', 'docs/README.md:1: gone.md does not exist'],
  ])('refuses %s', (_, text, problem) => {
    expect(problemsOf(text)).toEqual([problem])
  })
})
