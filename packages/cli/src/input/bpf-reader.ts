/** A reader of audit logs that also takes the log of a kernel without auditd: `dmesg`, `journalctl -k`, syslog. */
import { createKernelLogReader } from '@ts-audit/bpf'
import { LogReader, type LogReaderOptions } from '@ts-audit/log'

/** Without a line of an audit log within so many bytes, an input is the text of a kernel log. */
const LOOK_BYTES = 1 << 16
/** How a line of an audit log begins (spec 01 §3). */
const BEGINNINGS = ['type=', 'node='].map((text) => Buffer.from(text))

/** Told about messages that a kernel log says are missing, with the id of a record beside them. */
export type OnLost = (lost: number, event: string) => void

/** Whom a reader tells. */
export interface BpfReaderOptions {
  readonly onLost?: OnLost | undefined
  /** Takes messages for people, with their newlines. */
  readonly note?: ((text: string) => void) | undefined
}

/** Decides for each file by its beginning whether it is an audit log or a kernel log; the latter's records are read too. */
export class BpfLogReader extends LogReader {
  readonly #kernel: ReturnType<typeof createKernelLogReader>
  #kind: 'unknown' | 'audit' | 'kernel' = 'unknown'
  /** What has come while the kind was unknown. */
  #held: Buffer = Buffer.alloc(0)
  #bytesRead = 0
  readonly #note: BpfReaderOptions['note']

  constructor(options: LogReaderOptions, { onLost, note }: BpfReaderOptions = {}) {
    super(options)
    this.#kernel = createKernelLogReader({ onLost })
    this.#note = note
  }

  override push(chunk: Uint8Array): boolean {
    this.#bytesRead += chunk.length
    if (this.#kind === 'unknown') {
      // A chunk may be written over once it is pushed: what is held is copied, unless it decides at once.
      const begun =
        this.#held.length === 0 ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength) : undefined
      const seen = begun ?? Buffer.concat([this.#held, chunk])
      this.#kind = kindOf(seen)
      if (this.#kind === 'unknown') {
        this.#held = begun === undefined ? seen : Buffer.from(seen)
        return true
      }
      this.#held = Buffer.alloc(0)
      return this.#pass(begun === undefined ? seen : chunk)
    }
    return this.#pass(chunk)
  }

  override endFile(): boolean {
    return this.#endText() && super.endFile()
  }

  override end(): boolean {
    const more = this.#endText() && super.end()
    const { journalCopies } = this.#kernel
    if (journalCopies > 0) this.#note?.(copiesText(journalCopies))
    return more
  }

  override get bytesRead(): number {
    return this.#bytesRead
  }

  #pass(bytes: Uint8Array): boolean {
    return super.push(this.#kind === 'kernel' ? this.#kernel.push(bytes) : bytes)
  }

  /** The end of a file: the next one is judged anew. */
  #endText(): boolean {
    const held = this.#held
    if (this.#kind === 'unknown') this.#kind = 'kernel'
    this.#held = Buffer.alloc(0)
    const more = this.#pass(held) && (this.#kind !== 'kernel' || super.push(this.#kernel.end()))
    this.#kind = 'unknown'
    return more
  }
}

/** "No matches" about a log that was not read would be the wrong answer. */
function copiesText(count: number): string {
  const records = count === 1 ? '1 BPF record is' : `${count} BPF records are`
  return `NOTE - ${records} in journald's own form, without event ids, and not read: give audit.log, or the kernel's log of dmesg or journalctl -k\n`
}

/** A first line can be the rest of one that was cut: any line may decide. */
function kindOf(bytes: Buffer): 'unknown' | 'audit' | 'kernel' {
  const look = bytes.subarray(0, LOOK_BYTES)
  for (let at = 0; at >= 0; ) {
    for (const beginning of BEGINNINGS) {
      if (look.subarray(at, at + beginning.length).equals(beginning)) return 'audit'
    }
    const newline = look.indexOf(0x0a, at)
    at = newline < 0 ? -1 : newline + 1
  }
  return bytes.length < LOOK_BYTES ? 'unknown' : 'kernel'
}
