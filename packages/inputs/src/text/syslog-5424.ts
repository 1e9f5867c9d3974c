/** Syslog by RFC 5424: `<PRI>1 STAMP HOST APP PROCID MSGID SD [BOM]TEXT`. */
import { BACKSLASH, CLOSE_BRACKET, DASH, OPEN_BRACKET, QUOTE, SPACE } from '../ascii.ts'
import { ascii, skipBlanks, startsWith, wordEnd } from '../bytes.ts'
import type { LineForm } from '../input-form.ts'
import { priorityEnd } from './kernel-prefix.ts'
import type { SyslogTag, TagOf } from './syslog-tag.ts'
import { SyslogText } from './syslog-text.ts'

const VERSION = ascii('1 ')
const BYTE_ORDER_MARK = ascii('\ufeff')

interface Message {
  readonly tag: SyslogTag
  readonly text: number
  readonly host: { readonly start: number; readonly end: number }
}

export const syslog5424: LineForm = {
  kind: 'line',
  name: 'syslog-5424',
  title: 'syslog (RFC 5424)',
  losses: ['unauthenticated'],
  open: (out) => {
    const reader = new SyslogText(out)
    return {
      line(bytes, start, end) {
        const message = messageOf(bytes, start, end, out.tagOf)
        if (message === undefined) return false
        const { tag, text, host } = message
        out.host(bytes, host.start, host.end)
        if (reader.read(tag, bytes, text, end, end - start) !== 'read') out.unread('other')
        return true
      },
    }
  },
}

function messageOf(bytes: Uint8Array, start: number, end: number, tagOf: TagOf): Message | undefined {
  const version = priorityEnd(bytes, start, end)
  if (version < 0 || !startsWith(bytes, version, end, VERSION)) return undefined
  const host = nextWord(bytes, nextWord(bytes, version, end), end)
  const app = nextWord(bytes, host, end)
  const data = nextWord(bytes, nextWord(bytes, nextWord(bytes, app, end), end), end)
  if (data >= end) return undefined
  const dataEnd = structuredDataEnd(bytes, data, end)
  if (dataEnd < 0) return undefined
  // rsyslog's template leaves a blank of its own.
  let text = skipBlanks(bytes, dataEnd, end)
  if (startsWith(bytes, text, end, BYTE_ORDER_MARK)) text += BYTE_ORDER_MARK.length
  return {
    tag: tagOf(bytes, app, wordEnd(bytes, app, end)),
    text,
    host: { start: host, end: wordEnd(bytes, host, end) },
  }
}

/** Where the word after this one begins; the end where there is none. */
function nextWord(bytes: Uint8Array, at: number, end: number): number {
  return Math.min(end, wordEnd(bytes, at, end) + 1)
}

/** The end of `-` or of `[id name="value"]…`, or -1. */
function structuredDataEnd(bytes: Uint8Array, start: number, end: number): number {
  if (bytes[start] === DASH) return isWordEnd(bytes, start + 1, end) ? start + 1 : -1
  let at = start
  while (at < end && bytes[at] === OPEN_BRACKET) {
    at = elementEnd(bytes, at, end)
    if (at < 0) return -1
  }
  return at > start && isWordEnd(bytes, at, end) ? at : -1
}

function elementEnd(bytes: Uint8Array, start: number, end: number): number {
  let isInValue = false
  for (let at = start + 1; at < end; at++) {
    const byte = bytes[at]
    if (isInValue && byte === BACKSLASH) at++
    else if (byte === QUOTE) isInValue = !isInValue
    else if (!isInValue && byte === CLOSE_BRACKET) return at + 1
  }
  return -1
}

function isWordEnd(bytes: Uint8Array, at: number, end: number): boolean {
  return at === end || bytes[at] === SPACE
}
