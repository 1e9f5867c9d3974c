/** Reads a log in any form that is understood: recognises each input by its beginning, and unwraps its records. */
import { type ChunkReader, type LogCounters, LogReader, type LogReaderOptions } from '@ts-audit/log'
import type { InputForm, OnLost, Unwrapper } from './input-form.ts'
import { inputForms } from './input-forms.ts'

/** Without a line that some form knows within so many bytes, an input is in the last one. */
const LOOK_BYTES = 1 << 16
const NEWLINE = 0x0a
const NOTHING = new Uint8Array(0)

/** Whom a reader tells. */
export interface InputReaderOptions extends LogReaderOptions {
  /** The forms that are understood; by default {@link inputForms}. */
  readonly forms?: readonly InputForm[] | undefined
  readonly onLost?: OnLost | undefined
  /** Takes messages for people, with their newlines. */
  readonly note?: ((text: string) => void) | undefined
}

/** A push reader like `LogReader`, which each input's records go through. */
export class InputReader implements ChunkReader {
  readonly #log: LogReader
  readonly #forms: readonly InputForm[]
  readonly #unwrappers = new Map<InputForm, Unwrapper>()
  readonly #options: InputReaderOptions
  /** Undefined until the beginning of an input has told. */
  #form: InputForm | undefined
  /** What has come until then. */
  #held: Uint8Array = NOTHING
  #bytesRead = 0

  constructor(options: InputReaderOptions) {
    this.#options = options
    this.#log = new LogReader(options)
    this.#forms = options.forms ?? inputForms
    this.#judgeAnew()
  }

  /** Reads one chunk. Returns false when the sink has said stop. */
  push(chunk: Uint8Array): boolean {
    this.#bytesRead += chunk.length
    if (this.#form !== undefined) return this.#pass(chunk)
    const seen = this.#held.length === 0 ? chunk : joined(this.#held, chunk)
    this.#form = formOf(seen, this.#forms)
    if (this.#form === undefined) {
      // A chunk may be written over once it is pushed.
      this.#held = seen === chunk ? new Uint8Array(chunk) : seen
      return true
    }
    this.#held = NOTHING
    return this.#pass(seen)
  }

  /** End of one file of a set: the next one is judged anew; events in flight go on into it. */
  endFile(): boolean {
    return this.#endText() && this.#log.endFile()
  }

  /** End of the last input: delivers all events in flight. */
  end(): boolean {
    return this.#endLast() && this.#log.end()
  }

  /** End of the last input with a checkpoint in force: delivers the complete events and drops the others. */
  endAtCheckpoint(): boolean {
    return this.#endLast() && this.#log.endAtCheckpoint()
  }

  flushIdle(keepIncomplete: boolean): boolean {
    return this.#log.flushIdle(keepIncomplete)
  }

  buffersInFlight(): Set<Uint8Array> {
    return this.#log.buffersInFlight()
  }

  /** Bytes pushed so far. */
  get bytesRead(): number {
    return this.#bytesRead
  }

  get eventsInFlight(): number {
    return this.#log.eventsInFlight
  }

  /** What has been counted so far, of the audit lines that the inputs gave. */
  get counters(): LogCounters {
    return this.#log.counters
  }

  #pass(bytes: Uint8Array): boolean {
    const unwrapper = this.#unwrapper()
    return this.#log.push(unwrapper === undefined ? bytes : unwrapper.push(bytes))
  }

  #unwrapper(): Unwrapper | undefined {
    const form = this.#form
    if (form?.createUnwrapper === undefined) return undefined
    let unwrapper = this.#unwrappers.get(form)
    if (unwrapper === undefined) {
      unwrapper = form.createUnwrapper({ onLost: this.#options.onLost })
      this.#unwrappers.set(form, unwrapper)
    }
    return unwrapper
  }

  #endText(): boolean {
    this.#form ??= this.#forms.at(-1)
    const held = this.#held
    this.#held = NOTHING
    const unwrapper = this.#unwrapper()
    const more = this.#pass(held) && (unwrapper === undefined || this.#log.push(unwrapper.end()))
    this.#judgeAnew()
    return more
  }

  #endLast(): boolean {
    const more = this.#endText()
    let copies = 0
    for (const { journalCopies } of this.#unwrappers.values()) copies += journalCopies
    if (copies > 0) this.#options.note?.(copiesText(copies))
    return more
  }

  #judgeAnew(): void {
    this.#form = this.#forms.length === 1 ? this.#forms[0] : undefined
  }
}

/** "No matches" about a log that was not read would be the wrong answer. */
function copiesText(count: number): string {
  const records = count === 1 ? '1 BPF record is' : `${count} BPF records are`
  return `NOTE - ${records} in journald's own form, without event ids, and not read: give audit.log, or the kernel's log of dmesg or journalctl -k\n`
}

/** A first line can be the rest of one that was cut: any line may decide. */
function formOf(bytes: Uint8Array, forms: readonly InputForm[]): InputForm | undefined {
  const look = bytes.subarray(0, LOOK_BYTES)
  for (let at = 0; at >= 0 && at < look.length; ) {
    const form = forms.find(({ beginsAt }) => beginsAt?.(look, at))
    if (form !== undefined) return form
    const newline = look.indexOf(NEWLINE, at)
    at = newline < 0 ? -1 : newline + 1
  }
  return bytes.length < LOOK_BYTES ? undefined : forms.at(-1)
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length)
  both.set(one)
  both.set(other, one.length)
  return both
}
