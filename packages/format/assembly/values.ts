/** What a value becomes: the member `text`. */
import { interpret } from '../../auparse/assembly/answers'
import { OPEN, QUOTE, SPACE, ZERO } from '../../auparse/assembly/ascii'
import { digit, isPlainNumber, isSame } from '../../auparse/assembly/bytes'
import { gaveUp, giveUp } from '../../auparse/assembly/current-record'
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
} from '../../auparse/assembly/field-types'
import { OUTPUT_END, SCRATCH } from '../../auparse/assembly/layout'
import { recall, recalledLength, remember } from '../../auparse/assembly/memo'
import { findPlan, HEXADECIMAL, kindOf, PLAN_TEXT, planLength } from '../../auparse/assembly/system-call'
import {
  copy,
  FIELD_BYTES,
  out,
  setOut,
  writeByte,
  writeCharacter,
  writeJson,
  writeText,
  writeTextHead,
} from './output'

/** Writes the member `text`, unless the text is the raw value. */
export function writeInterpretation(type: i32, start: i32, stop: i32): void {
  if (type === ESCAPED || type === ESCAPED_FILE || type === ESCAPED_KEY) writeDecoded(start, stop)
  else if (type === MAC_LABEL || type === ADDR || type === FLAGS) return
  else if (type === PROCTITLE) writeTitle(start, stop)
  else if (type === SYSCALL) writeSyscall(start, stop)
  else if (type >= A0 && type <= A3) writeArgument(type - A0, start, stop)
  else if ((type === EXIT || type === SESSION) && isPlainNumber(start, stop)) return
  else writeRemembered(type, start, stop)
}

function writeSyscall(start: i32, stop: i32): void {
  const plan = findPlan()
  if (gaveUp) return
  const length = planLength(plan)
  const text = plan + PLAN_TEXT
  if (length !== stop - start || !isSame(text, start, length)) writeText(text, text + length)
}

function writeArgument(index: i32, start: i32, stop: i32): void {
  const plan = findPlan()
  if (gaveUp) return
  const kind = kindOf(plan, index)
  if (kind !== HEXADECIMAL) writeRemembered(kind, start, stop)
  else {
    writeTextHead()
    writeByte(ZERO)
    writeByte(0x78)
    writeJson(start, stop)
    writeByte(QUOTE)
  }
}

/** Writes the member of a value whose text depends on nothing but its kind and itself. */
function writeRemembered(kind: i32, start: i32, stop: i32): void {
  const known = recall(kind, start, stop)
  if (known !== 0) {
    copy(known, recalledLength())
    return
  }
  const length = interpret(kind, start, stop)
  if (length < 0 || out + length + FIELD_BYTES > OUTPUT_END) {
    giveUp()
    return
  }
  copy(SCRATCH, length)
  remember(kind, start, stop, length)
}

/** A command line in hexadecimal with zero bytes as spaces; other forms are left to JavaScript. */
function writeTitle(start: i32, stop: i32): void {
  const pairs = (stop - start) >> 1
  const before = out
  let isUsual = pairs > 0 && load<u16>(start) !== 0x3030
  writeTextHead()
  for (let at = start; isUsual && at < stop; at += 2) {
    const high = digit(load<u8>(at))
    const low = at + 1 < stop ? digit(load<u8>(at, 1)) : 0
    const byte = high * 16 + low
    if (high > 15 || low > 15 || byte > 0x7e) isUsual = false
    else if (at + 1 < stop) writeCharacter(byte === 0 ? SPACE : byte)
  }
  if (isUsual) writeByte(QUOTE)
  else {
    setOut(before)
    writeRemembered(PROCTITLE, start, stop)
  }
}

/** What a hexadecimal or plain value stands for: Q of spec 03 §6; quoted ones and odd forms are left to JavaScript. */
function writeDecoded(start: i32, stop: i32): void {
  const first = load<u8>(start) as i32
  const isOdd = first === QUOTE || first === OPEN || (first === ZERO && load<u8>(start, 1) === ZERO)
  if (isOdd) {
    writeRemembered(ESCAPED, start, stop)
    return
  }
  // Fewer than two digits are plain text.
  if (start + 1 >= stop || digit(load<u8>(start)) > 15 || digit(load<u8>(start, 1)) > 15) return
  const before = out
  writeTextHead()
  for (let at = start; at + 1 < stop; at += 2) {
    const high = digit(load<u8>(at))
    const low = digit(load<u8>(at, 1))
    const byte = high * 16 + low
    if (high > 15 || low > 15 || byte === 0) break
    if (byte > 0x7e) {
      setOut(before)
      writeRemembered(ESCAPED, start, stop)
      return
    }
    writeCharacter(byte)
  }
  writeByte(QUOTE)
}
