/** The program. */
import { readFileSync } from 'node:fs'
import { runAureport, runCommand } from '@ts-audit/cli/aureport'

export async function runTsAureport(): Promise<void> {
  await runCommand('ts-aureport', (environment) => runAureport({ ...environment, version }))
}

/** Read only where it is shown. */
function version(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  return version
}
