import { runAureport, runCommand } from '@ts-audit/cli/aureport'

await runCommand('ts-aureport', runAureport)
