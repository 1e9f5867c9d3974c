// How every library package is built: ESM and CommonJS beside their types, one output file per entry.
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

/** Module constants become literals: as variables they cost the hot loops about a quarter of their time. */
export function inlineConstants(options: { minifySyntax?: boolean }): void {
  options.minifySyntax = true
}
