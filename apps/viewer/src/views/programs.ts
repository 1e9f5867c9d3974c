/** The page about BPF programs, of a selection: the same one that `ts-aureport --bpf --format html` writes. */
import type { AccountResolver } from '@ts-audit/auparse'
import { createBpfTracker, createStoryRecorder, renderBpfHtml, withPrograms } from '@ts-audit/bpf'
import type { EventReader } from '../log/event-reader.ts'
import type { NamedFile } from '../log/input-groups.ts'
import type { ReadLog } from '../log/read-logs.ts'
import { forLogs } from '../text.ts'
import { logEvidence } from './log-evidence.ts'

/** What a page is made of. */
export interface ProgramsWish {
  readonly selected: Uint32Array
  readonly logs: readonly ReadLog[]
  /** The files of the log, where all of it is selected: then the page also tells whether the log is whole. */
  readonly whole: readonly NamedFile[] | undefined
  readonly reader: EventReader
  readonly accounts: AccountResolver
  /** What was searched for, in words. */
  readonly query: string
  readonly now: number
  readonly isStopped: () => boolean
}

/** The page as HTML. */
export async function programsPage(wish: ProgramsWish): Promise<string> {
  const { selected, logs, whole, reader, accounts, query, now, isStopped } = wish
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
  const evidence = whole === undefined || isStopped() ? undefined : await logEvidence(whole, isStopped)
  const integrity = evidence === undefined ? undefined : withPrograms(evidence, report)
  const files =
    evidence?.files ??
    logs.flatMap((log) => log.files.map(({ path, bytes }) => ({ name: forLogs(path), size: bytes })))
  return renderBpfHtml(
    { ...report, stories: stories.finish(report), integrity },
    {
      userName: (id) => accounts.userName(id),
      exhibit: {
        made: now,
        tool: 'ts-audit, the page in a browser',
        options: query === '' ? [] : [forLogs(`only events of: ${query}`)],
        files,
      },
    },
  )
}
