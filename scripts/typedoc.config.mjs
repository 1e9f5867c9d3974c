// `npm run docs`: the public entry points of all packages as one site, in docs-site/.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const packages = new URL('../packages/', import.meta.url)

/** Entries for the other packages. */
const PLUMBING = new Set(['./internal', './usual'])

/** The source of each entry point that a package exports to people: `./node` is src/node.ts. */
const entryPoints = readdirSync(packages).flatMap((name) => {
  const { exports } = JSON.parse(readFileSync(new URL(`${name}/package.json`, packages), 'utf8'))
  return Object.keys(exports)
    .filter((entry) => !entry.endsWith('.json') && !PLUMBING.has(entry))
    .map((entry) => `../packages/${name}/src/${entry === '.' ? 'index' : entry.slice(2)}.ts`)
})

/** @type {Partial<import('typedoc').TypeDocOptions>} */
export default {
  name: 'ts-audit',
  entryPoints,
  plugin: [fileURLToPath(new URL('typedoc-names.mjs', import.meta.url))],
  tsconfig: fileURLToPath(new URL('typedoc.tsconfig.json', import.meta.url)),
  basePath: '..',
  out: '../docs-site',
  readme: '../README.md',
  highlightLanguages: [
    'bash',
    'console',
    'css',
    'html',
    'javascript',
    'json',
    'jsonc',
    'json5',
    'yaml',
    'tsx',
    'typescript',
    'sql',
  ],
  // The README links to folders, which are no files of the site; types that no entry exports are not part of it.
  validation: { invalidPath: false, notExported: false, invalidLink: true },
}
