/** Writes where an event came from, and what it lost on the way. */
import type { ByteSink } from '@ts-audit/auparse/internal'
import { CLOSE_BRACE } from '../ascii.ts'
import { writeDigits } from './digits.ts'
import type { EventOrigin } from './event-json.ts'
import { jsonText, stringContent } from './json-strings.ts'

/** The word in `loss` of an event that was written without its lines. */
export const RAW_LEFT_OUT = 'raw-left-out'

const NO_LOSS: readonly string[] = []
const encoder = new TextEncoder()
const OFFSET = encoder.encode(',"offset":')
const LINE = encoder.encode(',"line":')

/** What consecutive events have in common. */
interface KnownSource {
  readonly input: string
  readonly file: string | undefined
  readonly head: Uint8Array
}

/** Remembers what consecutive events have in common. */
export class OriginWriter {
  readonly #hasRaw: boolean
  #source: KnownSource = { input: '', file: undefined, head: new Uint8Array(0) }
  #boot = { of: '', json: '' }
  #loss: { readonly of: readonly string[] | undefined; readonly json: Uint8Array }

  constructor(hasRaw: boolean) {
    this.#hasRaw = hasRaw
    this.#loss = this.#lossOf(undefined)
  }

  /** Writes the members `source` and `loss`, as far as there is something to say. */
  write(origin: EventOrigin | undefined, out: ByteSink): void {
    if (origin !== undefined) this.#writeSource(origin, out)
    const loss = origin?.loss
    if (this.#loss.of !== loss) this.#loss = this.#lossOf(loss)
    out.writeBytes(this.#loss.json)
  }

  #writeSource({ input, file, offset, line, boot }: EventOrigin, out: ByteSink): void {
    if (this.#source.input !== input || this.#source.file !== file) {
      const name = file === undefined ? '' : `,"file":"${stringContent(file)}"`
      this.#source = { input, file, head: latin1Bytes(`,"source":{"input":"${input}"${name}`) }
    }
    out.writeBytes(this.#source.head)
    if (offset !== undefined) writeNumber(OFFSET, offset, out)
    if (line !== undefined) writeNumber(LINE, line, out)
    if (boot !== undefined) {
      if (this.#boot.of !== boot) this.#boot = { of: boot, json: stringContent(boot) }
      out.writeText(`,"boot":"${this.#boot.json}"`)
    }
    out.writeByte(CLOSE_BRACE)
  }

  #lossOf(loss: readonly string[] | undefined) {
    const words = [...(loss ?? NO_LOSS), ...(this.#hasRaw ? [] : [RAW_LEFT_OUT])]
    return { of: loss, json: encoder.encode(words.length === 0 ? '' : `,"loss":${jsonText(words)}`) }
  }
}

function writeNumber(head: Uint8Array, value: number, out: ByteSink): void {
  out.writeBytes(head)
  if (Number.isSafeInteger(value) && value >= 0) writeDigits(value, out)
  else out.writeText(`${value}`)
}

/** The bytes of UTF-8 that {@link stringContent} gives as characters. */
function latin1Bytes(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0))
}
