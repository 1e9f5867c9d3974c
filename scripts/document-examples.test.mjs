import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeBlocks, commandExamples, programExample } from './document-examples.mjs'
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

describe('programExample', () => {
  it.each([
    ['```ts\na\n```\nprints\n```text\nb\n```\n', { program: 'a\n', output: 'b\n' }],
    ['```ts\na\n```\n```sh\nb\n```\n```text\nc\n```\n', undefined],
    ['```text\nb\n```\n', undefined],
  ])('%j', (markdown, example) => {
    expect(programExample(markdown)).toEqual(example)
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

describe('the README of every package', () => {
  beforeAll(() => mkdirSync(cache, { recursive: true }))
  afterAll(() => rmSync(cache, { recursive: true, force: true }))

  const examples = documented.map(({ name, folder }) => ({
    name,
    file: join(cache, `${folder.slice('packages/'.length)}.ts`),
    example: programExample(read(`${folder}/README.md`)),
  }))

  it.each(examples)('$name: its example prints what it says', ({ name, file, example }) => {
    expect(example, `${name} needs a README with a ts block and a text block after it`).toBeDefined()
    if (example === undefined) return
    const compiled = ts.transpileModule(example.program, {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 },
    })
    const script = file.replace(/\.ts$/, '.mjs')
    writeFileSync(script, compiled.outputText)
    const env = { ...process.env, TZ: 'UTC', LC_ALL: 'C' }
    expect(execFileSync(process.execPath, [script], { cwd: root, env, encoding: 'utf8' })).toBe(
      example.output,
    )
  })

  it('holds examples without type errors', () => {
    const files = examples.flatMap(({ file, example }) => {
      if (example === undefined) return []
      writeFileSync(file, `${example.program}\nexport {}\n`)
      return [file]
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
