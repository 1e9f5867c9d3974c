/** Where values and messages begin and end in the text of a record. */
import { APOSTROPHE, CLOSE, COLON, COMMA, OPEN, QUOTE, SPACE } from '../../auparse/assembly/ascii'
import { find } from '../../auparse/assembly/bytes'
import { account } from '../../auparse/assembly/field-types'

/** The value that {@link takeValue} has found. */
export let valueStart: i32 = 0
export let valueEnd: i32 = 0

/** What may stand before a name and is no part of it: `(hostname=?, addr=?)`. */
export function isBeforeName(byte: i32): bool {
  return byte === OPEN || byte === APOSTROPHE || byte === COMMA
}

/** Where the message ends: at an apostrophe that ends the record, or else at the first one outside of double quotes. */
export function messageEnd(from: i32, end: i32): i32 {
  let last = end
  while (last > from && load<u8>(last - 1) === SPACE) last--
  if (last > from && load<u8>(last - 1) === APOSTROPHE) return last - 1
  let isQuoted = false
  for (let at = from; at < end; at++) {
    if (load<u8>(at) === QUOTE) isQuoted = !isQuoted
    else if (load<u8>(at) === APOSTROPHE && !isQuoted) return at
  }
  return end
}

/** Finds the value that begins at `start`; returns where the walk continues. */
export function takeValue(known: i32, start: i32, limit: i32): i32 {
  valueStart = start
  const quote = start < limit ? (load<u8>(start) as i32) : 0
  if (quote === QUOTE || quote === APOSTROPHE) {
    const close = find(quote, start + 1, limit)
    const after = close + 1
    if (close < limit && (after === limit || isAfterQuote(load<u8>(after)))) {
      valueEnd = after
      return after
    }
  }
  const stop = find(SPACE, start, limit)
  let last = stop
  if (last > start && load<u8>(last - 1) === COMMA) last--
  if (last > start && load<u8>(last - 1) === CLOSE && find(OPEN, start, last) === last) last--
  const isAccount = known >= 0 && known >> 8 === account
  if (isAccount && last > start && load<u8>(last - 1) === COLON) last--
  valueEnd = last
  return stop
}

/** What may follow a closing quote; before anything else the quote is a character of the value. */
function isAfterQuote(byte: i32): bool {
  return byte === SPACE || byte === COMMA || byte === CLOSE || byte === APOSTROPHE || byte === COLON
}
