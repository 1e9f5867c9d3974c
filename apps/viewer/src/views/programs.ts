/** The page about BPF programs, of a selection: the same one that `ts-aureport --bpf --format html` writes. */
import type { AccountResolver } from '@ts-audit/auparse'
import { createBpfTracker, createStoryRecorder, renderBpfHtml } from '@ts-audit/bpf'
import type { EventReader } from '../log/event-reader.ts'
import type { ReadLog } from '../log/read-logs.ts'
import { forLogs } from '../text.ts'

/** What a page is made of. */
export interface ProgramsWish {
  readonly selected: Uint32Array
  readonly logs: readonly ReadLog[]
  readonly reader: EventReader
  readonly accounts: AccountResolver
  /** What was searched for, in words. */
  readonly query: string
  readonly now: number
  readonly isStopped: () => boolean
}

/** The page as HTML. */
export async function programsPage(wish: ProgramsWish): Promise<string> {
  const { selected, logs, reader, accounts, query, now, isStopped } = wish
  const tracker = createBpfTracker()
  const stories = createStoryRecorder()
  await reader.read(
    selected,
    (event) => {
      stories.sink(event)
      return tracker.sink(event)
    },
    { isStopped },
  )
  const report = tracker.finish()
  return renderBpfHtml(
    { ...report, stories: stories.finish(report) },
    {
      userName: (id) => accounts.userName(id),
      exhibit: {
        made: now,
        tool: 'ts-audit, the page in a browser',
        options: query === '' ? [] : [forLogs(`only events of: ${query}`)],
        files: logs.flatMap(({ files }) =>
          files.map(({ path, bytes }) => ({ name: forLogs(path), size: bytes })),
        ),
      },
    },
  )
}
