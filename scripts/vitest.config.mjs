// The tests of scripts/ and bench/, and those that look at the project as a whole.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['*.test.mjs', '../bench/*.test.mjs'],
    testTimeout: 60_000,
    reporters: ['default', ['json', { outputFile: '.test-results.json' }]],
  },
})
