// How sources are given to esbuild: their constants as literals, and, for the commands, what they import by its own file.
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Options } from 'tsup'
import { wasmBytes } from './packages/log/src/wasm-code.ts'

type Plugin = NonNullable<Options['esbuildPlugins']>[number]
type Esbuild = Parameters<Plugin['setup']>[0]['esbuild']

/** How the sources of the packages are read; `change` is given what esbuild has made of one. */
export function sources(
  change: (code: string, esbuild: Esbuild) => string | Promise<string> = (code) => code,
): Plugin {
  return {
    name: 'sources',
    setup({ onLoad, esbuild }) {
      onLoad({ filter: /\/(?:packages|apps)\/[^/]+\/src\/.*\.ts$/ }, async ({ path: file }) => {
        const code = await withoutTypes(file, esbuild, 'inline')
        return { contents: await change(code, esbuild), loader: 'js' }
      })
    },
  }
}

/** `const NAME = 0x20`, alone on its line. */
const CONSTANT = /^const ([A-Z][A-Z0-9_]*) = (-?(?:0x[0-9a-f]+|[0-9_]+))$/gm

/**
 * A source as JavaScript, with its constants as literals. esbuild (0.27.7) makes them only in files that import nothing,
 * whatever is minified. As variables they cost a search 2 to 6 % of its processor time: five pairs each of five searches of
 * 400 MB, on a busy machine; 614 uses of them are left in ts-ausearch without this, 98 with it.
 */
async function withoutTypes(
  file: string,
  esbuild: Esbuild,
  sourcemap: 'inline' | false = false,
): Promise<string> {
  const source = await readFile(file, 'utf8')
  const define = Object.fromEntries(
    [...source.matchAll(CONSTANT)].map(([, name = '', value = '']) => [
      name,
      String(Number(value.replaceAll('_', ''))),
    ]),
  )
  const { code } = await esbuild.transform(source.replace(CONSTANT, ''), {
    loader: 'ts',
    target: 'es2023',
    sourcefile: file,
    sourcemap,
    define,
  })
  return code
}

/** What a command is made of. */
export function forCommand(code: string, esbuild: Esbuild): Promise<string> {
  return importedDirectly(decoded(code), esbuild)
}

/** `export const scanWasm = "…";`, as esbuild writes what scripts/compile-assembly.mjs has made. */
const WASM = /^(export const \w+Wasm) = "(.*)";$/m

/** Gives a module in a form that Node reads itself: before it is compiled, the loop that reads the other takes 2 ms. */
function decoded(code: string): string {
  return code.replace(WASM, (_, name: string, text: string) => {
    return `${name} = Buffer.from("${Buffer.from(wasmBytes(text)).toString('base64')}", "base64");`
  })
}

/** `import { a, b as c } from "@ts-audit/log";`, as esbuild writes it. */
const IMPORT = /^import \{([^}]*)\} from "(@ts-audit\/[^"]+)";$/gm
/** `export { a, b as c } from "./d.ts";`, likewise. */
const EXPORT = /^export \{([^}]*)\} from "([^"]+)";$/gm
const NAMES = /(\w+)(?: as (\w+))?/g

/**
 * Takes each name from the file that has it instead of a package's entry. Of an entry esbuild (0.27.7) loads everything that
 * any chunk uses, so that the plainest search would load what is there for another.
 */
async function importedDirectly(code: string, esbuild: Esbuild): Promise<string> {
  const imports = await Promise.all(
    [...code.matchAll(IMPORT)].map(async ([, names = '', entry = '']) => {
      const found = [...names.matchAll(NAMES)].map(async ([, name = '', local = name]) => {
        const place = await exported(entryFile(entry), name, esbuild)
        return `import { ${place.name} as ${local} } from ${JSON.stringify(place.file)};`
      })
      return (await Promise.all(found)).join(' ')
    }),
  )
  let at = 0
  return code.replace(IMPORT, () => imports[at++] ?? '')
}

/** Each source is asked many times. */
const known = new Map<string, Promise<string>>()

/** The file in which a name is made that another one exports, and what it is called there. */
async function exported(
  file: string,
  wanted: string,
  esbuild: Esbuild,
): Promise<{ readonly file: string; readonly name: string }> {
  const code = known.get(file) ?? withoutTypes(file, esbuild)
  known.set(file, code)
  for (const [, names = '', from = ''] of (await code).matchAll(EXPORT)) {
    for (const [, name = '', given = name] of names.matchAll(NAMES)) {
      if (given !== wanted) continue
      return exported(from.startsWith('.') ? path.resolve(file, '..', from) : entryFile(from), name, esbuild)
    }
  }
  return { file, name: wanted }
}

/** `@ts-audit/log/node`: the source of an entry. */
function entryFile(entry: string): string {
  const [, name = '', part = 'index'] = entry.split('/')
  return fileURLToPath(new URL(`packages/${name}/src/${part}.ts`, import.meta.url))
}
