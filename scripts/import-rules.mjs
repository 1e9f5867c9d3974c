// The house rules on imports: which package may use which, and what keeps a package runnable in a browser.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix, sep } from 'node:path'
import ts from 'typescript'
import { globalName, importSpecifier } from './import-syntax.mjs'
import { workspaces } from './project.mjs'

const queries = ['tables', 'log', 'auparse']
const libraries = [...queries, 'inputs', 'ausearch', 'aureport', 'bpf', 'format']
const forPeople = [...queries, 'inputs', 'ausearch', 'format']

/** What each package may import: tables ← log ← {inputs, auparse}, auparse ← {ausearch, aureport, bpf, format} ← {events, cli} ← apps. */
const allowedPackages = new Map([
  ['tables', []],
  ['log', ['tables']],
  ['inputs', ['tables', 'log']],
  ['auparse', ['tables', 'log']],
  ['ausearch', queries],
  ['aureport', queries],
  ['bpf', queries],
  ['format', queries],
  ['events', forPeople],
  ['fleet', [...queries, 'inputs', 'bpf']],
  ['cli', libraries],
])

/** Packages that run in Node only, as their drivers do; like all libraries they neither print nor read `process`. */
const inNode = ['cli', 'fleet']

/** The workspace of what the tests of several packages need: it imports none of them, and only tests import it. */
const TESTING = 'testing'

/** What may be installed beside a package at run time; apps are bundled and need nothing but what cannot be bundled. */
const allowedDependencies = new Map([
  ['cli', ['commander', 'fastest-levenshtein']],
  ['ts-aubpfd', ['koffi']],
  ['fleet', ['@duckdb/node-api', '@duckdb/node-bindings', '@clickhouse/client']],
  ['ts-aufleet', ['@duckdb/node-api', '@duckdb/node-bindings', '@clickhouse/client']],
])

/** What is bundled into an app: nobody installs it with the app. */
const bundledDependencies = new Map([
  ['viewer', ['preact', '@preact/signals', '@noble/hashes', '@tanstack/virtual-core', 'uplot', 'vite']],
])

/** Globals that no library uses, with the reason. Files under `src/node` may use those of Node that do not print. */
const forbiddenGlobals = new Map([
  ['process', { inNode: false, reason: 'nothing below cli reads process' }],
  ['console', { inNode: false, reason: 'nothing below cli prints' }],
  ['Buffer', { inNode: true, reason: 'packages run in browsers: use Uint8Array' }],
  ['require', { inNode: false, reason: 'use import' }],
  ['__dirname', { inNode: false, reason: 'packages run in browsers' }],
  ['__filename', { inNode: false, reason: 'packages run in browsers' }],
])

/**
 * @typedef {import('./project.mjs').Workspace} Workspace
 * @typedef {'anywhere' | 'node' | 'test'} Kind  where a file runs: in any engine, in Node only, in tests only
 * @typedef {object} Source
 * @property {Workspace} workspace
 * @property {string} short  the folder's last name, `log`
 * @property {string} path   below the workspace, `src/node/files.ts`
 * @property {Kind} kind
 */

/**
 * Every breach of the rules in a project, as `file:line: what is wrong`.
 * @param {string} base the project to check
 * @returns {string[]}
 */
export function findImportProblems(base) {
  const all = workspaces(base)
  const known = new Map(all.map((workspace) => [workspace.name, workspace]))
  return all.flatMap((workspace) => {
    const short = posix.basename(workspace.folder)
    const isApp = workspace.folder.startsWith('apps/')
    if (!isApp && workspace.folder !== TESTING && !allowedPackages.has(short)) {
      return [`${workspace.folder}: not in the import order of scripts/import-rules.mjs`]
    }
    const sources = sourceFiles(workspace, short)
    return [
      ...manifestProblems(workspace, short, isApp),
      ...sources.flatMap((source) => fileProblems(source, isApp, known)),
    ]
  })
}

/**
 * @param {Workspace} workspace
 * @param {string} short
 * @param {boolean} isApp
 */
function manifestProblems({ folder, manifest }, short, isApp) {
  const allowed = [...(isApp ? [] : mayImport(short)), ...(allowedDependencies.get(short) ?? [])]
  return ['dependencies', 'peerDependencies', 'optionalDependencies', 'bundleDependencies'].flatMap((group) =>
    Object.keys(manifest[group] ?? {})
      .filter((name) => !allowed.includes(name))
      .map((name) => `${folder}/package.json: ${group} must not hold ${name}`),
  )
}

/** @param {string} short */
function mayImport(short) {
  return (allowedPackages.get(short) ?? []).map((name) => `@ts-audit/${name}`)
}

/**
 * @param {Workspace} workspace
 * @param {string} short
 * @returns {Source[]}
 */
function sourceFiles(workspace, short) {
  const folder = join(workspace.path, 'src')
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => `src/${path.split(sep).join('/')}`)
    .filter((path) => /\.[cm]?tsx?$/.test(path))
    .sort()
    .map((path) => ({
      workspace,
      short,
      path,
      kind: workspace.folder === TESTING ? 'test' : kindOf(path),
    }))
}

/**
 * @param {string} path
 * @returns {Kind}
 */
function kindOf(path) {
  if (/\.test\.ts$|\bfixture\b[^/]*$|\/testing\//.test(path)) return 'test'
  return path === 'src/node.ts' || path.startsWith('src/node/') ? 'node' : 'anywhere'
}

/**
 * @param {Source} source
 * @param {boolean} isApp
 * @param {ReadonlyMap<string, Workspace>} known
 */
function fileProblems(source, isApp, known) {
  const path = join(source.workspace.path, source.path)
  const tree = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true)
  const aboveLibraries = isApp || source.short === 'cli'
  /** @type {string[]} */
  const problems = []
  /** @type {(node: ts.Node, text: string) => void} */
  const report = (node, text) => {
    const { line } = tree.getLineAndCharacterOfPosition(node.getStart(tree))
    problems.push(`${source.workspace.folder}/${source.path}:${line + 1}: ${text}`)
  }
  /** @param {ts.Node} node */
  const visit = (node) => {
    const specifier = importSpecifier(node)
    if (specifier !== undefined) {
      const problem = specifierProblem(source, specifier, isApp, known)
      if (problem !== undefined) report(node, problem)
    }
    const name = aboveLibraries || source.kind === 'test' ? undefined : globalName(node)
    const rule = name === undefined ? undefined : forbiddenGlobals.get(name)
    if (rule !== undefined && !(rule.inNode && source.kind === 'node'))
      report(node, `${name}: ${rule.reason}`)
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return problems
}

/**
 * What is wrong with importing `specifier` here, if anything.
 * @param {Source} source
 * @param {string} specifier
 * @param {boolean} isApp
 * @param {ReadonlyMap<string, Workspace>} known
 * @returns {string | undefined}
 */
function specifierProblem(source, specifier, isApp, known) {
  const free = isApp || inNode.includes(source.short)
  if (specifier.startsWith('.')) return relativeProblem(source, specifier, free)
  if (specifier.startsWith('@ts-audit/')) return siblingProblem(source, specifier, isApp, known)
  if (source.kind === 'test') return undefined
  if (specifier.startsWith('node:')) {
    if (free || source.kind === 'node') return undefined
    return `${specifier}: only src/node.ts and src/node/ may import Node's modules`
  }
  if ((allowedDependencies.get(source.short) ?? []).includes(specifier)) return undefined
  const bundled = bundledDependencies.get(source.short) ?? []
  if (bundled.some((name) => specifier === name || specifier.startsWith(`${name}/`))) return undefined
  return `${specifier}: packages have no dependencies but each other`
}

/**
 * @param {Source} source
 * @param {string} specifier
 * @param {boolean} free
 */
function relativeProblem(source, specifier, free) {
  const target = posix.join(posix.dirname(source.path), specifier)
  if (target === 'package.json') return undefined
  if (target.startsWith('..') || (source.kind !== 'test' && !target.startsWith('src/'))) {
    return `${specifier}: leaves the package`
  }
  if (source.kind === 'test') return undefined
  if (kindOf(target) === 'test') return `${specifier}: is for tests only`
  if (!free && source.kind === 'anywhere' && kindOf(target) === 'node')
    return `${specifier}: runs in Node only`
  return undefined
}

/**
 * @param {Source} source
 * @param {string} specifier
 * @param {boolean} isApp
 * @param {ReadonlyMap<string, Workspace>} known
 */
function siblingProblem(source, specifier, isApp, known) {
  const [scope, short = '', ...rest] = specifier.split('/')
  const name = `${scope}/${short}`
  const target = known.get(name)
  if (target === undefined) return `${specifier}: no such package`
  const isForTests = target.folder === TESTING
  if (isForTests && source.kind !== 'test') return `${specifier}: is for tests only`
  if (!isApp && !isForTests && !mayImport(source.short).includes(name))
    return `${specifier}: ${source.short} must not import ${short}`
  const { dependencies = {}, devDependencies = {} } = source.workspace.manifest
  const declared = isApp || source.kind === 'test' ? { ...dependencies, ...devDependencies } : dependencies
  if (!(name in declared)) return `${specifier}: ${name} is not declared in package.json`
  const entry = ['.', ...rest].join('/')
  if (isForTests) return undefined
  if (!(entry in target.manifest.exports)) return `${specifier}: ${name} does not export ${entry}`
  if (isApp || inNode.includes(source.short) || source.kind !== 'anywhere' || rest[0] !== 'node')
    return undefined
  return `${specifier}: runs in Node only`
}
