import { fileURLToPath } from 'node:url'
import { keepCompiledCode } from '@ts-audit/cli/start'

keepCompiledCode(fileURLToPath(new URL('../.cache', import.meta.url)))
import('./command.ts').then(({ runTsAusearch }) => runTsAusearch(new URL('thread.js', import.meta.url)))
