/** Divides the events of one node into boots, and says by which sign. */
import { type LogEvent, type LogRecord, latin1 } from '@ts-audit/log'
import { type Boot, type BootSign, newBoot, type SerialGap } from './boot.ts'
import type { BootList } from './boot-list.ts'
import { RecentNumbers } from './recent-numbers.ts'
import { SerialGaps } from './serial-gaps.ts'
import { stampText } from './stamp.ts'

const SYSTEM_BOOT = 1127
const KERNEL = 2000
const DAEMON_START = 1200

/** auditd numbers its own records (1200 to 1299) itself: they say nothing about the kernel's serial numbers. */
function isDaemonRecord(type: number): boolean {
  return type >= 1200 && type <= 1299
}

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
const IDS_KEPT = 64

/** Told when a boot has ended because another begins. */
export type BootListener = (ended: Boot, begun: Boot) => void

/** Watches every event of one node. */
export class BootDetector {
  readonly #boots: BootList
  readonly serials = new RecentNumbers(SERIALS_KEPT)
  readonly #ids = new RecentNumbers(IDS_KEPT)
  readonly #rules: BootRules
  readonly #onBoot: BootListener
  #current: Boot
  #daemonStarted = false
  /** The kernel release of that start. */
  #kernel: string | undefined
  readonly #gaps: SerialGaps

  constructor(node: string | undefined, rules: BootRules, boots: BootList, onBoot: BootListener) {
    this.#rules = rules
    this.#onBoot = onBoot
    this.#current = newBoot(node, 1, 'log-start')
    this.#boots = boots
    boots.begin(this.#current)
    this.#gaps = new SerialGaps(rules.gapSerials, rules.settleMs, this.#gapFound)
  }

  /** The boot that the latest event belongs to. */
  get current(): Boot {
    return this.#current
  }

  /** Takes an event that has a time; a boot it begins has begun when this returns. */
  observe(event: LogEvent): void {
    const time = event.seconds * 1000 + event.milliseconds
    if (isDaemonRecord(event.type)) {
      if (event.type === DAEMON_START) this.#observeDaemonStart(event)
      return
    }
    const { serials } = this
    const { serial } = event
    if (serial <= serials.max && this.#serialRestarts(serial, time)) {
      this.#begin(this.#daemonStarted ? 'daemon-start' : 'serial-restart')
    }
    if (event.type === SYSTEM_BOOT) this.#observeSign('system-boot', time)
    else if (event.type === KERNEL) this.#observeSign('kernel-initialized', time)
    this.#settleDaemonStart()
    if (serial > serials.max + 1 && !serials.empty) this.#observeGap(event, serials.max, time)
    if (this.#gaps.waiting) this.#gaps.fill(serial, time)
    serials.add(serial, time)
    this.#count(event, time)
  }

  /** Takes the id of a LOAD; true when it shows that another boot has begun. */
  observeLoad(progId: number, time: number, inUse: boolean): void {
    if (inUse || (progId <= this.#ids.max && this.#ids.restartsAt(progId, time, SLACK))) {
      const { serials } = this
      const serial = serials.max
      this.#begin('prog-id-restart')
      serials.add(serial, time)
    }
    this.#ids.add(progId, time)
  }

  #serialRestarts(serial: number, time: number): boolean {
    const boot = this.#current
    if (boot.events === 0) return false
    if (this.#daemonStarted && serial < this.serials.max) return true
    const settled = boot.events >= SLACK || time - boot.lastTime > this.#rules.quietMs
    return this.serials.restartsAt(serial, time, settled ? 0 : SLACK)
  }

  /** A sign that comes once a boot: it confirms one that has just begun without it, or begins the next. */
  #observeSign(sign: BootSign, time: number): void {
    const boot = this.#current
    const confirms =
      !boot.signs.includes(sign) && (boot.events === 0 || time - boot.firstTime <= this.#rules.confirmMs)
    if (confirms) boot.signs.push(sign)
    else this.#begin(sign)
  }

  #observeDaemonStart(event: LogEvent): void {
    const kernel = kernelRelease(event.records[0])
    const known = this.#current.kernel
    if (kernel !== undefined && known !== undefined && kernel !== known) this.#begin('kernel-changed')
    this.#kernel = kernel
    this.#daemonStarted = true
  }

  /** The event after auditd's start has told which boot it was. */
  #settleDaemonStart(): void {
    if (this.#kernel !== undefined) this.#current.kernel = this.#kernel
    this.#kernel = undefined
    this.#daemonStarted = false
  }

  #begin(sign: BootSign): void {
    this.#gaps.end()
    const ended = this.#current
    const begun = newBoot(ended.node, ended.index + 1, sign)
    this.#current = begun
    this.#boots.begin(begun)
    this.serials.clear()
    this.#ids.clear()
    this.#onBoot(ended, begun)
  }

  #observeGap(event: LogEvent, max: number, time: number): void {
    if (event.serial - max - 1 < this.#rules.gapSerials) return
    const from = this.serials.neighbours(max).before ?? 0
    const seconds = Math.floor(from / 1000)
    const stamp = { seconds, milliseconds: from - seconds * 1000, serial: max }
    this.#gaps.skip(max, event.serial, time, stampText(stamp), stampText(event))
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

  #count(event: LogEvent, time: number): void {
    const boot = this.#current
    if (boot.events === 0) {
      boot.firstTime = time
      boot.firstEvent = stampText(event)
      boot.minSerial = event.serial
      boot.maxSerial = event.serial
    }
    boot.events++
    if (time > boot.lastTime) boot.lastTime = time
    if (event.serial > boot.maxSerial) boot.maxSerial = event.serial
    else if (event.serial < boot.minSerial) boot.minSerial = event.serial
  }
}

/** The `kernel=` field of auditd's DAEMON_START. */
function kernelRelease(record: LogRecord | undefined): string | undefined {
  if (record === undefined) return undefined
  return / kernel=([^ ]+)/.exec(latin1(record.bytes, record.start, record.textEnd))?.[1]
}
