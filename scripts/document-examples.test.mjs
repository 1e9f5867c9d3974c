import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeBlocks, commandExamples, programExamples } from './document-examples.mjs'
import { isShell, root, workspaces } from './project.mjs'

const cache = join(root, 'scripts', '.cache', 'examples')
const documented = workspaces().filter(
  (workspace) => workspace.folder.startsWith('packages/') && !isShell(workspace),
)

/** @param {string} path */
function read(path) {
  return existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : ''
}

describe('codeBlocks', () => {
  it('knows language, text and line', () => {
    expect(codeBlocks('a\n```ts\nb\nc\n```\n\n```\nd\n```\n')).toEqual([
      { language: 'ts', text: 'b\nc\n', line: 2 },
      { language: '', text: 'd\n', line: 7 },
    ])
  })
})

describe('programExamples', () => {
  it.each([
    ['```ts\na\n```\nprints\n```text\nb\n```\n', [{ program: 'a\n', output: 'b\n', line: 1 }]],
    ['```ts\na\n```\n```sh\nb\n```\n```text\nc\n```\n', [{ program: 'a\n', output: undefined, line: 1 }]],
    ['```text\nb\n```\n', []],
    [
      '```ts\na\n```\n```text\nb\n```\n```ts\nc\n```\n',
      [
        { program: 'a\n', output: 'b\n', line: 1 },
        { program: 'c\n', output: undefined, line: 7 },
      ],
    ],
  ])('%j', (markdown, examples) => {
    expect(programExamples(markdown)).toEqual(examples)
  })
})

describe('commandExamples', () => {
  it('splits a block at its commands', () => {
    expect(commandExamples('```console\n$ a b\nc\n\nd\n$ e\n```\n')).toEqual([
      { command: 'a b', output: 'c\n\nd\n', line: 1 },
      { command: 'e', output: '', line: 1 },
    ])
  })
})

describe('the programs of the documents', () => {
  beforeAll(() => mkdirSync(cache, { recursive: true }))
  afterAll(() => rmSync(cache, { recursive: true, force: true }))

  const documents = [
    'README.md',
    'docs/cookbook.md',
    ...documented.map(({ folder }) => `${folder}/README.md`),
  ].map((path) => ({ path, examples: programExamples(read(path)) }))
  const examples = documents.flatMap(({ path, examples }) =>
    examples.map((example) => ({
      path,
      ...example,
      file: join(cache, `${path.replaceAll('/', '-')}-${example.line}.ts`),
    })),
  )

  it.each(documents)('$path has one', ({ examples }) => {
    expect(examples.length).toBeGreaterThan(0)
  })

  it.each(examples)('$path:$line prints what it says', ({ program, output, file }) => {
    expect(output, 'a ts block needs a text block after it').toBeDefined()
    const compiled = ts.transpileModule(program, {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 },
    })
    const script = file.replace(/\.ts$/, '.mjs')
    writeFileSync(script, compiled.outputText)
    const env = { ...process.env, TZ: 'UTC', LC_ALL: 'C' }
    expect(execFileSync(process.execPath, [script], { cwd: root, env, encoding: 'utf8' })).toBe(output)
  })

  it('have no type errors', () => {
    const files = examples.map(({ program, file }) => {
      writeFileSync(file, `${program}\nexport {}\n`)
      return file
    })
    expect(typeErrors(files)).toEqual([])
  })
})

/**
 * What the compiler says about some files, under the settings of the project but with the built packages.
 * @param {readonly string[]} files
 */
function typeErrors(files) {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.base.json'), ts.sys.readFile)
  const { paths: _, ...settings } = config.compilerOptions
  const { options } = ts.convertCompilerOptionsFromJson({ ...settings, types: ['node'] }, root)
  const diagnostics = ts.getPreEmitDiagnostics(ts.createProgram(files, options))
  return diagnostics.map(
    (found) => `${found.file?.fileName}: ${ts.flattenDiagnosticMessageText(found.messageText, '\n')}`,
  )
}

describe('the commands of the documents', () => {
  const commands = [
    'README.md',
    'COMPATIBILITY.md',
    ...workspaces().map(({ folder }) => `${folder}/README.md`),
  ]
    .flatMap((path) => commandExamples(read(path)).map((example) => ({ path, ...example })))
    .filter(({ command }) => command.startsWith('ts-'))

  it('are there', () => {
    expect(commands.length).toBeGreaterThan(0)
  })

  it.each(commands)('$path:$line: $command', ({ command, output }) => {
    const [program = '', ...args] = command.split(' ')
    const script = join(root, 'apps', program, 'dist', `${program}.js`)
    const options = {
      cwd: root,
      encoding: /** @type {const} */ ('latin1'),
      env: { ...process.env, TZ: 'UTC', LC_ALL: 'C' },
    }
    const result = spawnSync(process.execPath, [script, ...args], {
      ...options,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    expect(result.stdout + result.stderr).toBe(output)
  })
})
