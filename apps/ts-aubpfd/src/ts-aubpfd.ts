import { runAubpfd, runCommand } from '@ts-audit/cli/aubpfd'

await runCommand('ts-aubpfd', (environment) => runAubpfd(environment, import.meta.url))
