// A project outside the repository that has installed what would be published, and nothing else.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root, workspaces } from './project.mjs'

/** Packages that the tarballs or their types need, packed from what `npm ci` has installed here. */
const others = [
  'commander',
  'fastest-levenshtein',
  '@types/node',
  'undici-types',
  '@clickhouse/client',
  '@duckdb/node-api',
  '@duckdb/node-bindings',
  'detect-libc',
]

/**
 * @typedef {object} PublishedProject
 * @property {string} path    the folder of the project
 * @property {{ name: string, bytes: number }[]} tarballs  what was packed of each workspace
 * @property {() => void} remove
 */

/**
 * Packs every package and app, and installs the tarballs with npm, offline, in a new folder.
 * @returns {PublishedProject}
 */
export function createPublishedProject() {
  const path = mkdtempSync(join(tmpdir(), 'ts-audit-published-'))
  const remove = () => rmSync(path, { recursive: true, force: true })
  try {
    const tarballs = join(path, 'tarballs')
    mkdirSync(tarballs)
    const published = workspaces().filter(({ manifest }) => manifest.private !== true)
    const packed = pack(
      published.map((workspace) => workspace.path),
      tarballs,
    )
    const extra = pack(others.map(installedFolder), tarballs)
    const dependencies = Object.fromEntries(
      [...packed, ...extra].map(({ name, filename }) => [name, `file:tarballs/${filename}`]),
    )
    writeFileSync(
      join(path, 'package.json'),
      JSON.stringify({ name: 'published', private: true, type: 'module', dependencies }, null, 2),
    )
    npm(['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], path)
    return { path, tarballs: packed.map(({ name, size }) => ({ name, bytes: size })), remove }
  } catch (error) {
    remove()
    throw error
  }
}

/**
 * Where `npm ci` has put a package: in the workspace that needs it where another needs another version of it.
 * @param {string} name
 */
function installedFolder(name) {
  const places = [...workspaces().map(({ path }) => path), root].map((path) =>
    join(path, 'node_modules', name),
  )
  const found = places.find((place) => existsSync(place))
  if (found === undefined) throw new Error(`${name} is not installed`)
  return found
}

/**
 * @param {readonly string[]} folders
 * @param {string} destination
 * @returns {{ name: string, filename: string, size: number }[]}
 */
function pack(folders, destination) {
  const options = ['--ignore-scripts', '--json', '--loglevel=error', `--pack-destination=${destination}`]
  const packed = JSON.parse(npm(['pack', ...options, ...folders], destination))
  return Array.isArray(packed) ? packed : Object.values(packed)
}

/**
 * @param {readonly string[]} args
 * @param {string} cwd
 */
function npm(args, cwd) {
  const { npm_execpath: script } = process.env
  const [program, ...first] = script === undefined ? ['npm'] : [process.execPath, script]
  return execFileSync(program ?? 'npm', [...first, ...args], { cwd, encoding: 'utf8', maxBuffer: 1 << 28 })
}

/**
 * Every entry that an installed package offers to `import` and `require`, such as `@ts-audit/log/node`.
 * @param {PublishedProject} project
 * @returns {string[]}
 */
export function publishedEntries({ path, tarballs }) {
  return tarballs.flatMap(({ name }) => {
    const { exports = {} } = JSON.parse(
      readFileSync(join(path, 'node_modules', name, 'package.json'), 'utf8'),
    )
    return Object.entries(exports)
      .filter(([, target]) => typeof target === 'object')
      .map(([entry]) => name + entry.slice(1))
  })
}
