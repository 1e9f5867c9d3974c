// The files of a command: what every run needs in one, the rest in others that are loaded when they are needed.
import { chmod, readdir, rm, writeFile } from 'node:fs/promises'
import { builtinModules } from 'node:module'
import path from 'node:path'
import { Script } from 'node:vm'
import { type OutputChunk, type Plugin, rollup } from 'rollup'

/** `import ... from 'x';` and `import 'x';`, as rollup writes them at the beginning of a file. */
const IMPORT = /^import (?:(.+) from )?'([^']+)';$/
/** `export { a, b as c };` and `export { a as b } from 'x';`, likewise, on lines of their own. */
const EXPORT = /^export \{ (.+) \}(?: from '([^']+)')?;$/
const NAME = /^([\w$]+)(?: as ([\w$]+))?$/

/**
 * Writes what esbuild has made in a folder anew, as CommonJS. Node 20 takes 5 ms of processor time to start with its loader of
 * ES modules, and 0.5 ms for each file, of which esbuild makes 40 for a plain search.
 *
 * @param entries the scripts that are run
 */
export async function inFewFiles(folder: string, entries: readonly string[]): Promise<void> {
  const made = (await readdir(folder)).filter((file) => file.endsWith('.js'))
  const command = made.find((file) => file.startsWith('command-'))
  const bundle = await rollup({
    input: Object.fromEntries(entries.map((entry) => [entry, path.join(folder, `${entry}.js`)])),
    // What is imported for nothing is not loaded.
    treeshake: { moduleSideEffects: false },
    external: (id) => id.startsWith('node:') || builtinModules.includes(id),
    plugins: [forCommonJs],
  })
  const { output } = await bundle.generate({
    format: 'es',
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    hoistTransitiveImports: false,
    // With all that it imports.
    ...(command !== undefined && { manualChunks: { command: [path.join(folder, command)] } }),
  })
  await bundle.close()
  for (const file of made) await rm(path.join(folder, file))
  await writeFile(path.join(folder, 'package.json'), '{ "type": "commonjs" }\n')
  for (const chunk of output) {
    if (chunk.type !== 'chunk') throw new Error(`Not a script: ${chunk.fileName}`)
    const file = path.join(folder, chunk.fileName)
    await writeFile(file, commonJs(chunk))
    if (chunk.isEntry) await chmod(file, 0o755)
  }
}

const forCommonJs: Plugin = {
  name: 'for-common-js',
  renderDynamicImport: () => ({ left: 'Promise.resolve().then(()=>require(', right: '))' }),
  resolveImportMeta: (property) =>
    property === 'url' ? "require('node:url').pathToFileURL(__filename).href" : null,
}

/**
 * The same file as CommonJS: what it imports and exports stands in constants, so that it is found as fast as what is its own.
 * (As properties of an object, which is how rollup writes CommonJS, it is not.)
 */
function commonJs({ code, isEntry }: OutputChunk): string {
  const lines = code.replace(/^#!.*\n/, '').split('\n')
  const first = lines.findIndex((line) => line !== '' && !IMPORT.test(line) && !EXPORT.test(line))
  const last = lines.findLastIndex((line) => line !== '' && !EXPORT.test(line))
  const head = first < 0 ? lines : lines.slice(0, first)
  const tail = first < 0 ? [] : lines.slice(last + 1)
  const exported = [...head, ...tail].flatMap(exportedProperties)
  const script = [
    "'use strict';",
    ...head.filter((line) => IMPORT.test(line)).map(required),
    ...(first < 0 ? [] : lines.slice(first, last + 1)),
    ...(exported.length === 0 ? [] : [`module.exports = { ${exported.join(', ')} };`]),
    '',
  ].join('\n')
  // What was not understood is no script.
  new Script(`(function (exports, require, module, __filename, __dirname) {${script}})`)
  return `${isEntry ? '#!/usr/bin/env node\n' : ''}${script}`
}

/** What a line exports, as properties. */
function exportedProperties(line: string): readonly string[] {
  const [, names, from] = EXPORT.exec(line) ?? []
  if (names === undefined) return []
  return names.split(', ').map((part) => {
    const [, name = '', given = name] = NAME.exec(part) ?? []
    if (name === '') throw new Error(`Not a name: ${part}`)
    return from === undefined ? `${given}: ${name}` : `${given}: require('${from}').${name}`
  })
}

function required(line: string): string {
  const [, names, from = ''] = IMPORT.exec(line) ?? []
  const file = `require('${from}')`
  if (names === undefined) return `${file};`
  const braces = /^(?:([\w$]+)(?:, )?)?(?:\{ (.*) \})?$/.exec(names)
  if (braces === null) throw new Error(`Cannot be required: ${line}`)
  const [, whole, parts] = braces
  const listed = parts?.split(', ').map(property)
  return [
    ...(whole === undefined ? [] : [`const ${whole} = ${file};`]),
    ...(listed === undefined ? [] : [`const { ${listed.join(', ')} } = ${file};`]),
  ].join(' ')
}

/** `a as b` as `a: b`. */
function property(part: string): string {
  const [, name = '', local = name] = NAME.exec(part) ?? []
  if (name === '') throw new Error(`Not a name: ${part}`)
  return `${name}: ${local}`
}
