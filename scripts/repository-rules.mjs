// What no file of the project may hold (paths of the machine it was written on, download addresses), what the lock
// file must hold, and what every package must have.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { projectFiles } from './project-files.mjs'

/** Folders of captured logs, which hold the paths of their own machines, and of tables. */
const skipped = new Set(['fixtures', 'facts'])

const registries =
  /registry\.npmjs\.org|registry\.yarnpkg\.com|npmmirror\.com|npm\.pkg\.github\.com|unpkg\.com/
const workFolders = /\/work\/(main|shared)\b/

/**
 * Every breach in a project, as `file:line: what is wrong`.
 * @param {string} base the project to check
 * @returns {string[]}
 */
export function findRepositoryProblems(base) {
  const problems = [...projectFiles(base, skipped)].flatMap((path) => {
    const lines = readFileSync(join(base, path), 'utf8').split('\n')
    return lines.flatMap((line, index) =>
      lineProblems(line, base).map((text) => `${path}:${index + 1}: ${text}`),
    )
  })
  return [...problems, ...lockProblems(base), ...packageProblems(base)]
}

/**
 * Files that npm publishes from the folder of a package alone, whatever its `files` say: a README, and the license, which
 * has to go with every copy.
 * @param {string} base
 * @returns {string[]}
 */
function packageProblems(base) {
  const license = contentOf(join(base, 'LICENSE'))
  return ['packages', 'apps'].flatMap((folder) => {
    if (!existsSync(join(base, folder))) return []
    return readdirSync(join(base, folder)).flatMap((name) => {
      const path = `${folder}/${name}`
      if (!existsSync(join(base, path, 'package.json'))) return []
      const problems = []
      if (contentOf(join(base, path, 'README.md')) === undefined) problems.push(`${path}: has no README.md`)
      if (contentOf(join(base, path, 'LICENSE')) !== license)
        problems.push(`${path}: has no copy of the LICENSE`)
      return problems
    })
  })
}

/** @param {string} path */
function contentOf(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}

/**
 * Optional dependencies without an entry in the lock file. npm leaves those out that it cannot find where it runs (the
 * builds of a tool for other platforms, say), and then `npm ci` refuses the lock file everywhere.
 * @param {string} base
 * @returns {string[]}
 */
function lockProblems(base) {
  const path = join(base, 'package-lock.json')
  if (!existsSync(path)) return []
  /** @type {{ packages?: Record<string, { optionalDependencies?: Record<string, string> }> }} */
  const { packages = {} } = JSON.parse(readFileSync(path, 'utf8'))
  return Object.values(packages)
    .flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies))
    .filter((name) => !(`node_modules/${name}` in packages))
    .map((name) => `package-lock.json: no entry for ${name}, so npm ci fails`)
}

/**
 * @param {string} line
 * @param {string} base
 * @returns {string[]}
 */
function lineProblems(line, base) {
  const problems = []
  if (/"resolved": "https?:/.test(line))
    problems.push('a download address: run npm with the .npmrc of the project')
  if (registries.test(line)) problems.push('names a package registry')
  if (workFolders.test(line) || line.includes(`${base}/`)) problems.push('holds a path of this machine')
  if (homedir().length > '/root'.length && line.includes(`${homedir()}/`))
    problems.push('holds a home folder')
  return problems
}
