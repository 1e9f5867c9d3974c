/** The readers of all forms, and what they give: records with their places, counted by source. */
import { AuditLines, type LineOrigin } from './audit-lines.ts'
import { ascii, equals } from './bytes.ts'
import type {
  BlockForm,
  BlockReader,
  FormOutput,
  InputForm,
  LineForm,
  LineReader,
  ObjectReader,
} from './input-form.ts'
import { SourceCount } from './input-report.ts'
import { JsonObject } from './json/json-object.ts'
import { isAuditRecord } from './record-heads.ts'
import { auditLog } from './text/audit-log.ts'
import { type SyslogTag, syslogTag } from './text/syslog-tag.ts'
import { wrappedRecord } from './wrapped-record.ts'

/** Texts in documents in texts: what is deeper is not looked at. */
const MOST_NESTED = 4
/** A longer name is no host's (RFC 1035 §2.3.4). */
const LONGEST_HOST = 255
const NODE = ascii('node=')

/** What is read of the forms. */
export interface FormReaderOptions {
  /** The forms that are recognised. */
  readonly forms: readonly InputForm[]
  /** Told about messages that an input says are missing, with the id of the record before them, or else of the one after. */
  readonly onMissing?: ((count: number, event: string) => void) | undefined
  /** Names of programs that write audit records to syslog or the journal, beside those that are known. */
  readonly syslogTags?: readonly string[] | undefined
  /** Whether records without a node get the host that their input names. */
  readonly hostAsNode?: boolean | undefined
}

export interface OpenLine {
  readonly form: LineForm
  readonly reader: LineReader
}

export interface OpenBlock {
  readonly form: BlockForm
  readonly reader: BlockReader
}

export class FormReaders {
  readonly lines = new AuditLines()
  readonly lineReaders: readonly OpenLine[]
  readonly objectReaders: readonly ObjectReader[]
  readonly blocks: readonly OpenBlock[]
  readonly #options: FormReaderOptions
  readonly #tags: readonly Uint8Array[]
  /** Told where in the bytes of a block the part begins that is being read. */
  readonly #onPlace: (at: number) => void
  readonly sources: SourceCount[] = []
  /** The indices of this input's sources, counted from 1: by the form, and the one whose text holds it. */
  readonly #sourceOf = new Map<InputForm, Map<InputForm | undefined, number>>()
  /** The form whose text is being read. */
  #carrier: InputForm | undefined
  #input = -1
  /** Where the line, or the part of a block, begins that is being read. */
  #offset = 0
  #line = 1
  #nesting = 0
  #boot: string | undefined
  /** `node=HOST `, of the host that the part names. */
  #node: Uint8Array | undefined
  /** Whether any input has told the boot of its records. */
  namesBoots = false
  /** Messages that are missing before the first record. */
  #missingBefore = 0
  /** Records that were no lines of auditd's log. */
  otherRecords = 0

  constructor(options: FormReaderOptions, onPlace: (at: number) => void) {
    this.#options = options
    this.#onPlace = onPlace
    this.#tags = (options.syslogTags ?? []).map(ascii)
    const lineReaders: OpenLine[] = []
    const objectReaders: ObjectReader[] = []
    const blocks: OpenBlock[] = []
    for (const form of options.forms) {
      const out = this.#output(form)
      if (form.kind === 'line') lineReaders.push({ form, reader: form.open(out) })
      else if (form.kind === 'object') objectReaders.push(form.open(out))
      else blocks.push({ form, reader: form.open(out) })
    }
    this.lineReaders = lineReaders
    this.objectReaders = objectReaders
    this.blocks = blocks
  }

  /** What follows is of this input. */
  begin(input: number): void {
    if (input !== this.#input) {
      this.#sourceOf.clear()
      this.#boot = undefined
    }
    this.#input = input
  }

  /** The line, or the part of a block, that is read next begins at a byte of the input, on a line counted from 1. */
  setPlace(offset: number, line: number): void {
    this.#offset = offset
    this.#line = line
    this.#node = undefined
  }

  /** The line of {@link setPlace}. */
  get line(): number {
    return this.#line
  }

  /** The end of the input for all but the blocks. */
  end(): void {
    for (const { reader } of this.lineReaders) reader.end?.()
    for (const reader of this.objectReaders) reader.end?.()
  }

  /** A text that a form wraps. */
  #tryText(bytes: Uint8Array, start: number, end: number, form: InputForm, out: FormOutput): boolean {
    if (isAuditRecord(bytes, start, end)) {
      const line = wrappedRecord(bytes, start, end)
      if (line !== undefined) out.record(line, 0, line.length)
      return true
    }
    const carrier = this.#carrier
    this.#carrier = form
    const isKnown = this.#nested(() =>
      this.lineReaders.some(
        ({ form: inner, reader }) =>
          inner !== auditLog && inner.neverWrapped !== true && reader.line(bytes, start, end),
      ),
    )
    this.#carrier = carrier
    return isKnown
  }

  #tryObject(bytes: Uint8Array, start: number, end: number, parsed: JsonObject | undefined): boolean {
    const object = parsed ?? JsonObject.parse(bytes, start, end)
    if (object === undefined) return false
    return this.#nested(() => this.objectReaders.some((reader) => reader.object(object)))
  }

  #nested(read: () => boolean): boolean {
    if (this.#nesting >= MOST_NESTED) return false
    this.#nesting++
    try {
      return read()
    } finally {
      this.#nesting--
    }
  }

  #source(form: InputForm): number {
    let byCarrier = this.#sourceOf.get(form)
    if (byCarrier === undefined) {
      byCarrier = new Map()
      this.#sourceOf.set(form, byCarrier)
    }
    let index = byCarrier.get(this.#carrier)
    if (index === undefined) {
      index = this.sources.push(new SourceCount(this.#input, form, this.#carrier))
      byCarrier.set(this.#carrier, index)
    }
    return index
  }

  #output(form: InputForm): FormOutput {
    const source = (): number => this.#source(form)
    const count = (): SourceCount => this.sources[source() - 1] as SourceCount
    const origin = (): LineOrigin => ({
      source: source(),
      offset: this.#offset,
      line: this.#line,
      boot: this.#boot,
    })
    const counted = (isNew: boolean): void => {
      if (form !== auditLog) this.otherRecords++
      if (!isNew) count().duplicates++
      else {
        count().records++
        if (this.#missingBefore > 0) this.#tellMissing()
      }
    }
    const out: FormOutput = {
      takesHost: this.#options.hostAsNode === true,
      record: (bytes, start, end) => counted(this.lines.add(bytes, start, end, origin(), this.#node)),
      compose: (type, stamp, body, start, end) =>
        counted(this.lines.compose(type, stamp, body, start, end, origin(), this.#node)),
      text: (bytes, start, end) => this.#tryText(bytes, start, end, form, out),
      object: (bytes, start, end, parsed) => this.#tryObject(bytes, start, end, parsed),
      unread: (reason, number = 1) => count().addUnread(reason, number),
      loss: (word) => {
        count().losses.add(word)
      },
      missing: (number) => {
        if (number === 0) return
        count().missing += number
        this.#missingBefore += number
        this.#tellMissing()
      },
      boot: (id) => {
        this.#boot = id
        if (id !== undefined) this.namesBoots = true
      },
      host: (bytes, start, end) => {
        if (out.takesHost && isHostName(bytes, start, end)) this.#node = nodeOf(bytes, start, end)
      },
      tagOf: (bytes, start, end) => this.#tagOf(bytes, start, end),
      place: (at) => this.#onPlace(at),
    }
    return out
  }

  #tagOf(bytes: Uint8Array, start: number, end: number): SyslogTag {
    const tag = syslogTag(bytes, start, end)
    if (tag !== 'other' || this.#tags.length === 0) return tag
    return this.#tags.some((name) => equals(bytes, start, end, name)) ? 'audit' : tag
  }

  #tellMissing(): void {
    const event = this.lines.lastStamp
    if (event === undefined || this.#missingBefore === 0) return
    this.#options.onMissing?.(this.#missingBefore, event)
    this.#missingBefore = 0
  }
}

/** Whether bytes may stand for a node: one word of printable characters. */
function isHostName(bytes: Uint8Array, start: number, end: number): boolean {
  if (end <= start || end - start > LONGEST_HOST) return false
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number
    if (byte <= 0x20 || byte >= 0x7f) return false
  }
  return true
}

/** `node=HOST ` */
function nodeOf(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const node = new Uint8Array(NODE.length + end - start + 1)
  node.set(NODE)
  node.set(bytes.subarray(start, end), NODE.length)
  node[node.length - 1] = 0x20
  return node
}
