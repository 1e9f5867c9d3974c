/** Writes where an event came from, and what it lost on the way. */
import type { ByteSink } from '@ts-audit/auparse/internal'
import { CLOSE_BRACE } from '../ascii.ts'
import type { EventOrigin } from './event-json.ts'
import { jsonText, stringContent } from './json-strings.ts'

/** The word in `loss` of an event that was written without its lines. */
export const RAW_LEFT_OUT = 'raw-left-out'

const NO_LOSS: readonly string[] = []
const encoder = new TextEncoder()

/** Remembers what consecutive events have in common. */
export class OriginWriter {
  readonly #hasRaw: boolean
  #source = { input: '', file: undefined as string | undefined, head: '' }
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
      this.#source = { input, file, head: `,"source":{"input":"${input}"${name}` }
    }
    out.writeText(this.#source.head)
    if (offset !== undefined) out.writeText(`,"offset":${offset}`)
    if (line !== undefined) out.writeText(`,"line":${line}`)
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
