import { keepCompiledCode } from '@ts-audit/cli/start'

keepCompiledCode(import.meta.url)
import('./command.ts').then(({ runTsAusearch }) => runTsAusearch(new URL('thread.js', import.meta.url)))
