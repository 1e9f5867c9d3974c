/** Writes the values of a printed line: raw or escaped, as text or as bytes of the log. */
import { type EscapeMode, escapeText } from '@ts-audit/auparse'
import type { ByteSink } from '@ts-audit/auparse/internal'
import type { ByteSpan } from '@ts-audit/auparse/search'

/** Puts values into a sink. */
export class RowWriter {
  readonly sink: ByteSink
  /** For each byte what is written instead, undefined for the byte itself. */
  readonly #replacements: readonly (string | undefined)[]

  constructor(sink: ByteSink, mode: EscapeMode) {
    this.sink = sink
    this.#replacements = Array.from({ length: 256 }, (_, byte) => {
      const character = String.fromCharCode(byte)
      const escaped = escapeText(mode, character)
      return escaped === character ? undefined : escaped
    })
  }

  /** Text as it is. */
  text(text: string): void {
    this.sink.writeText(text)
  }

  /** Text with the characters escaped that the mode escapes. */
  escapedText(text: string): void {
    for (let at = 0; at < text.length; at++) {
      const byte = text.charCodeAt(at)
      const replacement = this.#replacements[byte]
      if (replacement === undefined) this.sink.writeByte(byte)
      else this.sink.writeText(replacement)
    }
  }

  /** Bytes of the log as they are. */
  span({ bytes, start, end }: ByteSpan): void {
    this.sink.writeBytes(bytes, start, end)
  }

  /** Bytes of the log, escaped. */
  escapedSpan({ bytes, start, end }: ByteSpan): void {
    const { sink } = this
    let copied = start
    for (let at = start; at < end; at++) {
      const replacement = this.#replacements[bytes[at] as number]
      if (replacement === undefined) continue
      sink.writeBytes(bytes, copied, at)
      sink.writeText(replacement)
      copied = at + 1
    }
    sink.writeBytes(bytes, copied, end)
  }
}
