// What the package.json of everything that is published must say, so that it can be found, and its source and tracker too.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { workspaces } from './project.mjs'

/** Stated once, in the package.json of the project; every package repeats it, since npm shows a package alone. */
const fromProject = ['license', 'homepage', 'bugs', 'repository']

/**
 * Every breach in a project, as `file: what is wrong`. While the project has no public address, no package claims one:
 * state `repository`, `homepage` and `bugs` in the package.json of the project, and this names the packages that lack them.
 * @param {string} base the project to check
 * @returns {string[]}
 */
export function findManifestProblems(base) {
  const path = join(base, 'package.json')
  if (!existsSync(path)) return []
  const project = JSON.parse(readFileSync(path, 'utf8'))
  return workspaces(base).flatMap(({ folder, manifest }) => {
    if (manifest.private === true) return []
    const problems = ['description', 'keywords', 'files']
      .filter((field) => (manifest[field]?.length ?? 0) === 0)
      .map((field) => `has no ${field}`)
    for (const field of fromProject) {
      const wanted = JSON.stringify(valueFor(field, project[field], folder))
      if (JSON.stringify(manifest[field]) !== wanted)
        problems.push(`${field} must be ${wanted ?? 'left out'}`)
    }
    return problems.map((problem) => `${folder}/package.json: ${problem}`)
  })
}

/**
 * @param {string} field
 * @param {any} value the project's
 * @param {string} folder
 */
function valueFor(field, value, folder) {
  return field === 'repository' && value !== undefined ? { ...value, directory: folder } : value
}
