import { runCommand } from '@ts-audit/cli/aubpfd'
import { runAufleet } from './run-aufleet.ts'

await runCommand('ts-aufleet', runAufleet)
