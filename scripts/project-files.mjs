// The files of the project: everything below its folder but what is installed, built or cached.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

const foreign = new Set([
  'node_modules',
  'dist',
  '.git',
  '.turbo',
  '.cache',
  'coverage',
  'docs-site',
  '.test-results.json',
])

/**
 * The paths of the files below the project, with slashes on every system.
 * @param {string} base the project
 * @param {ReadonlySet<string>} [skipped] names of folders to leave out as well
 * @param {string} [folder] where to begin
 * @returns {Generator<string>}
 */
export function* projectFiles(base, skipped = new Set(), folder = '') {
  for (const entry of readdirSync(join(base, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (foreign.has(entry.name) || skipped.has(entry.name)) continue
    if (entry.isDirectory()) yield* projectFiles(base, skipped, path)
    else if (entry.isFile()) yield path
  }
}
