import { runAureport, runCommand } from '@ts-audit/cli'

await runCommand('ts-aureport', runAureport)
