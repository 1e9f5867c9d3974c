// `npm run docs`: one static site in docs-site/: the README, the cookbook, the comparison, the man pages, the interfaces of all
// packages, and two pages of examples/audit.log: of its BPF programs, and of all its events, which has to be served. Ends with 1 where
// a link leads nowhere.
import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join, sep } from 'node:path'
import { Application } from 'typedoc'
import { manMarkdown } from './man-markdown.mjs'
import { build, fail, install, note, root } from './project.mjs'
import { findSiteProblems } from './site-links.mjs'
import options from './typedoc.config.mjs'

const commands = ['ts-ausearch', 'ts-aureport', 'ts-aubpfd', 'ts-aufleet']
const site = join(root, 'docs-site')
const demoPages = { 'Demo: BPF programs': 'demo.html', 'Demo: all events': 'events.html' }
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
  navigationLinks: demoPages,
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
  writeEventsPage()
  mendLinks()
  const problems = findSiteProblems(site)
  if (problems.length > 0) fail(`Links that lead nowhere:\n${problems.join('\n')}`)
  else note('The site: docs-site/index.html')
}

/** The page of any log with the example to read, as `ts-aureport --serve` has it: it asks for parts of the file. */
function writeEventsPage() {
  const log = join(root, 'examples', 'audit.log')
  copyFileSync(log, join(site, 'audit.log'))
  const files = [{ name: 'audit.log', size: statSync(log).size, path: 'audit.log' }]
  writeFileSync(join(site, 'logs.json'), `${JSON.stringify({ files })}\n`)
  const page = readFileSync(join(root, 'apps', 'viewer', 'dist', 'ts-audit.html'), 'utf8')
  const served = page
    .replace("connect-src 'none'", "connect-src 'self'")
    .replace(
      /(?=<meta http-equiv="Content-Security-Policy")/,
      '<meta name="served-logs" content="logs.json">',
    )
  writeFileSync(join(site, 'events.html'), served)
}

/** TypeDoc writes links of its head the same on every page, and links of documents to folders to files that it does not make. */
function mendLinks() {
  const demos = Object.values(demoPages).join('|')
  for (const page of readdirSync(site, { recursive: true, encoding: 'utf8' })) {
    const depth = page.split(sep).length - 1
    if (!page.endsWith('.html') || demos.includes(page)) continue
    const html = readFileSync(join(site, page), 'utf8')
      .replace(new RegExp(`href="(?=(?:${demos})")`, 'g'), `href="${'../'.repeat(depth)}`)
      .replace(/ href="((?:\.\.\/)*)media\/([\w-]+)"/g, (link, up, name) => {
        const module = `modules/_ts-audit_${name}.html`
        if (existsSync(join(site, module))) return ` href="${up}${module}"`
        return existsSync(join(site, 'media', name)) ? link : ''
      })
    writeFileSync(join(site, page), html)
  }
}
