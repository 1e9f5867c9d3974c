/** A program that stays after its loader has ended: pinned, attached, or held by another process. */
import { type Fate, timeOf } from '../track/fate.ts'
import type { LoaderEntry } from '../track/loader-table.ts'
import type { ProgramRow } from '../track/program-row.ts'
import type { Stamp } from '../track/stamp.ts'
import type { FindingRule } from './finding.ts'
import { isOneShot } from './one-shot.ts'

/** How it is known that a program outlives, or can outlive, its loader. */
interface Sign {
  readonly sentence: string
  /** The event that shows it, beside the load. */
  readonly event?: Stamp
  /** When the loader had ended; absent where it is not known to have. */
  readonly ended?: number
  /** True where it only can be. */
  readonly isWeak?: boolean
}

/** Attachments that stay when the process that made them ends; a link does not, unless it is pinned. */
const STAYING: ReadonlyMap<string, string> = new Map([
  ['PROG_ATTACH', 'the loader attached it to stay (PROG_ATTACH)'],
  [
    'netlink',
    'the loader sent the kernel a netlink message right after, as to attach it to a network device',
  ],
])
const LINK = 'LINK_CREATE'

export const outlivesLoader: FindingRule = {
  name: 'outlives-loader',
  severity: 'medium',
  technique: 'T1547.006',
  watch: ({ raise, thresholds, standings }) => {
    const judge = (row: ProgramRow, loader: LoaderEntry, fate: Fate, lastSeen: number, isAlive: boolean) => {
      const sign = signOf(row, fate)
      if (sign === undefined) return
      const { sentence, event, ended, isWeak } = sign
      const from = ended ?? row.loadTime
      if (from === undefined) return
      // A program that is there at the end of the log may stay; one that is gone must have stayed for a while.
      const least = ended === undefined ? (isAlive ? 0 : thresholds.pinWithinMs) : thresholds.outlivesByMs
      if (lastSeen - from < least) return
      const { severity, known, because } = standings.verdict(row.process, 'stays', isWeak ? 'low' : 'medium')
      raise({
        sentence: `${sentence}${because}.`,
        severity,
        known,
        evidence: event === undefined ? [row.load] : [row.load, event],
        node: row.boot.node,
        loader,
        rows: [row],
      })
    }
    const shortest = Math.min(thresholds.outlivesByMs, thresholds.pinWithinMs)
    return {
      finished: (row, loader, fate) => {
        // Gone with its boot, or unloaded at an unknown time: it is known how long it was there at least.
        const lastSeen = row.unloadTime ?? row.after
        const from = row.loadTime
        if (lastSeen === undefined || from === undefined || lastSeen - from < shortest) return
        judge(row, loader, fate, lastSeen, false)
      },
      end: ({ alive, fateOf, loaderOf, lastTimeOf }) => {
        for (const row of alive) judge(row, loaderOf(row), fateOf(row), lastTimeOf(row), true)
      },
    }
  },
}

const CERTAIN =
  'A BPF program stayed loaded after its loader had ended: it is pinned, attached or held elsewhere'

/** The surest sign. */
function signOf(row: ProgramRow, fate: Fate): Sign | undefined {
  const { exit, replacement, sessionEnd, isPinned } = fate
  if (exit !== undefined) return { sentence: CERTAIN, event: exit, ended: timeOf(exit) }
  if (replacement !== undefined) {
    const { stamp } = replacement
    const sentence =
      'A BPF program stayed loaded after its loader was gone: its pid was seen again as something else'
    return { sentence, event: stamp, ended: timeOf(stamp) }
  }
  const exe = row.process?.identity.exe
  if (exe !== undefined && isOneShot(exe)) {
    return { sentence: 'A BPF program was loaded by a tool that ends at once, and stayed loaded' }
  }
  if (isPinned) {
    return { sentence: 'A BPF program can outlive its loader: the loader pinned an object after the load' }
  }
  const { attachments } = row
  const staying = attachments.find((call) => STAYING.has(call))
  if (staying !== undefined) {
    return { sentence: `A BPF program can outlive its loader: ${STAYING.get(staying)}` }
  }
  if (sessionEnd !== undefined) {
    const sentence = 'A BPF program stayed loaded after the login session of its loader had ended'
    return { sentence, event: sessionEnd, ended: timeOf(sessionEnd) }
  }
  return attachments.includes(LINK)
    ? {
        sentence:
          'A BPF program can outlive its loader if its link is pinned or held elsewhere (LINK_CREATE)',
        isWeak: true,
      }
    : undefined
}
