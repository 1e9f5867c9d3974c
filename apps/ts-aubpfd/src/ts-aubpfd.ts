import { runAubpfd, runCommand } from '@ts-audit/cli/aubpfd'

runCommand('ts-aubpfd', (environment) => runAubpfd(environment, import.meta.url))
