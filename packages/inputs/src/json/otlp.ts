/** Log records of OpenTelemetry (OTLP JSON): the text in `body.stringValue`, or base64 of it in `body.bytesValue`. */
import type { ObjectForm } from '../input-form.ts'
import { base64Bytes } from './base64.ts'
import { giveText } from './log-text.ts'

export const otlp: ObjectForm = {
  kind: 'object',
  name: 'otlp',
  title: 'log records of OpenTelemetry',
  losses: [],
  open: (out) => ({
    object(object) {
      const body = object.object('body')
      if (body === undefined) return false
      const encoded = body.string('bytesValue')
      const text = body.string('stringValue') ?? (encoded && base64Bytes(encoded))
      if (text === undefined || !giveText(out, text)) out.unread('without-text')
      return true
    },
  }),
}
