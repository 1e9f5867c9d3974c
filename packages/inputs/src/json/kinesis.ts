/** Records of Kinesis, and what a subscription gives to a function: base64 of lines, or of gzip. Not verified. */
import { NEWLINE } from '../ascii.ts'
import { indexOfByte } from '../bytes.ts'
import { CompressedBytes } from '../compression/compressed-bytes.ts'
import { compressionOf } from '../compression/compressions.ts'
import { CutError, DamageError } from '../compression/decoding-errors.ts'
import { gzip } from '../compression/gzip.ts'
import type { FormOutput, ObjectForm } from '../input-form.ts'
import { base64Bytes } from './base64.ts'
import { elements, JsonObject } from './json-object.ts'
import { giveText } from './log-text.ts'

/** Most that may come of one record, which has 1 MiB as a rule: logs come to some 20 times their compressed size. */
const MOST_UNPACKED = 64 << 20

/**
 * Records that are base64: of Kinesis (`{"Records":[{"kinesis":{"data":"…"}}]}`, `{"Records":[{"Data":"…"}]}`), of Firehose
 * (`{"records":[{"data":"…"}]}`) and of subscriptions (`{"awslogs":{"data":"…"}}`), as they are or, as CloudWatch has them, gzipped.
 */
export const kinesis: ObjectForm = {
  kind: 'object',
  name: 'kinesis',
  title: 'records of Kinesis',
  losses: [],
  open: (out) => ({
    object(object) {
      const subscription = object.object('awslogs')?.string('data')
      if (subscription !== undefined) return readData(out, subscription)
      const records = object.value('Records') ?? object.value('records')
      if (records === undefined) return false
      let isKnown = false
      for (const { kind, bytes, start, end } of elements(records)) {
        const record = kind === 'object' ? JsonObject.parse(bytes, start, end) : undefined
        const data =
          record?.object('kinesis')?.string('data') ?? record?.string('Data') ?? record?.string('data')
        if (data !== undefined && readData(out, data)) isKnown = true
      }
      return isKnown
    },
  }),
}

function readData(out: FormOutput, data: Uint8Array): boolean {
  const bytes = base64Bytes(data)
  if (bytes === undefined) return false
  const compression = compressionOf(bytes)
  if (compression === undefined) return giveContent(out, bytes)
  const content = compression.name === 'gzip' ? unpacked(bytes) : undefined
  if (content === undefined) out.unread('packed')
  else if (!giveContent(out, content)) out.unread('without-text')
  return true
}

/** The bytes of gzip; undefined when it is cut, damaged or no log's. */
function unpacked(packed: Uint8Array): Uint8Array | undefined {
  const input = new CompressedBytes()
  input.push(packed)
  input.finish()
  const pieces: Uint8Array[] = []
  let size = 0
  try {
    for (const piece of gzip(input)) {
      if (piece === undefined) continue
      size += piece.length
      if (size > MOST_UNPACKED) return undefined
      pieces.push(piece)
    }
  } catch (error) {
    if (error instanceof CutError || error instanceof DamageError) return undefined
    throw error
  }
  const content = new Uint8Array(size)
  let at = 0
  for (const piece of pieces) {
    content.set(piece, at)
    at += piece.length
  }
  return content
}

/** A subscription's events, another document, or lines of either or of text. */
function giveContent(out: FormOutput, bytes: Uint8Array): boolean {
  if (giveDocument(out, bytes) || giveText(out, bytes)) return true
  let isKnown = false
  for (let start = 0; start < bytes.length; ) {
    const newline = indexOfByte(bytes, NEWLINE, start, bytes.length)
    const end = newline < 0 ? bytes.length : newline
    const line = bytes.subarray(start, end)
    if (giveDocument(out, line) || giveText(out, line)) isKnown = true
    start = end + 1
  }
  return isKnown
}

/** Takes a subscription's document; gives whether it is one with audit text. */
function giveDocument(out: FormOutput, bytes: Uint8Array): boolean {
  const document = JsonObject.parse(bytes, 0, bytes.length)
  const events = document?.value('logEvents')
  if (document === undefined || events === undefined) return false
  // It says that the subscription can be reached.
  if (document.word('messageType') === 'CONTROL_MESSAGE') return true
  let isKnown = false
  for (const { kind, bytes: text, start, end } of elements(events)) {
    if (kind === 'object' && out.object(text, start, end)) isKnown = true
  }
  return isKnown
}
