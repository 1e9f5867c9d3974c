/** What a thread of a command does: its script is one, and what it is started with says what it is for. */
import { workerData } from 'node:worker_threads'
import type { ThreadSetup } from '../format/format-thread.ts'
import type { PartThreadSetup } from '../input/ahead/part-thread.ts'

/** Serves until its work is done or the process ends. */
export async function serveThread(): Promise<void> {
  const { kind } = workerData as PartThreadSetup | ThreadSetup
  if (kind === 'parts') {
    const { readParts } = await import('../input/ahead/part-thread.ts')
    readParts()
  } else {
    const { serveFormatThread } = await import('../format/format-thread.ts')
    await serveFormatThread()
  }
}
