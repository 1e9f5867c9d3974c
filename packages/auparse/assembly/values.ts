/** What a value becomes. */
import { interpret } from './answers'
import { CLOSE, OPEN, QUOTE, SPACE, ZERO } from './ascii'
import { digit, find, isPlainNumber } from './bytes'
import { gaveUp, giveUp } from './current-record'
import {
  A0,
  A3,
  ADDR,
  ESCAPED,
  ESCAPED_FILE,
  ESCAPED_KEY,
  EXIT,
  FLAGS,
  MAC_LABEL,
  PROCTITLE,
  SESSION,
  SYSCALL,
} from './field-types'
import { SCRATCH } from './layout'
import { recall, recalledLength, remember } from './memo'
import {
  out,
  setOut,
  writeByte,
  writeCharacter,
  writeEscaped,
  writeKeySeparator,
  writeRaw,
  writeText,
} from './output'
import { findPlan, HEXADECIMAL, kindOf, PLAN_TEXT, planLength } from './system-call'

export function writeInterpreted(type: i32, start: i32, stop: i32): void {
  if (type === ESCAPED || type === ESCAPED_FILE) writeUnquoted(start, stop, false)
  else if (type === ESCAPED_KEY) writeUnquoted(start, stop, true)
  else if (type === MAC_LABEL || type === ADDR || type === FLAGS) writeEscaped(start, stop)
  else if (type === PROCTITLE) writeTitle(start, stop)
  else if (type === SYSCALL) writeSyscall()
  else if (type >= A0 && type <= A3) writeArgument(type - A0, start, stop)
  else if ((type === EXIT || type === SESSION) && isPlainNumber(start, stop)) writeRaw(start, stop)
  else writeRemembered(type, start, stop)
}

function writeSyscall(): void {
  const plan = findPlan()
  if (!gaveUp) writeText(plan + PLAN_TEXT, planLength(plan))
}

function writeArgument(index: i32, start: i32, stop: i32): void {
  const plan = findPlan()
  if (gaveUp) return
  const kind = kindOf(plan, index)
  if (kind !== HEXADECIMAL) writeRemembered(kind, start, stop)
  else {
    writeByte(ZERO)
    writeByte(0x78)
    writeEscaped(start, stop)
  }
}

/** Writes the interpretation of a value that depends on nothing but its kind and itself. */
function writeRemembered(kind: i32, start: i32, stop: i32): void {
  const known = recall(kind, start, stop)
  if (known !== 0) {
    writeText(known, recalledLength())
    return
  }
  const length = interpret(kind, start, stop)
  if (length < 0) {
    giveUp()
    return
  }
  writeText(SCRATCH, length)
  remember(kind, start, stop, length)
}

/** A command line in quotes, or in hexadecimal with zero bytes as spaces; other forms are left to JavaScript. */
function writeTitle(start: i32, stop: i32): void {
  if (start < stop && load<u8>(start) === QUOTE) {
    writeUnquoted(start, stop, false)
    return
  }
  const pairs = (stop - start) >> 1
  const before = out
  let isUsual = pairs > 0 && load<u16>(start) !== 0x3030
  for (let at = start; isUsual && at < stop; at += 2) {
    const high = digit(load<u8>(at))
    const low = at + 1 < stop ? digit(load<u8>(at, 1)) : 0
    if (high > 15 || low > 15) isUsual = false
    else if (at + 1 < stop) {
      const byte = high * 16 + low
      writeCharacter(byte === 0 ? SPACE : byte)
    }
  }
  if (isUsual) return
  setOut(before)
  writeRemembered(PROCTITLE, start, stop)
}

/** What a quoted, hexadecimal or plain value stands for: Q of spec 03 §6. */
function writeUnquoted(start: i32, stop: i32, keys: bool): void {
  const first = start < stop ? (load<u8>(start) as i32) : 0
  if (first === QUOTE) {
    const close = find(QUOTE, start + 1, stop)
    if (close < stop) writeCharacters(start + 1, close, keys)
    else writeCharacter(SPACE)
  } else if (first === OPEN) writeBracketed(start, start, stop, keys)
  else if (first === ZERO && start + 1 < stop && load<u8>(start, 1) === ZERO) {
    if (start + 2 < stop && load<u8>(start, 2) === OPEN) writeBracketed(start, start + 2, stop, keys)
    else writeHex(start, start + 2, stop, keys)
  } else writeHex(start, start, stop, keys)
}

/** A text in brackets at `open` stands for itself up to the closing bracket; without one, the whole value does. */
function writeBracketed(start: i32, open: i32, stop: i32, keys: bool): void {
  const close = find(CLOSE, open + 1, stop)
  if (close < stop) writeCharacters(open, close + 1, keys)
  else writeCharacters(start, stop, keys)
}

/** Digits from `digits` on; with fewer than two the value from `start` is plain text. */
function writeHex(start: i32, digits: i32, stop: i32, keys: bool): void {
  if (digits + 1 >= stop || digit(load<u8>(digits)) > 15 || digit(load<u8>(digits, 1)) > 15) {
    writeCharacters(start, stop, keys)
    return
  }
  for (let at = digits; at + 1 < stop; at += 2) {
    const high = digit(load<u8>(at))
    const low = digit(load<u8>(at, 1))
    const byte = high * 16 + low
    if (high > 15 || low > 15 || byte === 0) break
    if (keys && byte === 1) writeKeySeparator()
    else writeCharacter(byte)
  }
}

function writeCharacters(start: i32, stop: i32, keys: bool): void {
  if (!keys) writeEscaped(start, stop)
  else
    for (let at = start; at < stop; at++) {
      const byte = load<u8>(at)
      if (byte === 1) writeKeySeparator()
      else writeCharacter(byte)
    }
}
