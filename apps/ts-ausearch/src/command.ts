/** The program, in the main thread or in one that formats events. */
import { isMainThread } from 'node:worker_threads'
import { runAusearch, runCommand, serveFormatThread } from '@ts-audit/cli/ausearch'
import { version } from '../package.json'

/** @param script the module that calls this, which threads run again */
export async function runTsAusearch(script: URL): Promise<void> {
  if (!isMainThread) await serveFormatThread()
  else await runCommand('ts-ausearch', (environment) => runAusearch({ ...environment, version }), script)
}
