/**
 * Reads logs before there are any: browsers compile what runs, and compile it better the more it runs, and threads and WebAssembly
 * take their time to start. Whoever opens a log later does not wait for that.
 */
import { noAccounts } from '@ts-audit/auparse'
import { prepareThread } from './log/range-reader.ts'
import { readLogs } from './log/read-logs.ts'
import { sampleFile } from './log/sample-log.ts'
import { countFacets } from './views/facets.ts'
import { timelineOf } from './views/timeline.ts'

/** Files of some 60 KB, between which a log that is opened comes first. */
const FILES = 24

export async function warmUp(signal: AbortSignal): Promise<void> {
  const files = Array.from({ length: FILES }, (_, number) => ({
    path: `sample.${FILES - number}`,
    file: new Blob([sampleFile(number)]),
  }))
  const { index } = await readLogs([files], { choice: 'auto', signal, onProgress: () => {} })
  index.store.close()
  if (signal.aborted) return
  prepareThread()
  const all = Uint32Array.from({ length: index.length }, (_, ordinal) => ordinal)
  countFacets(index, all, noAccounts)
  timelineOf(index, all)
}
