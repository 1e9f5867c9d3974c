/** The program, in the main thread or in one that formats events. */
import { isMainThread } from 'node:worker_threads'
import { runAusearch, runCommand, serveFormatThread } from '@ts-audit/cli/ausearch'

/** @param script the module that calls this, which threads run again */
export async function runTsAusearch(script: URL): Promise<void> {
  if (isMainThread) await runCommand('ts-ausearch', runAusearch, script)
  else serveFormatThread()
}
