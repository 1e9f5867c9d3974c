/** Records of Kinesis, and what a subscription gives to a function: base64 of lines, or of gzip. Not verified. */
import { compressionOf } from '../compression/compressions.ts'
import type { FormOutput, ObjectForm } from '../input-form.ts'
import { base64Bytes } from './base64.ts'
import { elements, JsonObject } from './json-object.ts'
import { giveText } from './log-text.ts'

/**
 * Records that are base64: of Kinesis (`{"Records":[{"kinesis":{"data":"…"}}]}`, `{"Records":[{"Data":"…"}]}`) and of
 * subscriptions (`{"awslogs":{"data":"…"}}`). What is compressed in them, as CloudWatch does, is counted.
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
      const records = object.value('Records')
      if (records === undefined) return false
      let isKnown = false
      for (const { kind, bytes, start, end } of elements(records)) {
        const record = kind === 'object' ? JsonObject.parse(bytes, start, end) : undefined
        const data = record?.object('kinesis')?.string('data') ?? record?.string('Data')
        if (data !== undefined && readData(out, data)) isKnown = true
      }
      return isKnown
    },
  }),
}

function readData(out: FormOutput, data: Uint8Array): boolean {
  const bytes = base64Bytes(data)
  if (bytes === undefined) return false
  if (compressionOf(bytes) === undefined) return giveText(out, bytes)
  out.unread('packed')
  return true
}
