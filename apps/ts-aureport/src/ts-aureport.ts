import { keepCompiledCode } from '@ts-audit/cli/start'

keepCompiledCode(import.meta.url)
import('./command.ts').then(({ runTsAureport }) => runTsAureport())
