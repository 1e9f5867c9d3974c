/** The program. */
import { runAureport, runCommand } from '@ts-audit/cli/aureport'
import { version } from '../package.json'

export async function runTsAureport(): Promise<void> {
  await runCommand('ts-aureport', (environment) => runAureport({ ...environment, version }))
}
