/** PATHVALUE (spec 01 §5.4): a file name, appended to the event's file list. */
import { QUOTE, SLASH } from '../ascii.ts'
import { type ByteSpan, findBytes, latin1Bytes, startsWith, toNeedle } from './byte-span.ts'
import { decodeValue } from './decode.ts'
import { hexDigit } from './number.ts'
import type { RecordText } from './record-text.ts'
import type { FileEntry, SearchAttributes } from './search-attributes.ts'

const TYPE = toNeedle('type=')
const NULL_NAME = latin1Bytes('(null)')
const ABSTRACT = latin1Bytes('00')
const UP = latin1Bytes('..')
const HERE = latin1Bytes('./')
/** `PATH_MAX` of the kernel's include/uapi/linux/limits.h, without the final zero byte. */
const LONGEST_PATH = 4095

/** The file list, which exists from the first look on, even if that fails. */
export function fileList(attributes: SearchAttributes): FileEntry[] {
  attributes.files ??= []
  return attributes.files
}

/**
 * Reads the name at a position; `rest` is what a PATH record has from there on. Returns 0 or the failure code; the cursor
 * does not move.
 */
export function readPathValue(
  text: RecordText,
  at: number,
  attributes: SearchAttributes,
  rest?: ByteSpan,
): number {
  const files = fileList(attributes)
  const { bytes, end } = text
  if (startsWith(bytes, NULL_NAME, at, end)) {
    files.push(new NamedFile(text.span(at, at + NULL_NAME.length), rest))
    return 0
  }
  const found = pathSpan(text, at)
  if (typeof found === 'number') return found
  files.push(new NamedFile(absolute(found, attributes.cwd), rest))
  return 0
}

/** Looks for the tail only when a report asks for it. */
class NamedFile implements FileEntry {
  readonly name: ByteSpan
  readonly #rest: ByteSpan | undefined

  constructor(name: ByteSpan, rest: ByteSpan | undefined) {
    this.name = name
    this.#rest = rest
  }

  get isPath(): boolean {
    return this.#rest !== undefined
  }

  get tail(): ByteSpan | undefined {
    if (this.#rest === undefined) return undefined
    const { bytes, start, end } = this.#rest
    const found = findBytes(bytes, TYPE, start, end)
    return found < 0 ? undefined : { bytes, start: found + TYPE.length, end }
  }
}

function pathSpan(text: RecordText, at: number): ByteSpan | number {
  const { bytes, end } = text
  const first = at < end ? (bytes[at] ?? 0) : 0
  if (first === QUOTE) {
    const quote = text.findByte(QUOTE, at + 1)
    return quote < 0 ? 2 : text.span(at + 1, quote)
  }
  if (hexDigit(first) < 0) return 4
  if (startsWith(bytes, ABSTRACT, at, end)) return decodeValue(bytes, at + 2, end) ?? 7
  if (text.space(at) < 0) return 5
  return decodeValue(bytes, at, end) ?? 7
}

/** `./x` and `..` names stand below the working directory; nothing is normalised, other relative names stay. */
function absolute(name: ByteSpan, cwd: ByteSpan | undefined): ByteSpan {
  if (cwd === undefined) return name
  const relative =
    startsWith(name.bytes, UP, name.start, name.end) || startsWith(name.bytes, HERE, name.start, name.end)
  if (!relative) return name
  const folder = cwd.bytes.subarray(cwd.start, cwd.end)
  const joined = new Uint8Array(folder.length + 1 + name.end - name.start)
  joined.set(folder)
  joined[folder.length] = SLASH
  joined.set(name.bytes.subarray(name.start, name.end), folder.length + 1)
  return { bytes: joined, start: 0, end: Math.min(joined.length, LONGEST_PATH) }
}
