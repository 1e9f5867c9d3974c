import { fileURLToPath } from 'node:url'
import { keepCompiledCode } from '@ts-audit/cli/start'

keepCompiledCode(fileURLToPath(new URL('../.cache', import.meta.url)))
const { runTsAureport } = await import('./command.ts')
await runTsAureport()
