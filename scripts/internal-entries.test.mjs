// What an `./internal` entry exports is plumbing: it is there for a sibling that uses it, and in no example.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, it } from 'vitest'
import { codeBlocks } from './document-examples.mjs'
import { workspaces } from './project.mjs'

const libraries = workspaces().filter(({ folder }) => folder.startsWith('packages/'))
const users = workspaces().filter(({ folder }) => folder !== 'testing')
const internal = libraries.filter(({ manifest }) => './internal' in manifest.exports)

/** @param {string} path */
function parse(path) {
  return ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest)
}

/**
 * The names that the files of all packages and apps, tests aside, import from an entry.
 * @param {string} entry
 */
function importedFrom(entry) {
  return new Set(users.flatMap(({ path }) => sources(path).flatMap((file) => importsOf(file, entry))))
}

/** @param {string} folder */
function sources(folder) {
  return readdirSync(join(folder, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .map((path) => join(folder, 'src', path))
}

/**
 * @param {string} file
 * @param {string} entry
 * @returns {string[]}
 */
function importsOf(file, entry) {
  return parse(file).statements.flatMap((statement) => {
    const isImport = ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)
    if (!isImport || statement.moduleSpecifier === undefined) return []
    if (!ts.isStringLiteral(statement.moduleSpecifier) || statement.moduleSpecifier.text !== entry) return []
    const names = ts.isImportDeclaration(statement)
      ? statement.importClause?.namedBindings
      : statement.exportClause
    if (names === undefined || !('elements' in names)) return []
    return names.elements.map((element) => (element.propertyName ?? element.name).text)
  })
}

/** @param {string} file */
function exportsOf(file) {
  return parse(file).statements.flatMap((statement) =>
    ts.isExportDeclaration(statement) &&
    statement.exportClause !== undefined &&
    ts.isNamedExports(statement.exportClause)
      ? statement.exportClause.elements.map(({ name }) => name.text)
      : [],
  )
}

it('there are some', () => {
  expect(internal.length).toBeGreaterThan(0)
})

it.each(internal)('$name/internal exports nothing that no sibling uses', ({ name, path }) => {
  const used = importedFrom(`${name}/internal`)
  const exported = exportsOf(join(path, 'src', 'internal.ts'))
  expect(exported.length).toBeGreaterThan(0)
  expect(exported.filter((one) => !used.has(one))).toEqual([])
})

it.each(libraries)('no example of $name uses an internal entry', ({ path }) => {
  const readme = join(path, 'README.md')
  const programs = existsSync(readme) ? codeBlocks(readFileSync(readme, 'utf8')) : []
  expect(programs.filter(({ text }) => /@ts-audit\/\w+\/internal/.test(text))).toEqual([])
})
