// The tests of scripts/ and bench/, and those that look at the project as a whole.
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** Set by scripts/suite.mjs, which wants to know what ran when it had to kill a suite. */
const file = process.env.TS_AUDIT_UNFINISHED
const reporter = fileURLToPath(new URL('suite-reporter.mjs', import.meta.url))
/** @type {[string, { file: string }][]} */
const unfinishedFiles = file === undefined ? [] : [[reporter, { file }]]

export default defineConfig({
  test: {
    include: ['*.test.mjs', '../bench/*.test.mjs'],
    // For a test that waits for ever; one that spins is killed with its suite. Busy machines are ten times as slow.
    testTimeout: 180_000,
    reporters: [
      'default',
      ['json', { outputFile: process.env.TS_AUDIT_TEST_RESULTS ?? '.test-results.json' }],
      ...unfinishedFiles,
    ],
  },
})
