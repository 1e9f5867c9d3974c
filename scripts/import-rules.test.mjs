import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { findImportProblems } from './import-rules.mjs'
import { root } from './project.mjs'

/** @type {string[]} */
const made = []
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true })
})

const names = ['tables', 'log', 'auparse', 'ausearch', 'aureport', 'bpf', 'format', 'cli']

/**
 * A project with every package and one app, and the given files in it.
 * @param {Record<string, string>} files
 */
function project(files) {
  const base = mkdtempSync(join(tmpdir(), 'import-rules-'))
  made.push(base)
  /** @type {(path: string, text: string) => void} */
  const write = (path, text) => {
    mkdirSync(dirname(join(base, path)), { recursive: true })
    writeFileSync(join(base, path), text)
  }
  names.forEach((name, index) => {
    const below = names
      .slice(0, Math.min(index, name === 'cli' ? index : 3))
      .map((lower) => `@ts-audit/${lower}`)
    const manifest = {
      name: `@ts-audit/${name}`,
      exports: { '.': './dist/index.js', './errno': './dist/errno.js', './node': './dist/node.js' },
      dependencies: Object.fromEntries(below.map((lower) => [lower, '0.0.0'])),
      devDependencies: name === 'log' ? { '@ts-audit/testing': '0.0.0' } : {},
    }
    write(`packages/${name}/package.json`, JSON.stringify(manifest))
  })
  write('testing/package.json', JSON.stringify({ name: '@ts-audit/testing' }))
  write(
    'apps/app/package.json',
    JSON.stringify({ name: 'app', devDependencies: { '@ts-audit/cli': '0.0.0' } }),
  )
  for (const [path, text] of Object.entries(files)) write(path, text)
  return base
}

describe('findImportProblems', () => {
  it('finds nothing in this project', () => {
    expect(findImportProblems(root)).toEqual([])
  })

  it.each([
    ['packages/log/src/index.ts', "import { errno } from '@ts-audit/tables/errno'"],
    ['packages/format/src/index.ts', "export type { Field } from '@ts-audit/auparse'"],
    ['packages/log/src/node.ts', "import { openSync } from 'node:fs'\nimport './node/files.ts'"],
    [
      'packages/log/src/node/files.ts',
      "import { openSync } from 'node:fs'\nimport { scan } from '../scan.ts'",
    ],
    ['packages/log/src/scan.test.ts', "import fc from 'fast-check'\nimport 'node:fs'\nprocess.exit(1)"],
    [
      'packages/log/src/scan.ts',
      "const record = { process: 1 }; record.process; // process.exit, require('fs')",
    ],
    [
      'packages/log/src/scan.ts',
      "interface A { process: string }\nexport const text = 'console.log(Buffer)'",
    ],
    [
      'packages/log/src/scan.ts',
      'export function scan(process: string) { return [process].map((at) => process + at) }',
    ],
    [
      'packages/log/src/scan.ts',
      'const { a: [process] } = await load(); for (const console of list) console.log(process)',
    ],
    ['packages/log/src/scan.ts', "import { process } from './process.ts'\nprocess()"],
    ['packages/log/src/testing/chunks.ts', "import 'node:fs'"],
    ['packages/log/src/scan.test.ts', "import { createRandom } from '@ts-audit/testing/random'"],
    ['testing/src/schema.ts', "import Ajv from 'ajv'\nimport 'node:fs'\nprocess.exit(1)"],
    ['packages/log/src/fixture-rows.ts', "import 'node:fs'"],
    ['packages/cli/src/index.ts', "import { Command } from 'commander'\nimport 'node:fs'\nprocess.exit(1)"],
    ['apps/app/src/app.ts', "import { main } from '@ts-audit/cli'\nimport 'node:fs'"],
  ])('accepts %s: %s', (path, text) => {
    expect(findImportProblems(project({ [path]: text }))).toEqual([])
  })

  it.each([
    ['packages/tables/src/a.ts', "import '@ts-audit/log'", 'tables must not import log'],
    ['packages/auparse/src/a.ts', "export * from '@ts-audit/format'", 'auparse must not import format'],
    ['packages/bpf/src/a.ts', "import type { A } from '@ts-audit/format'", 'bpf must not import format'],
    [
      'packages/ausearch/src/a.ts',
      "const a = await import('@ts-audit/aureport')",
      'ausearch must not import aureport',
    ],
    ['packages/format/src/a.ts', "type A = import('@ts-audit/bpf').A", 'format must not import bpf'],
    ['packages/log/src/a.ts', "import '@ts-audit/cli'", 'log must not import cli'],
    ['packages/log/src/a.test.ts', "import '@ts-audit/auparse'", 'log must not import auparse'],
    ['packages/cli/src/a.ts', "import '@ts-audit/nothing'", '@ts-audit/nothing: no such package'],
    [
      'packages/log/src/a.ts',
      "import '@ts-audit/tables/absent'",
      '@ts-audit/tables does not export ./absent',
    ],
    ['packages/log/src/a.ts', "import '../../tables/src/errno.ts'", 'leaves the package'],
    ['packages/log/src/a.ts', "import './a.test.ts'", 'is for tests only'],
    ['packages/log/src/a.ts', "import 'node:fs'", "only src/node.ts and src/node/ may import Node's modules"],
    ['packages/log/src/a.ts', "import './node/files.ts'", 'runs in Node only'],
    ['packages/ausearch/src/a.ts', "import '@ts-audit/log/node'", 'runs in Node only'],
    ['packages/log/src/node.ts', "import 'fs'", 'packages have no dependencies but each other'],
    [
      'packages/log/src/a.ts',
      "import { Command } from 'commander'",
      'packages have no dependencies but each other',
    ],
    ['packages/cli/src/a.ts', "import 'chalk'", 'packages have no dependencies but each other'],
    ['packages/log/src/a.ts', 'console.log(1)', 'console: nothing below cli prints'],
    ['packages/log/src/node.ts', 'process.stdout.write("a")', 'process: nothing below cli reads process'],
    [
      'packages/log/src/a.ts',
      'const { env } = globalThis.process',
      'process: nothing below cli reads process',
    ],
    ['packages/log/src/a.ts', 'class A { b = process }', 'process: nothing below cli reads process'],
    ['packages/log/src/a.ts', 'export const a = { process }', 'process: nothing below cli reads process'],
    [
      'packages/log/src/a.ts',
      'const a = (process: A) => 1; process.exit(a)',
      'process: nothing below cli reads process',
    ],
    ['packages/log/src/a.ts', 'const a = { [process.pid]: 1 }', 'process: nothing below cli reads process'],
    ['packages/log/src/a.ts', "import './testing/chunks.ts'", 'is for tests only'],
    ['packages/log/src/a.ts', "import '@ts-audit/testing/random'", 'is for tests only'],
    [
      'packages/auparse/src/a.test.ts',
      "import '@ts-audit/testing/random'",
      '@ts-audit/testing is not declared in package.json',
    ],
    ['testing/src/a.ts', "import '@ts-audit/log'", 'testing must not import log'],
    ['packages/log/src/a.ts', 'Buffer.from("a")', 'Buffer: packages run in browsers'],
    ['packages/log/src/a.ts', 'const fs = require("fs")', 'require: use import'],
    ['packages/other/package.json', '{"name":"@ts-audit/other"}', 'not in the import order'],
    [
      'packages/log/package.json',
      '{"name":"@ts-audit/log","dependencies":{"chalk":"5"}}',
      'must not hold chalk',
    ],
    [
      'packages/log/package.json',
      '{"name":"@ts-audit/log","peerDependencies":{"chalk":"5"}}',
      'must not hold chalk',
    ],
    [
      'packages/bpf/package.json',
      '{"name":"@ts-audit/bpf","dependencies":{"@ts-audit/format":"1"}}',
      'must not hold',
    ],
    ['apps/app/src/app.ts', "import '@ts-audit/log'", '@ts-audit/log is not declared in package.json'],
  ])('refuses %s: %s', (path, text, problem) => {
    const found = findImportProblems(project({ [path]: text }))
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(new RegExp(`^${path.replace(/[./]/g, '\\$&')}|^packages/other`))
    expect(found[0]).toContain(problem)
  })
})
