/** Divides the events of one node into boots, and says by which sign. */
import type { LogEvent, LogRecord } from '@ts-audit/log'
import { latin1 } from '@ts-audit/log/internal'
import * as RecordType from '@ts-audit/tables/record-type'
import { isDaemonType } from '@ts-audit/tables/record-type-ranges'
import { type Boot, type BootSign, newBoot, type SerialGap } from './boot.ts'
import type { BootList } from './boot-list.ts'
import { LateNumbers } from './late-numbers.ts'
import { RecentNumbers } from './recent-numbers.ts'
import { SerialGaps } from './serial-gaps.ts'
import { type Stamp, stampText } from './stamp.ts'
import { UnwrappedNumbers } from './unwrapped-numbers.ts'

/** How the detector judges; each value is documented in `BpfThresholds`. */
export interface BootRules {
  readonly quietMs: number
  readonly confirmMs: number
  readonly gapSerials: number
  readonly settleMs: number
}

/** Numbers that fall by no more than this may still be out of order. */
const SLACK = 64
const SERIALS_KEPT = 256
/** As many as the kernel's queue holds by default (audit_backlog_limit). */
const EARLY_SERIALS = 64
const IDS_KEPT = 64
/** Serial numbers have 32 bits. */
const SERIALS = 2 ** 32
/** Program ids go up to INT_MAX − 1, then from 1 again (kernel/bpf/syscall.c, bpf_prog_alloc_id). */
const IDS = 2 ** 31 - 1

/** Told when a boot has ended because another begins. */
export type BootListener = (ended: Boot, begun: Boot) => void

/** Watches every event of one node. */
export class BootDetector {
  readonly #boots: BootList
  readonly serials = new RecentNumbers(SERIALS_KEPT)
  readonly #ids = new RecentNumbers(IDS_KEPT)
  readonly #serialRounds = new UnwrappedNumbers(SERIALS)
  readonly #idRounds = new UnwrappedNumbers(IDS)
  readonly #late = new LateNumbers()
  readonly #rules: BootRules
  readonly #onBoot: BootListener
  #current: Boot
  #daemonStarted = false
  /** auditd has ended, and nothing has come since. */
  #isStopped = false
  /** auditd has started, and not ended since. */
  #isRunning = false
  #restarts = 0
  /** Whether the log has any start or end of auditd. */
  #hasSpoken = false
  #isRestart = false
  /** Serial numbers that were missing at its last start, and when the last were skipped. */
  #missing = 0
  #skippedAt = 0
  /** The kernel release of that start. */
  #kernel: string | undefined
  readonly #gaps: SerialGaps
  #latest: LogEvent | undefined

  constructor(node: string | undefined, rules: BootRules, boots: BootList, onBoot: BootListener) {
    this.#rules = rules
    this.#onBoot = onBoot
    this.#current = newBoot(node, 1, 'log-start')
    this.#boots = boots
    boots.begin(this.#current)
    this.#gaps = new SerialGaps(rules.gapSerials, rules.settleMs, this.#gapFound)
  }

  /** Whether its last start came without its end. */
  get isRestart(): boolean {
    return this.#isRestart
  }

  /** How often auditd was started without having ended before, in one boot. */
  get restarts(): number {
    return this.#restarts
  }

  /** The boot that the latest event belongs to. */
  get current(): Boot {
    return this.#current
  }

  /** Takes an event that has a time; a boot it begins has begun when this returns. */
  observe(event: LogEvent, bootId?: string): void {
    const time = event.seconds * 1000 + event.milliseconds
    if (bootId !== undefined) this.#observeBootId(bootId)
    // auditd numbers its own records itself: they say nothing about the kernel's serial numbers.
    if (event.type === RecordType.CONFIG_CHANGE) this.#current.changes++
    if (isDaemonType(event.type)) {
      this.#current.changes++
      if (event.type === RecordType.DAEMON_START) this.#observeDaemonStart(event, time)
      else if (event.type === RecordType.DAEMON_END || event.type === RecordType.DAEMON_ABORT)
        this.#hasEnded()
      return
    }
    const { serials } = this
    let serial = this.#serialRounds.unwrap(event.serial)
    const isFall = bootId === undefined && serial <= serials.max
    if (isFall && !this.#isLate(serial, time) && this.#serialRestarts(serial, time)) {
      this.#begin(this.#daemonStarted ? 'daemon-start' : 'serial-restart')
      this.#serialRounds.clear()
      serial = this.#serialRounds.unwrap(event.serial)
    }
    if (event.type === RecordType.SYSTEM_BOOT) this.#observeSign('system-boot', time)
    else if (event.type === RecordType.KERNEL) this.#observeSign('kernel-initialized', time)
    this.#settleDaemonStart()
    if (this.#isStopped) this.#observeResumed(serial, time)
    if (serial > serials.max + 1 && !serials.empty) this.#observeGap(event, serial, time)
    if (this.#gaps.waiting) this.#gaps.fill(serial, time)
    serials.add(serial, time)
    this.#latest = event
    this.#count(event, serial, time)
  }

  /** Takes the id of a LOAD; true when it shows that another boot has begun. */
  observeLoad(progId: number, event: Stamp, time: number, inUse: boolean): void {
    let id = this.#idRounds.unwrap(progId)
    if (inUse || (id <= this.#ids.max && this.#ids.restartsAt(id, time, SLACK))) {
      const { serials } = this
      const serial = serials.max
      this.#begin('prog-id-restart')
      serials.add(serial, time)
      // Its event has been counted in the boot that ended; the boot it begins would have none.
      if (this.#latest !== undefined) this.#count(this.#latest, serial, time)
      id = this.#idRounds.unwrap(progId)
    }
    this.#ids.add(id, time)
    const { ids, events, changes } = this.#current
    ids.add(id, { event, events, changes })
  }

  /** A serial number as {@link serials} has it: after the last of 32 bits it goes on. */
  placeOf(serial: number): number {
    return this.#serialRounds.place(serial)
  }

  /**
   * A number that was skipped a moment ago is late, not the first of another boot: when the clock is set back, what came
   * before is stamped later than what comes after.
   */
  #isLate(serial: number, time: number): boolean {
    return this.#late.take(serial) && time - this.#current.lastTime <= this.#rules.quietMs
  }

  #serialRestarts(serial: number, time: number): boolean {
    const boot = this.#current
    if (boot.events === 0) return false
    if (this.#daemonStarted && serial < this.serials.max) return true
    const settled = boot.events >= SLACK || time - boot.lastTime > this.#rules.quietMs
    return this.serials.restartsAt(serial, time, settled ? 0 : SLACK)
  }

  #observeBootId(id: string): void {
    const known = this.#current.id
    if (known === id) return
    if (known !== undefined) {
      this.#begin('boot-id')
      this.#serialRounds.clear()
    } else this.#current.signs.push('boot-id')
    this.#current.id = id
  }

  /** A sign that comes once a boot: it confirms one that has just begun without it, or begins the next. */
  #observeSign(sign: BootSign, time: number): void {
    const boot = this.#current
    const confirms =
      boot.id !== undefined ||
      (!boot.signs.includes(sign) && (boot.events === 0 || time - boot.firstTime <= this.#rules.confirmMs))
    if (confirms && !boot.signs.includes(sign)) boot.signs.push(sign)
    else if (confirms) return
    else this.#begin(sign)
  }

  #hasEnded(): void {
    this.#hasSpoken = true
    this.#isStopped = true
    this.#isRunning = false
  }

  #observeDaemonStart(event: LogEvent, time: number): void {
    const boot = this.#current
    if (boot.events === 0) boot.beginsWithStart = true
    // What a log begins with inside a boot was written by an auditd that had been started before.
    const isAgain = this.#isRunning || (!this.#hasSpoken && boot.events > 0 && isInside(boot))
    this.#isRestart = isAgain
    if (isAgain) this.#restarts++
    this.#hasSpoken = true
    this.#isRunning = true
    if (boot.events > 0) this.#isStopped = true
    // Numbers that were skipped shortly before it and have not come: nobody wrote them.
    const missing = this.serials.empty ? 0 : boot.maxSerial - boot.minSerial + 1 - boot.events
    if (missing > this.#missing && time - this.#skippedAt <= this.#rules.confirmMs) {
      boot.lastLossTime = Math.max(boot.lastLossTime, this.#skippedAt)
      boot.wasInterrupted = true
    }
    this.#missing = Math.max(0, missing)
    const kernel = kernelRelease(event.records[0])
    const known = this.#current.kernel
    if (kernel !== undefined && known !== undefined && kernel !== known) this.#begin('kernel-changed')
    this.#kernel = kernel
    this.#daemonStarted = true
  }

  /** Events go on after auditd had stopped: those that are missing between were written by nobody. */
  #observeResumed(serial: number, time: number): void {
    this.#isStopped = false
    if (serial <= this.serials.max + 1 || this.serials.empty) return
    const boot = this.#current
    boot.lastLossTime = Math.max(boot.lastLossTime, time)
    boot.wasInterrupted = true
  }

  /** The event after auditd's start has told which boot it was. */
  #settleDaemonStart(): void {
    if (this.#kernel !== undefined) this.#current.kernel = this.#kernel
    this.#kernel = undefined
    this.#daemonStarted = false
  }

  #begin(sign: BootSign): void {
    this.#gaps.end()
    this.#isRunning = false
    this.#missing = 0
    this.#skippedAt = 0
    const ended = this.#current
    const begun = newBoot(ended.node, ended.index + 1, sign)
    this.#current = begun
    this.#boots.begin(begun)
    if (this.#daemonStarted) this.#isRunning = true
    this.serials.clear()
    this.#ids.clear()
    this.#idRounds.clear()
    this.#late.clear()
    this.#onBoot(ended, begun)
  }

  #observeGap(event: LogEvent, serial: number, time: number): void {
    const { max } = this.serials
    this.#late.skip(max, serial)
    this.#skippedAt = time
    if (serial - max - 1 < this.#rules.gapSerials) return
    const from = this.serials.neighbours(max).before ?? 0
    const seconds = Math.floor(from / 1000)
    const stamp = { seconds, milliseconds: from - seconds * 1000, serial: max % SERIALS }
    this.#gaps.skip(max, serial, time, stampText(stamp), stampText(event))
  }

  readonly #gapFound = (gap: SerialGap, time: number): void => {
    const boot = this.#current
    boot.lastGapTime = Math.max(boot.lastGapTime, time)
    if (boot.largestGap === undefined || boot.largestGap.missing < gap.missing) boot.largestGap = gap
  }

  /** The end of the log. */
  end(): void {
    this.#gaps.end()
  }

  #count(event: LogEvent, serial: number, time: number): void {
    const boot = this.#current
    if (boot.events === 0) {
      boot.firstTime = time
      boot.firstEvent = stampText(event)
      boot.minSerial = serial
      boot.maxSerial = serial
    }
    boot.events++
    if (time > boot.lastTime) boot.lastTime = time
    if (serial > boot.maxSerial) boot.maxSerial = serial
    else if (serial < boot.minSerial) boot.minSerial = serial
  }
}

/** Whether a log begins inside this boot: a machine that starts has few events before auditd takes them. */
export function isInside({ index, minSerial, signs, beginsWithStart }: Boot): boolean {
  return index === 1 && minSerial > EARLY_SERIALS && signs.length === 1 && !beginsWithStart
}

/** The `kernel=` field of auditd's DAEMON_START. */
function kernelRelease(record: LogRecord | undefined): string | undefined {
  if (record === undefined) return undefined
  return / kernel=([^ ]+)/.exec(latin1(record.bytes, record.start, record.textEnd))?.[1]
}
