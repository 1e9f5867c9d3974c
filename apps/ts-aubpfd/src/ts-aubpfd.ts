import { runAubpfd, runCommand } from '@ts-audit/cli/aubpfd'

runCommand('ts-aubpfd', (environment) =>
  runAubpfd(environment, import.meta.url, new URL('asking-thread.js', import.meta.url)),
)
