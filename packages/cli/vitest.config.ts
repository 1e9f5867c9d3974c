import { mergeConfig } from 'vitest/config'
import shared from '../../vitest.shared.ts'

// Most of its files load all of the commands, which takes longer than their tests: here they do so once.
export default mergeConfig(shared, { test: { isolate: false } })
