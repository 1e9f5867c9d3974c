// How the packages and the commands are built.
import { defineConfig, type Options } from 'tsup'

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
    esbuildOptions: inlineConstants,
    ...overrides,
  })
}

/**
 * A tsup configuration for the command `name`, whose entry is `src/<name>.ts`: one file that needs nothing installed
 * beside it, since a command starts faster when Node resolves a single module.
 */
export function application(name: string, overrides: Options = {}) {
  return defineConfig({
    entry: [`src/${name}.ts`],
    format: ['esm'],
    target: 'node20',
    platform: 'node',
    clean: true,
    splitting: false,
    treeshake: true,
    noExternal: [/.*/],
    // What is not there is not read at every start. Names stay, for the reports of whoever finds a bug.
    minifyWhitespace: true,
    esbuildOptions: inlineConstants,
    banner: {
      js: "#!/usr/bin/env node\nimport { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    ...overrides,
  })
}

/** Module constants become literals: as variables they cost the hot loops about a quarter of their time. */
function inlineConstants(options: { minifySyntax?: boolean }): void {
  options.minifySyntax = true
}
