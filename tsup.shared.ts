// How the packages and the commands are built.
import { execFile } from 'node:child_process'
import { copyFile, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { promisify } from 'node:util'
import { defineConfig, type Options } from 'tsup'
import { inFewFiles } from './tsup.files.ts'
import { forCommand, sources } from './tsup.sources.ts'

/** A tsup configuration for a library whose public entries are `src/<entry>.ts`. */
export function library(entries: readonly string[], overrides: Options = {}) {
  return defineConfig({
    entry: entries.map((entry) => `src/${entry}.ts`),
    format: ['esm', 'cjs'],
    target: 'es2023',
    dts: true,
    clean: true,
    sourcemap: true,
    treeshake: true,
    splitting: true,
    esbuildOptions(options) {
      minifySyntax(options)
      // The maps give files and lines; the text of the sources, in the packages, was half of what is downloaded.
      options.sourcesContent = false
    },
    esbuildPlugins: [sources()],
    ...overrides,
  })
}

/**
 * The tsup configurations for the command `name`, whose entry is `src/<name>.ts`: in `dist` what is installed, whose files are
 * loaded as they are needed, since compiling all of it takes longer than a short search, with the `scripts` that its threads
 * run; in `standalone`, for commands with a `src/standalone.ts`, one file that needs nothing beside it, to be copied to another
 * machine. Neither needs an installed package. `files` of other workspaces, which are built before, are copied into `dist`.
 */
export function application(
  name: string,
  {
    scripts = [],
    isStandalone = false,
    files = [],
    ...overrides
  }: Options & {
    readonly scripts?: readonly string[]
    readonly isStandalone?: boolean
    readonly files?: readonly string[]
  } = {},
) {
  const shared: Options = {
    format: ['esm'],
    target: 'node20',
    platform: 'node',
    clean: true,
    noExternal: [/.*/],
    // What is not there is not read at every start. Names stay, for the reports of whoever finds a bug.
    minifyWhitespace: true,
    esbuildOptions: minifySyntax,
    esbuildPlugins: [sources(forCommand)],
    ...overrides,
  }
  return defineConfig([
    {
      ...shared,
      entry: [name, ...scripts].map((script) => `src/${script}.ts`),
      outDir: 'dist',
      splitting: true,
      async onSuccess() {
        await inFewFiles('dist', [name, ...scripts])
        for (const file of files) await copyFile(file, `dist/${basename(file)}`)
        await writeManPage(name)
      },
    },
    ...(isStandalone
      ? [
          {
            ...shared,
            entry: { [name]: 'src/standalone.ts' },
            outDir: 'standalone',
            splitting: false,
            treeshake: true,
            banner: {
              js: "#!/usr/bin/env node\nimport { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
            },
          },
        ]
      : []),
  ])
}

/** The man page beside the command, which prints it, for the `man` field of its package.json: a global install shows it to man. */
async function writeManPage(name: string): Promise<void> {
  // The page shows dates as the locale writes them.
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' }
  const { stdout } = await promisify(execFile)(process.execPath, [`dist/${name}.js`, 'man'], { env })
  await writeFile(`dist/${name}.8`, stdout)
}

/** Folds what the literals make constant. */
function minifySyntax(options: { minifySyntax?: boolean }): void {
  options.minifySyntax = true
}
