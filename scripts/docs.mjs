// `npm run docs`: one static site in docs-site/: the README, the cookbook, the comparison, the man pages, the interfaces of all
// packages, and a demo page, which is the page of BPF programs of examples/audit.log.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Application } from 'typedoc'
import { manMarkdown } from './man-markdown.mjs'
import { build, fail, install, note, root } from './project.mjs'
import options from './typedoc.config.mjs'

const commands = ['ts-ausearch', 'ts-aureport', 'ts-aubpfd', 'ts-aufleet']
const site = join(root, 'docs-site')
const pages = join(root, '.cache', 'man')

await install()
await build()
mkdirSync(pages, { recursive: true })
for (const command of commands) {
  const page = readFileSync(join(root, 'apps', command, 'dist', `${command}.8`), 'utf8')
  writeFileSync(
    join(pages, `${command}.md`),
    `---\ntitle: ${command}(8)\ngroup: Man pages\n---\n\n${manMarkdown(page)}`,
  )
}
const documents = ['cookbook', 'compare', 'formats/json', 'architecture'].map((name) =>
  join(root, 'docs', `${name}.md`),
)
const entryPoints = options.entryPoints?.map((file) => join(import.meta.dirname, file)) ?? []
const app = await Application.bootstrapWithPlugins({
  ...options,
  entryPoints,
  basePath: root,
  readme: join(root, 'README.md'),
  projectDocuments: [...documents, ...commands.map((command) => join(pages, `${command}.md`))],
  navigationLinks: { 'Demo page': 'demo.html' },
  tsconfig: join(import.meta.dirname, 'typedoc.tsconfig.json'),
})
const project = await app.convert()
if (project === undefined) fail('TypeDoc could not read the packages')
else {
  await app.generateDocs(project, site)
  const report = [
    'apps/ts-aureport/dist/ts-aureport.js',
    '--bpf',
    '--format',
    'html',
    '-i',
    '-if',
    'examples/audit.log',
  ]
  const env = { ...process.env, TZ: 'UTC', LC_ALL: 'C' }
  writeFileSync(
    join(site, 'demo.html'),
    execFileSync(process.execPath, report, { cwd: root, env, maxBuffer: 1 << 26 }),
  )
  note('The site: docs-site/index.html')
}
