// How every package is tested: imports of sibling packages go to their sources, so tests never see a stale build.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const packages = fileURLToPath(new URL('./packages/', import.meta.url))
const testing = fileURLToPath(new URL('./testing/src/', import.meta.url))

/** Set by scripts/suite.mjs, which wants to know what ran when it had to kill a suite. */
const file = process.env['TS_AUDIT_UNFINISHED']
const reporter = fileURLToPath(new URL('./scripts/suite-reporter.mjs', import.meta.url))
const unfinishedFiles: [string, { file: string }][] = file === undefined ? [] : [[reporter, { file }]]

/** For `npm run test:portable`: the engine's WebAssembly is taken away. */
const withoutWasm = fileURLToPath(new URL('./scripts/without-wasm.mjs', import.meta.url))

const sources = existsSync('src') ? readdirSync('src', { recursive: true, encoding: 'utf8' }) : []
/** Files that count the work of code, which must not have run before them: see testing/src/counted-work.ts. */
const counting = sources
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => path.join('src', file))
  .filter((file) => /from '.*\/counted-work(?:\.ts)?'/.test(readFileSync(file, 'utf8')))

/** Tests with an option of their own beside those that all have. */
function project(name: string, options: { isolate: boolean; include: string[]; exclude?: string[] }) {
  return { extends: true as const, test: { name, ...options } }
}

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@ts-audit\/testing\/(.+)$/, replacement: `${testing}$1.ts` },
      { find: /^@ts-audit\/([^/]+)$/, replacement: `${packages}$1/src/index.ts` },
      { find: /^@ts-audit\/([^/]+)\/(.+)$/, replacement: `${packages}$1/src/$2.ts` },
    ],
  },
  test: {
    passWithNoTests: false,
    projects: [
      // Loading the packages takes longer than most files' tests: here it is done once.
      project('together', { isolate: false, include: ['src/**/*.test.ts'], exclude: counting }),
      ...(counting.length === 0 ? [] : [project('alone', { isolate: true, include: counting })]),
    ],
    // For a test that waits for ever; one that spins is killed with its suite. Busy machines are ten times as slow.
    testTimeout: 180_000,
    setupFiles: process.env['TS_AUDIT_WITHOUT_WASM'] === undefined ? [] : [withoutWasm],
    env: { TZ: 'UTC', LC_ALL: 'C' },
    reporters: [
      'default',
      ['json', { outputFile: process.env['TS_AUDIT_TEST_RESULTS'] ?? '.test-results.json' }],
      ...unfinishedFiles,
    ],
  },
})
