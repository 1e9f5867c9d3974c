import { runAusearch, runCommand } from '@ts-audit/cli'

await runCommand('ts-ausearch', runAusearch)
