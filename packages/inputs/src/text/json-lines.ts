/** Lines that are JSON with something before it: rsyslog's `@cee:`, and Fluent Bit's outputs to files and to stdout. */
import {
  AT,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  EQUALS,
  GREATER,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  SPACE,
} from '../ascii.ts'
import { digitsEnd, wordEnd } from '../bytes.ts'
import type { LineForm } from '../input-form.ts'
import { isScalarByte, skipSpace, valueEndAt } from '../json/json-object.ts'
import { stringEnd } from '../json/json-text.ts'
import { afterCee } from './syslog-text.ts'

/** `@cee: {…}` */
export const cee: LineForm = {
  kind: 'line',
  name: 'cee',
  title: 'JSON after @cee:',
  losses: [],
  open: (out) => ({
    line(bytes, start, end) {
      if (bytes[start] !== AT) return false
      const object = afterCee(bytes, start, end)
      if (bytes[object] !== OPEN_BRACE || object >= end) return false
      if (!out.object(bytes, object, end)) out.unread('without-text')
      return true
    },
  }),
}

/**
 * `TAG: [SECONDS.fraction, {…}]` of the file output; `[N] TAG: [[SECONDS.fraction, {…}], {…}]` of stdout, where `=>` may
 * stand for `:`. The latter is not verified.
 */
export const fluentBit: LineForm = {
  kind: 'line',
  name: 'fluent-bit-text',
  title: "Fluent Bit's output to files",
  losses: [],
  open: (out) => ({
    line(bytes, start, end) {
      if (bytes[end - 1] !== CLOSE_BRACKET || bytes[end - 2] !== CLOSE_BRACE || end - start < 8) return false
      const array = arrayStart(bytes, start, end)
      if (array < 0) return false
      const line = withColons(bytes.subarray(array, end))
      const object = lastObject(line)
      if (object < 0) return false
      if (!out.object(line, object, line.length - 1)) out.unread('without-text')
      return true
    },
  }),
}

function arrayStart(bytes: Uint8Array, start: number, end: number): number {
  let at = start
  if (bytes[at] === OPEN_BRACKET) {
    at = digitsEnd(bytes, start + 1, end)
    if (at === start + 1 || bytes[at] !== CLOSE_BRACKET || bytes[at + 1] !== SPACE) return -1
    at += 2
  }
  const tag = wordEnd(bytes, at, end)
  return tag > at + 1 && tag + 1 < end && bytes[tag - 1] === COLON && bytes[tag + 1] === OPEN_BRACKET
    ? tag + 1
    : -1
}

/** Where the object begins in `[TIME, {…}]` or `[[TIME, {…}], {…}]`, or -1. */
function lastObject(line: Uint8Array): number {
  let at = skipSpace(line, 1, line.length)
  if (line[at] === OPEN_BRACKET) at = valueEndAt(line, at, line.length)
  else while (isScalarByte(line[at])) at++
  if (at < 0) return -1
  at = skipSpace(line, at, line.length)
  if (line[at] !== COMMA) return -1
  at = skipSpace(line, at + 1, line.length)
  return line[at] === OPEN_BRACE ? at : -1
}

/** `=>` outside of strings made `: `; the same bytes where there is none. */
function withColons(line: Uint8Array): Uint8Array {
  let out = line
  for (let at = 0; at < line.length; at++) {
    if (line[at] === QUOTE) {
      const end = stringEnd(line, at, line.length)
      if (end < 0) return line
      at = end - 1
    } else if (line[at] === EQUALS && line[at + 1] === GREATER) {
      if (out === line) out = line.slice()
      out[at] = COLON
      out[at + 1] = SPACE
    }
  }
  return out
}
