/** Auditing that is switched off, thinned out or stopped near BPF activity. */

import type { Severity } from '../fields/finding.ts'
import type { Process } from '../fields/process-objects.ts'
import { isBlinding } from '../records/config-change.ts'
import { isSystemd } from '../records/systemd-path.ts'
import type { LoaderEntry } from '../track/loader-table.ts'
import type { Stamp } from '../track/stamp.ts'
import type { AuditEvent, FindingRule } from './finding.ts'
import { RuleChanges } from './rule-changes.ts'
import { withoutDeleted } from './untrusted-place.ts'

const UNSET = 4294967295
/** A log that makes up changes must not fill the memory with them. */
const MOST_CHANGES = 1_000
/** auditd is down for less than this when it is only restarted, and a shutdown takes less. */
const RESTART_MS = 60_000
/** The first process, which stops services. */
const INIT = 1

interface Change {
  /** Asked at the end of the log. */
  readonly sentence: () => string
  readonly usual: Severity
  readonly stamp: Stamp
  readonly time: number
  readonly by: string
  readonly process: Process | undefined
  /** Whether something used BPF near it. */
  isNear: boolean
  /** Why it is no cause for alarm. */
  excuse: string | undefined
  readonly isDaemonEnd: boolean
}

interface NodeState {
  readonly node: string | undefined
  readonly changes: Change[]
  readonly rules: RuleChanges
  /** When something other than systemd last used BPF. */
  lastUse: number
  /** When auditd was last stopped, or the machine began to shut down. */
  lastStop: number
}

export const auditTampering: FindingRule = {
  name: 'audit-tampering',
  severity: 'medium',
  technique: 'T1562.012',
  watch: ({ raise, thresholds }) => {
    const states = new Map<string | undefined, NodeState>()
    const stateOf = (node: string | undefined): NodeState => {
      let state = states.get(node)
      if (state === undefined) {
        const made: NodeState = {
          node,
          changes: [],
          rules: new RuleChanges(),
          lastUse: 0,
          lastStop: 0,
        }
        states.set(node, made)
        state = made
      }
      return state
    }
    const add = (
      state: NodeState,
      of: Omit<Change, 'isNear' | 'excuse'>,
      excuse?: string,
    ): Change | undefined => {
      if (state.changes.length >= MOST_CHANGES) return undefined
      const isNear = state.lastUse > 0 && of.time - state.lastUse <= thresholds.tamperWithinMs
      const change = { ...of, isNear, excuse }
      state.changes.push(change)
      return change
    }
    const used = (loader: LoaderEntry, time: number | undefined) => {
      if (time === undefined || loader.isSystemd) return
      const state = stateOf(loader.node)
      if (time > state.lastUse) state.lastUse = time
      for (let at = state.changes.length - 1; at >= 0; at--) {
        const change = state.changes[at]
        if (change === undefined || time - change.time > thresholds.tamperWithinMs) break
        change.isNear = true
      }
    }
    const settleRules = (state: NodeState, now: number) => {
      for (const batch of state.rules.settle(now)) add(state, batch, batch.excuse)
    }
    return {
      load: (row, loader) => {
        used(loader, row.loadTime)
        if (states.size === 0) return
        const rules = states.get(loader.node)?.rules
        if (rules?.isOpen === true) rules.loaded(row.progId)
      },
      call: ({ loader, time }) => used(loader, time),
      finished: ({ unloadTime }, loader) => used(loader, unloadTime),
      audit: (event) => {
        const { node, change, time, stamp, process, isBootTime, isRestart } = event
        const state = stateOf(node)
        settleRules(state, time)
        const by = actor(event)
        if (change.kind === 'shutdown') excuseStops(state, time, 'the machine was shut down')
        else if (change.kind === 'daemon-start') {
          if (isRestart) {
            const sentence = () =>
              'auditd was started without having ended: it was killed, or the record of its end is gone'
            const excuse = isBootTime ? 'the machine was starting' : undefined
            add(state, { sentence, usual: 'medium', stamp, time, by, process, isDaemonEnd: false }, excuse)
          }
          excuseStops(state, time, 'it was started again')
        } else if (change.kind === 'daemon-end') {
          state.lastStop = time
          const isInit = change.pid === INIT
          const sentence = () => `auditd was stopped${by}`
          const excuse = isInit ? 'systemd did it, as at a shutdown' : undefined
          add(state, { sentence, usual: 'medium', stamp, time, by, process, isDaemonEnd: true }, excuse)
        } else if (change.kind === 'disabled') {
          const isStop = change.auid === UNSET && time - state.lastStop <= RESTART_MS && state.lastStop > 0
          const sentence = () =>
            `Auditing was switched off${by}: nothing is logged until it is switched on again`
          const exe = process?.identity.exe
          const isJournal = exe !== undefined && isSystemd(withoutDeleted(exe))
          const excuse = isJournal
            ? "systemd's journal did it, as its Audit= says"
            : isStop
              ? 'auditd was being stopped'
              : undefined
          add(state, { sentence, usual: 'high', stamp, time, by, process, isDaemonEnd: false }, excuse)
        } else if (change.kind === 'setting' && isBlinding(change)) {
          const { name, value, old } = change
          const sentence = () =>
            `${name} was set to ${value}${old === undefined ? '' : `, was ${old}`}${by}: the kernel then logs less than comes, or does not say so`
          const excuse = isBootTime ? 'the machine was starting' : undefined
          add(state, { sentence, usual: 'medium', stamp, time, by, process, isDaemonEnd: false }, excuse)
        } else if (change.kind === 'rule-added' || change.kind === 'rule-removed') {
          state.rules.take({ ...change, kind: change.kind }, event, by, isBootTime)
        }
      },
      end: () => {
        for (const state of states.values()) {
          settleRules(state, Number.POSITIVE_INFINITY)
          for (const { sentence, usual, stamp, process, isNear, excuse } of state.changes) {
            const severity = isNear && excuse === undefined ? usual : 'low'
            const near = isNear ? ', near BPF activity' : ''
            const mild = excuse === undefined ? '' : ` (${excuse})`
            raise({
              sentence: `${sentence()}${near}${mild}.`,
              severity,
              evidence: [stamp],
              node: state.node,
              process,
            })
          }
        }
      },
    }
  },
}

function excuseStops(state: NodeState, time: number, excuse: string): void {
  for (let at = state.changes.length - 1; at >= 0; at--) {
    const change = state.changes[at]
    if (change === undefined || time - change.time > RESTART_MS) return
    if (change.isDaemonEnd) change.excuse = excuse
  }
}

/** ` by login user 1000 in session 6`, as far as the record says. */
function actor({ change: { auid, ses } }: AuditEvent): string {
  if (auid === undefined || auid === UNSET) return ''
  return ses === undefined || ses === UNSET
    ? ` by login user ${auid}`
    : ` by login user ${auid} in session ${ses}`
}
