/** Changes of what is audited, and of the clock: by whom, and what follows. */
import type { LogEvent } from '@ts-audit/log'
import * as RecordType from '@ts-audit/tables/record-type'
import type { Severity } from '../fields/finding.ts'
import { type AuditChange, EXCLUDE_LIST, isBlinding, TASK_LIST } from '../records/config-change.ts'
import { decodeId, decodeString } from '../records/field-walk.ts'
import { clockCall } from './clock-call.ts'
import { readCall } from './event-shape.ts'
import { type Mark, positionOf } from './mark.ts'
import type { ObservationKind } from './observation.ts'
import type { Placed } from './placed.ts'

const UNSET = 4294967295
/** `auditctl -R` and `augenrules --load` write one rule after the other. */
const BATCH_MS = 5_000
/** A machine that starts loads its rules within this time; auditd is stopped within it, too. */
const BOOT_MS = 120_000
const STOP_MS = 60_000
/** With so many rules beside it, one that hides something is one of a file of rules. */
const FILE_OF_RULES = 2
const MOST_KEYS = 50
const MOST_OPEN = 1_000

/** An event, as far as this looks at it. */
export interface WatchedEvent {
  readonly node: string | undefined
  readonly mark: Mark
  readonly types: readonly number[]
  /** The text of its SYSCALL and PROCTITLE records after the stamp. */
  readonly call: string | undefined
  readonly title: string | undefined
  readonly isNew: boolean
}

interface RuleBatch {
  readonly kind: 'rule-removed' | 'rule-added'
  readonly node: string | undefined
  readonly first: Mark
  last: Mark
  count: number
  readonly keys: Set<string>
  /** Whether it can hide events: of the task list, of the exclude list, or with `never` on the command line. */
  hides: boolean
  /** How the text of who did it goes; empty where no record says. */
  by: string
  isLoggedIn: boolean
  readonly pid: string | undefined
}

interface Off {
  readonly node: string | undefined
  readonly mark: Mark
  readonly isStop: boolean
  by: string
}

interface ClockSeries {
  readonly node: string | undefined
  readonly what: string
  readonly by: string
  readonly first: Mark
  count: number
}

/** Watches the nodes of a log. */
export class AuditingWatch {
  readonly #add: (placed: Placed) => void
  readonly #batches: RuleBatch[] = []
  readonly #clocks = new Map<string, ClockSeries>()
  #off: Off[] = []
  /** The changes of the event that is being read, until its call is known. */
  #pending: { readonly change: AuditChange; readonly mark: Mark; readonly node: string | undefined }[] = []
  readonly #stops = new Map<string | undefined, number>()
  readonly #starts = new Map<string | undefined, number>()

  constructor(add: (placed: Placed) => void) {
    this.#add = add
  }

  /** A record of a change; the event it is of is given to {@link take} after all of its records. */
  change(
    change: AuditChange,
    { node, mark }: { readonly node: string | undefined; readonly mark: Mark; readonly event: LogEvent },
  ): void {
    if (this.#pending.length < MOST_OPEN) this.#pending.push({ change, mark, node })
  }

  take(event: WatchedEvent): void {
    const { node, mark, call, title, types } = event
    if (!this.#starts.has(node)) this.#starts.set(node, mark.time)
    if (types.includes(RecordType.SYSTEM_BOOT) || types.includes(RecordType.KERNEL))
      this.#starts.set(node, mark.time)
    if (this.#off.length > 0 && this.#pending.length === 0 && event.isNew) this.#resume(event)
    if (this.#pending.length > 0) {
      const pending = this.#pending
      this.#pending = []
      const by = actor(call, title)
      if (event.isNew) for (const one of pending) this.#changed(one, by, call)
    }
    if (!event.isNew) return
    const read = call === undefined ? undefined : readCall(call)
    const clock = read === undefined ? undefined : clockCall(read)
    if (title !== undefined && types.includes(RecordType.EXECVE) && setsClock(commandOf(title)))
      this.#say(
        'clock-set',
        'info',
        `A command that sets the clock was run${actor(call, title)}.`,
        mark,
        node,
        1,
        [],
      )
    if (clock !== undefined) this.#clock(node, `${clock}()`, actor(call, title), mark)
    else if (types.includes(RecordType.TIME_INJOFFSET))
      this.#clock(node, 'TIME_INJOFFSET', actor(call, title), mark)
    else if (types.includes(RecordType.TIME_ADJNTPVAL))
      this.#clock(node, 'TIME_ADJNTPVAL', actor(call, title), mark)
  }

  /** The end of the log. */
  end(): void {
    for (const off of this.#off) this.#sayOff(off, undefined)
    this.#off = []
    for (const batch of this.#batches) this.#sayBatch(batch)
    for (const { node, what, by, first, count } of this.#clocks.values()) {
      this.#say(
        'clock-set',
        'info',
        `The clock was adjusted (${what}${count === 1 ? '' : `, ${count} times`})${by}.`,
        first,
        node,
        count,
        ['NTP, or a service that keeps the time'],
      )
    }
  }

  #changed(
    {
      change,
      mark,
      node,
    }: { readonly change: AuditChange; readonly mark: Mark; readonly node: string | undefined },
    by: string,
    call: string | undefined,
  ): void {
    const { kind } = change
    const who = by === '' ? loginOf(change) : by
    if (kind === 'disabled') {
      const isJournal = / by (?:\/usr)?\/lib\/systemd\/systemd-journald,/.test(by)
      const isStop = isJournal || mark.time - (this.#stops.get(node) ?? Number.NEGATIVE_INFINITY) <= STOP_MS
      if (this.#off.length < MOST_OPEN) this.#off.push({ node, mark, isStop, by: who })
    } else if (kind === 'enabled' || kind === 'locked') {
      const what = kind === 'enabled' ? 'switched on' : 'switched on, and locked until the next boot'
      this.#say('auditing-on', 'info', `Auditing was ${what}${who}.`, mark, node, 1, [])
    } else if (kind === 'rule-added' || kind === 'rule-removed') {
      this.#takeRule(change, { mark, node, by: who, pid: /\bpid=(\d+)/.exec(call ?? '')?.[1] })
    } else if (kind === 'setting') {
      const severity = isBlinding(change) ? 'low' : 'info'
      const old = change.old === undefined ? '' : `, was ${change.old}`
      this.#say(
        'configuration',
        severity,
        `${change.name} was set to ${change.value}${old}${who}.`,
        mark,
        node,
        1,
        [],
      )
    } else if (kind === 'daemon-end' || kind === 'shutdown') this.#stops.set(node, mark.time)
  }

  #takeRule(
    change: Extract<AuditChange, { readonly kind: 'rule-added' | 'rule-removed' }>,
    {
      mark,
      node,
      by,
      pid,
    }: {
      readonly mark: Mark
      readonly node: string | undefined
      readonly by: string
      readonly pid: string | undefined
    },
  ): void {
    const last = this.#batches.at(-1)
    const isNever = / never,/.test(` ${by}`.replaceAll('"', ' '))
    const hides =
      change.kind === 'rule-added' && (change.list === TASK_LIST || change.list === EXCLUDE_LIST || isNever)
    const key = change.key ?? ''
    if (
      last !== undefined &&
      last.kind === change.kind &&
      last.node === node &&
      last.pid === pid &&
      mark.time - last.last.time <= BATCH_MS
    ) {
      last.count++
      last.last = mark
      last.hides ||= hides
      if (last.keys.size < MOST_KEYS) last.keys.add(key)
      return
    }
    if (this.#batches.length >= MOST_OPEN) return
    const isLoggedIn = change.auid !== undefined && change.auid !== UNSET
    this.#batches.push({
      kind: change.kind,
      node,
      first: mark,
      last: mark,
      count: 1,
      keys: new Set([key]),
      hides,
      by,
      isLoggedIn,
      pid,
    })
  }

  #sayBatch(batch: RuleBatch): void {
    const { kind, node, first, last, count, keys, by, hides } = batch
    const named = [...keys].map((key) => (key === '' ? 'without a key' : `key ${key}`)).join(', ')
    const rules = count === 1 ? 'A rule was' : `${count} rules were`
    const at = this.#batches.indexOf(batch)
    const isStart =
      first.time - (this.#starts.get(node) ?? 0) <= BOOT_MS && !batch.isLoggedIn && batch.pid === undefined
    if (kind === 'rule-removed') {
      const back = this.#batches.find(
        (other, place) =>
          place > at &&
          other.kind === 'rule-added' &&
          other.node === node &&
          [...keys].every((key) => other.keys.has(key)),
      )
      const isAnew = back !== undefined && back.pid === batch.pid && back.first.time - last.time <= BATCH_MS
      const hidden = this.#batches.find(
        (other, place) =>
          place < at && other.hides && other.node === node && [...keys].every((key) => other.keys.has(key)),
      )
      if (hidden !== undefined && back === undefined) {
        this.#say(
          kind,
          'info',
          `${rules} removed (${named})${by}: as it seems the one that was added with ${hidden.first.id}.`,
          first,
          node,
          count,
          [],
        )
        return
      }
      const until =
        back === undefined
          ? 'It does not come back in this log.'
          : isAnew
            ? 'Rules were loaded anew.'
            : `It comes back with ${back.first.id}: what it would have logged between is not here.`
      const severity: Severity = isAnew || isStart ? 'info' : 'medium'
      this.#say(
        kind,
        severity,
        `${rules} removed (${named})${by}. ${until}`,
        first,
        node,
        count,
        isAnew
          ? []
          : [
              'rules are being maintained: auditctl -D, augenrules, a configuration tool',
              'what the rule logs was to be hidden',
            ],
        back === undefined ? [] : [back.first.id],
      )
      return
    }
    if (!hides) {
      this.#say(kind, 'info', `${rules} added (${named})${by}.`, first, node, count, [])
      return
    }
    const gone = this.#batches.find(
      (other, place) =>
        place > at &&
        other.kind === 'rule-removed' &&
        other.node === node &&
        [...keys].every((key) => other.keys.has(key)),
    )
    const until =
      gone === undefined ? 'It stays to the end of the log.' : `It is removed with ${gone.first.id}.`
    const isFile = count > FILE_OF_RULES
    this.#say(
      kind,
      isStart || isFile ? 'low' : 'medium',
      `${rules} added that can keep events out of the log (${named})${by}. ${until}`,
      first,
      node,
      count,
      ['rules that quiet a noisy host are often made so', 'what is done meanwhile was to be hidden'],
      gone === undefined ? [] : [gone.first.id],
    )
  }

  #resume({ node, mark }: WatchedEvent): void {
    const over = this.#off.filter((off) => off.node === node && mark.serial !== off.mark.serial)
    if (over.length === 0) return
    this.#off = this.#off.filter((off) => !over.includes(off))
    for (const off of over) this.#sayOff(off, mark)
  }

  #sayOff({ node, mark, isStop, by }: Off, next: Mark | undefined): void {
    const until =
      next === undefined
        ? 'No event follows in this log.'
        : `The next event is ${next.id}, ${((next.time - mark.time) / 1000).toFixed(1)} s later: what happened between is not known.`
    this.#say(
      'auditing-off',
      isStop ? 'low' : 'high',
      `Auditing was switched off (audit_enabled=0)${by}. ${until}`,
      mark,
      node,
      1,
      isStop
        ? ['auditd was being stopped', "systemd's journal was told to: Audit= in journald.conf"]
        : [
            'an administrator switched it off for a time: auditctl -e 0',
            'what is done meanwhile was to be hidden',
          ],
      next === undefined ? [] : [next.id],
    )
  }

  #clock(node: string | undefined, what: string, by: string, first: Mark): void {
    const key = JSON.stringify([node, what, by])
    const known = this.#clocks.get(key)
    if (known !== undefined) known.count++
    else if (this.#clocks.size < MOST_OPEN) this.#clocks.set(key, { node, what, by, first, count: 1 })
  }

  #say(
    kind: ObservationKind,
    severity: Severity,
    sentence: string,
    mark: Mark,
    node: string | undefined,
    count: number,
    causes: readonly string[],
    more: readonly string[] = [],
  ): void {
    const events = [mark.id, ...more]
    const observation = { kind, severity, sentence, count, events, causes, time: mark.time, mark }
    this.#add({
      position: positionOf(mark),
      observation: { ...observation, ...(node !== undefined && { node }) },
    })
  }
}

/** ` by /usr/sbin/auditctl, pid 596: "auditctl -e 0"`, from the records of the call; empty without one. */
export function actor(call: string | undefined, title: string | undefined): string {
  if (call === undefined) return ''
  const exe = decodeString(/ exe=("[^"]*"|\S+)/.exec(call)?.[1])
  const pid = / pid=(\d+)/.exec(call)?.[1]
  const auid = decodeId(/ auid=(-?\d+)/.exec(call)?.[1])
  const login = auid === undefined || auid === UNSET ? '' : `, login user ${auid}`
  const line = title === undefined ? undefined : commandOf(title)
  return ` by ${exe ?? 'a process'}${pid === undefined ? '' : `, pid ${pid}`}${login}${line === undefined ? '' : `: "${line}"`}`
}

function loginOf({ auid, ses }: AuditChange): string {
  if (auid === undefined || auid === UNSET) return ''
  return ses === undefined || ses === UNSET
    ? ` by login user ${auid}`
    : ` by login user ${auid} in session ${ses}`
}

function commandOf(title: string): string | undefined {
  return decodeString(/^proctitle=("[^"]*"|\S+)/.exec(title)?.[1], 0x20)
}

/** Whether a command line is one that sets the clock, as far as its words tell. */
function setsClock(line: string | undefined): boolean {
  if (line === undefined) return false
  const [program = '', ...words] = line.split(' ')
  const name = program.slice(program.lastIndexOf('/') + 1)
  const options = CLOCK_COMMANDS.get(name)
  return options !== undefined && words.some((word) => options.some((option) => word.startsWith(option)))
}

const CLOCK_COMMANDS: ReadonlyMap<string, readonly string[]> = new Map([
  ['date', ['-s', '--set']],
  ['hwclock', ['-s', '--hctosys', '--set']],
  ['timedatectl', ['set-time']],
  ['chronyc', ['makestep', 'settime']],
  ['ntpdate', ['']],
])
