// `npm run check:published`: what users get. Installs the packed packages in a project outside the repository; compiles, runs
// and bundles every example of the READMEs and the cookbook there; imports every entry in both module systems. Build first.
import { spawnSync } from 'node:child_process'
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { findChromium } from '../testing/src/find-chromium.mjs'
import { bundleForBrowser, runInBrowser } from './browser-run.mjs'
import { programExamples } from './document-examples.mjs'
import { commonJsVariant, importedEntries } from './example-variants.mjs'
import { note, root, workspaces } from './project.mjs'
import { createPublishedProject, publishedEntries } from './published-project.mjs'
import { reportProblems } from './report-problems.mjs'

/**
 * @typedef {import('./published-project.mjs').PublishedProject} PublishedProject
 * @typedef {{ name: string, program: string, output: string | undefined, needsNode: boolean }} Example
 */

const started = performance.now()
const examples = documentExamples()
const project = createPublishedProject()
/** @type {string[]} */
const problems = []
try {
  const packed = project.tarballs.map(
    ({ name, bytes }) => `  ${name.padEnd(20)} ${(bytes / 1024).toFixed(0)} KB`,
  )
  note(`Packed and installed\n${packed.join('\n')}`)
  problems.push(...entryProblems(project), ...commandProblems(project))
  problems.push(...compileProblems(project, examples), ...runProblems(project, examples))
  problems.push(...(await browserProblems(project, examples)))
} finally {
  project.remove()
}
note(`${examples.length} examples, ${((performance.now() - started) / 1000).toFixed(0)} s`)
reportProblems('published packages', problems)

/** @returns {Example[]} */
function documentExamples() {
  const readmes = workspaces().map(({ folder }) => `${folder}/README.md`)
  return ['README.md', ...readmes, 'docs/cookbook.md'].flatMap((document) => {
    const path = join(root, document)
    if (!existsSync(path)) return []
    return programExamples(readFileSync(path, 'utf8')).map(({ program, output, line }) => ({
      name: `${document}:${line}`,
      program,
      output,
      needsNode: importedEntries(program).some((entry) =>
        /^node:|\/node$|^@ts-audit\/(?:cli|fleet)\b/.test(entry),
      ),
    }))
  })
}

/**
 * What differs between the two module systems, or cannot be loaded in one of them.
 * @param {PublishedProject} project
 */
function entryProblems(project) {
  const entries = publishedEntries(project)
  const print = 'console.log(JSON.stringify(found))'
  const list = JSON.stringify(entries)
  writeFileSync(
    join(project.path, 'entries.mjs'),
    `const found = []; for (const name of ${list}) found.push(Object.keys(await import(name)).sort()); ${print}`,
  )
  writeFileSync(
    join(project.path, 'entries.cjs'),
    `const found = ${list}.map((name) => Object.keys(require(name)).sort()); ${print}`,
  )
  const [esm, cjs] = ['entries.mjs', 'entries.cjs'].map((file) => runNode(project, file))
  if (esm === undefined || cjs === undefined) return []
  if (esm.status !== 0 || cjs.status !== 0) return [`an entry cannot be loaded: ${esm.stderr}${cjs.stderr}`]
  /** @type {string[][]} */
  const required = JSON.parse(cjs.stdout)
  /** @type {string[][]} */
  const imported = JSON.parse(esm.stdout)
  note(`${entries.length} entries loaded by import and require`)
  return entries
    .filter((_, index) => String(imported[index]) !== String(required[index]))
    .map((entry) => `${entry}: import and require give different names`)
}

/**
 * The commands start from what was installed.
 * @param {PublishedProject} project
 */
function commandProblems(project) {
  const log = join(root, 'fixtures', 'mail', 'audit.log')
  return [
    ['ts-ausearch', '--raw', '-if', log],
    ['ts-aureport', '-e', '-if', log],
  ].flatMap(([command = '', ...args]) => {
    const installed = join(project.path, 'node_modules', command)
    // npm links pages for man(1) from a list alone.
    const { man } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'))
    if (!Array.isArray(man) || !man.every((page) => existsSync(join(installed, page)))) {
      return [`${command} brings no man page`]
    }
    const alone = `${command}-alone.mjs`
    copyFileSync(join(root, 'apps', command, 'standalone', `${command}.js`), join(project.path, alone))
    // A cache beside a copied file could be anybody's, and what is in it is run.
    if (readFileSync(join(project.path, alone), 'utf8').includes('enableCompileCache')) {
      return [`${alone} would keep compiled code beside itself`]
    }
    return [join('node_modules', command, 'dist', `${command}.js`), alone].flatMap((file) => {
      const { status, stdout } = runNode(project, file, args)
      return status === 0 && stdout.includes('84664') ? [] : [`${file} ends with status ${status}`]
    })
  })
}

/**
 * What a strict compiler says of the examples as programs for Node, in both module systems, and for a bundler; and of the
 * types of all entries. Leaves the compiled programs beside the sources.
 * @param {PublishedProject} project
 * @param {readonly Example[]} examples
 */
function compileProblems(project, examples) {
  const write = (/** @type {string} */ file, /** @type {string} */ text) => {
    writeFileSync(join(project.path, file), text)
    return join(project.path, file)
  }
  const all = publishedEntries(project)
    .map((entry, number) => `export * as entry${number} from '${entry}'`)
    .join('\n')
  const nodeFiles = examples.flatMap(({ program }, number) => [
    write(`example${number}.mts`, `${program}\nexport {}\n`),
    write(`example${number}.cts`, commonJsVariant(program)),
  ])
  const bundledFile = (/** @type {Example} */ example) =>
    write(`bundled${examples.indexOf(example)}.ts`, `${example.program}\nexport {}\n`)
  const forNode = { types: ['node'], lib: ['lib.es2023.d.ts'] }
  const forBrowser = { types: [], lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'] }
  const nodeNext = { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext }
  const bundler = { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler }
  return [
    ...compile(project, [...nodeFiles, write('all.mts', all), write('all.cts', all)], {
      ...nodeNext,
      ...forNode,
    }),
    ...compile(project, examples.filter(({ needsNode }) => !needsNode).map(bundledFile), {
      ...bundler,
      ...forBrowser,
    }),
    ...compile(
      project,
      [...examples.filter(({ needsNode }) => needsNode).map(bundledFile), write('all.ts', all)],
      {
        ...bundler,
        ...forNode,
      },
    ),
  ]
}

/**
 * @param {PublishedProject} project
 * @param {readonly string[]} files
 * @param {ts.CompilerOptions} options
 * @returns {string[]}
 */
function compile({ path }, files, options) {
  const program = ts.createProgram(files, {
    ...options,
    target: ts.ScriptTarget.ES2023,
    typeRoots: [join(path, 'node_modules', '@types')],
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    noPropertyAccessFromIndexSignature: true,
    skipLibCheck: false,
  })
  const { diagnostics } = program.emit()
  const found = [...ts.getPreEmitDiagnostics(program), ...diagnostics]
  note(
    `${files.length} files compiled for ${ts.ModuleKind[options.module ?? 0]}, ${options.types?.join() || 'browser'}`,
  )
  return found.map(({ file, messageText }) => {
    const where = file?.fileName.replace(`${path}/`, '') ?? ''
    return `${where}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`
  })
}

/**
 * Examples that print something else than the document says, as ES module or as CommonJS.
 * @param {PublishedProject} project
 * @param {readonly Example[]} examples
 */
function runProblems(project, examples) {
  cpSync(join(root, 'examples'), join(project.path, 'examples'), { recursive: true })
  return examples.flatMap(({ name, output }, number) =>
    ['mjs', 'cjs'].flatMap((extension) => {
      const { stdout, stderr } = runNode(project, `example${number}.${extension}`)
      return stdout === output ? [] : [`${name} as ${extension} prints something else: ${stdout}${stderr}`]
    }),
  )
}

/**
 * Examples that cannot be bundled, or that print something else in a browser.
 * @param {PublishedProject} project
 * @param {readonly Example[]} examples
 * @returns {Promise<string[]>}
 */
async function browserProblems(project, examples) {
  const anywhere = examples.filter(({ needsNode }) => !needsNode)
  const scripts = await Promise.all(
    anywhere.map(({ program }, number) => bundleForBrowser(program, project.path, number)),
  )
  const sizes = scripts.map(
    (script, number) => `  ${anywhere[number]?.name.padEnd(34)} ${(script.length / 1024).toFixed(0)} KB`,
  )
  note(`${scripts.length} examples bundled for the browser\n${sizes.join('\n')}`)
  const chromium = findChromium()
  if (chromium === undefined) {
    note('no Chromium here: the bundles were not run')
    return []
  }
  const folder = join(project.path, 'browser')
  mkdirSync(folder)
  const results = runInBrowser(chromium, scripts, folder)
  note(`${results.filter(({ finished }) => finished).length} of them run in ${chromium}`)
  return anywhere.flatMap(({ name, output }, number) => {
    const { printed, finished } = results[number] ?? { printed: '', finished: false }
    return finished && printed === output ? [] : [`${name} in a browser prints something else: ${printed}`]
  })
}

/**
 * @param {PublishedProject} project
 * @param {string} file
 * @param {readonly string[]} [args]
 */
function runNode({ path }, file, args = []) {
  const env = { ...process.env, TZ: 'UTC', LC_ALL: 'C', NODE_OPTIONS: '' }
  return spawnSync(process.execPath, [file, ...args], { cwd: path, env, encoding: 'utf8' })
}
