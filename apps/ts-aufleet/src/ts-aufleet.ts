import { runCommand } from '@ts-audit/cli/aubpfd'
import { runAufleet } from './run-aufleet.ts'

runCommand('ts-aufleet', runAufleet)
