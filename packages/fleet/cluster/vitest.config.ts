import { defineConfig } from 'vitest/config'
import shared from '../../../vitest.shared.ts'

// One file after the other: their clusters share addresses and the machine.
export default defineConfig({
  resolve: shared.resolve ?? {},
  test: {
    include: ['cluster/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    env: { TZ: 'UTC', LC_ALL: 'C' },
  },
})
