/** The program. */
import { runAureport, runCommand } from '@ts-audit/cli/aureport'
import { version } from '../package.json'

export async function runTsAureport(): Promise<void> {
  // The build puts it beside the command.
  const page = new URL('./ts-audit.html', import.meta.url)
  await runCommand('ts-aureport', (environment) => runAureport({ ...environment, version, page }))
}
