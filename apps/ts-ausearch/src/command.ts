/** The program in the main thread. */
import { runAusearch, runCommand } from '@ts-audit/cli/ausearch'
import { version } from '../package.json'

/** @param threadScript the module that its threads run */
export async function runTsAusearch(threadScript: URL): Promise<void> {
  await runCommand('ts-ausearch', (environment) => runAusearch({ ...environment, version }), threadScript)
}
