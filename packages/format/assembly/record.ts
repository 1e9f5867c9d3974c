/**
 * A record as JSON of the native schema, in AssemblyScript: what `src/json/record-writer.ts` does, for records of ASCII as
 * the kernel and auditd write them. `format.ts` is the module that it is part of; `src/json/wasm-record.ts` says how it is called.
 *
 * Names, values and system calls are looked up in tables of fixed size that are filled by asking JavaScript about each
 * new one. A record that needs anything else is given up ({@link GIVE_UP}) and written by JavaScript.
 */

/** Gives the id and type of a field name (`id << 8 | type`), {@link UNTYPED} for a name without a type. */
declare function nameOf(start: i32, end: i32): i32
/** Gives the id of the field that an entry of the enrichment is about, or {@link UNTYPED}. */
declare function entryOf(start: i32, end: i32): i32
/** Writes the member with the interpretation of a value to {@link SCRATCH} and gives its length, or {@link GIVE_UP}. */
declare function interpret(kind: i32, start: i32, end: i32): i32
/** Writes a plan at {@link SCRATCH}, as {@link findPlan} takes it; gives the length of its text, or {@link GIVE_UP}. */
declare function planOf(machine: i32, number: i32): i32
/** Gives the kind of an argument's value that depends on the arguments before it. */
declare function chooseKind(index: i32, machine: i32, number: i32): i32
/** Gives the machine of an ELF word, or {@link UNSET}. */
declare function machineOf(word: u32): i32
/** Says that {@link ARGUMENTS} holds the first argument of a SYSCALL record (1), or the first two (2). */
declare function tookArguments(count: i32): void

export const UNTYPED: i32 = -1
export const UNSET: i32 = -1
const UNASKED: i32 = -2
const NOWHERE: i32 = -1
/** The record is to be written by JavaScript. */
export const GIVE_UP: i32 = -1

// Memory, in the order of use. Tables are direct-mapped or bounded: no log makes them grow.
/** By byte below 0x80: 0 plain, 1 as `\u001b`, else the letter after a backslash. */
export const ESCAPES: i32 = 0x400
/** By field id: whether some record types or values have rules of their own for it. */
export const RULED: i32 = 0x500
/** Two 64-bit numbers. */
export const ARGUMENTS: i32 = 0x600
export const ENTRY_STARTS: i32 = 0x1000
export const ENTRY_ENDS: i32 = 0x1400
export const ENTRY_GENERATIONS: i32 = 0x1800
/** The entries of the record in their order: name, start and end of the value. */
const ENTRIES: i32 = 0x1c00
const ENTRY_BYTES: i32 = 16
const MOST_ENTRIES: i32 = 64
export const NAMES: i32 = 0x2000
const NAME_SLOTS: i32 = 512
const MOST_NAMES: i32 = 400
/**
 * A name: its hash; its length with the `=` after it, 0 for a free slot; what JavaScript says of it; the name that came
 * after it the last time; the id of the field that it enriches; its bytes with the `=`; `{"name":"…","raw":"`.
 */
export const NAME_BYTES: i32 = 128
export const NAME_LENGTH: i32 = 4
export const NAME_KNOWN: i32 = 8
export const NAME_NEXT: i32 = 12
const NAME_ENTRY: i32 = 16
export const NAME_TEXT: i32 = 24
const NAME_HEAD: i32 = 56
const LONGEST_NAME: i32 = NAME_HEAD - NAME_TEXT - 1
const PLANS: i32 = 0x12000
const PLAN_SLOTS: i32 = 256
/** A plan: machine, number, length of the text + 1, kinds of four arguments, the text. */
const PLAN_BYTES: i32 = 64
const PLAN_KINDS: i32 = 12
const PLAN_TEXT: i32 = 28
const LONGEST_PLAN_TEXT: i32 = PLAN_BYTES - PLAN_TEXT
/** The latest hash in each slot of the memo: a value is remembered only when it comes a second time. */
const HASHES: i32 = 0x16000
export const SCRATCH: i32 = 0x1a000
export const SCRATCH_BYTES: i32 = 0x10000
/** A type: the names that came first the last time, of fields and of entries; then `{"type":"…","code":…`. */
export const TYPES: i32 = 0x2a000
export const TYPE_BYTES: i32 = 128
export const TYPE_HEAD: i32 = 16
export const MOST_TYPES: i32 = 256
const MEMO: i32 = 0x32000
const MEMO_SLOTS: i32 = 4096
/** An entry of the memo: kind, length of the value + 1, length of the member, the value, the member. */
const MEMO_BYTES: i32 = 256
const MEMO_KEY: i32 = 12
const LONGEST_KEY: i32 = 64
const MEMO_TEXT: i32 = MEMO_KEY + LONGEST_KEY
const LONGEST_TEXT: i32 = MEMO_BYTES - MEMO_TEXT
export const INPUT: i32 = 0x132000
export const INPUT_BYTES: i32 = 0x1ff00
export const OUTPUT: i32 = 0x152000
export const OUTPUT_BYTES: i32 = 0x100000
/** After it there is room for sixteen bytes that mean nothing. */
const OUTPUT_END: i32 = OUTPUT + OUTPUT_BYTES - 16

export const SPACE: i32 = 0x20
export const QUOTE: i32 = 0x22
export const APOSTROPHE: i32 = 0x27
const OPEN: i32 = 0x28
const CLOSE: i32 = 0x29
const COMMA: i32 = 0x2c
const ZERO: i32 = 0x30
const COLON: i32 = 0x3a
export const EQUALS: i32 = 0x3d
const BACKSLASH: i32 = 0x5c
const CLOSE_BRACKET: i32 = 0x5d
const OPEN_BRACE: i32 = 0x7b
const CLOSE_BRACE: i32 = 0x7d
/** The most bytes that one byte becomes: `\u001d`, and it may stand in a raw value and in its text. */
const WIDEST: i32 = 6
/** More than the members around a value take. */
const FIELD_BYTES: i32 = 256

/** Field types (packages/tables/src/field-types.ts). */
const SYSCALL: i32 = 3
const ARCH: i32 = 4
const EXIT: i32 = 5
const ESCAPED: i32 = 6
const FLAGS: i32 = 10
const A0: i32 = 14
const A3: i32 = 17
const TTY_DATA: i32 = 20
const SESSION: i32 = 21
const ADDR: i32 = 26
const MAC_LABEL: i32 = 32
const PROCTITLE: i32 = 33
const HOOK: i32 = 34
const ESCAPED_KEY: i32 = 38
const ESCAPED_FILE: i32 = 39
const FAN_TYPE: i32 = 44
const FAN_INFO: i32 = 45
const UNCLASSIFIED: i32 = 0
/** Kinds of an argument besides those of interpreters: hexadecimal, and one that {@link chooseKind} knows. */
const HEXADECIMAL: i32 = 0
const CHOSEN: i32 = -1

/** What a record is about, for {@link write}. */
const ABOUT: i32 = 3
const ABOUT_SYSCALL: i32 = 1
const ABOUT_URINGOP: i32 = 3
const IS_EXECVE: i32 = 4
const IS_RULED: i32 = 8
/** Whether the line itself is written, too. */
const HAS_RAW: i32 = 16

/** `,"raw":"` */
const RAW_HEAD: i32 = memory.data<u8>([0x2c, 0x22, 0x72, 0x61, 0x77, 0x22, 0x3a, 0x22]) as i32
/** `,"text":"` */
const TEXT_HEAD: i32 = memory.data<u8>([0x2c, 0x22, 0x74, 0x65, 0x78, 0x74, 0x22, 0x3a, 0x22]) as i32
/** `,"in":"msg"},` */
const IN_MESSAGE: i32 = memory.data<u8>([
  0x2c, 0x22, 0x69, 0x6e, 0x22, 0x3a, 0x22, 0x6d, 0x73, 0x67, 0x22, 0x7d, 0x2c,
]) as i32
/** `,"fields":[` */
const FIELDS_HEAD: i32 = memory.data<u8>([
  0x2c, 0x22, 0x66, 0x69, 0x65, 0x6c, 0x64, 0x73, 0x22, 0x3a, 0x5b,
]) as i32
/** `,"enriched":[` */
const ENRICHED_HEAD: i32 = memory.data<u8>([
  0x2c, 0x22, 0x65, 0x6e, 0x72, 0x69, 0x63, 0x68, 0x65, 0x64, 0x22, 0x3a, 0x5b,
]) as i32
/** `{"name":"` */
const NAME_START: i32 = memory.data<u8>([0x7b, 0x22, 0x6e, 0x61, 0x6d, 0x65, 0x22, 0x3a, 0x22]) as i32
/** `","raw":"` */
const NAME_STOP: i32 = memory.data<u8>([0x22, 0x2c, 0x22, 0x72, 0x61, 0x77, 0x22, 0x3a, 0x22]) as i32

/** The ids of `msg` and `acct`, and the machines of this host and of io_uring. */
export let message: i32 = UNTYPED
let account: i32 = UNTYPED
let hostMachine: i32 = UNSET
let uringMachine: i32 = UNSET

/** The record: its end, what it is about, where output goes. */
let end: i32 = 0
let flags: i32 = 0
let out: i32 = 0
let machine: i32 = UNSET
let number: i32 = UNSET
export let gaveUp: bool = false
export let generation: i32 = 0
export let entryCount: i32 = 0
let learnedNames: i32 = 0
let lastWord: u32 = 0
let lastMachine: i32 = UNSET
/** The field: its name, and where its value stands. */
let name: i32 = 0
export let valueStart: i32 = 0
export let valueEnd: i32 = 0

/** Has to be called once before the first {@link write}. */
export function setUp(messageId: i32, accountId: i32, host: i32, uring: i32): void {
  message = messageId
  account = accountId
  hostMachine = host
  uringMachine = uring
}

/**
 * Writes a record and a comma to `to`; returns where the output ends, or {@link GIVE_UP}.
 *
 * @param type       index of its type in {@link TYPES}
 * @param typeLength length of the head there
 * @param start      where the line begins
 * @param from       where its fields do
 * @param textEnd    end of the record text
 * @param lineEnd    end of the line; the enrichment follows a byte 0x1D at `textEnd`
 */
export function write(
  type: i32,
  typeLength: i32,
  start: i32,
  from: i32,
  textEnd: i32,
  lineEnd: i32,
  about: i32,
  to: i32,
): i32 {
  end = textEnd
  flags = about
  out = to
  machine = UNSET
  number = (about & ABOUT) === 0 ? 0 : UNSET
  gaveUp = false
  entryCount = 0
  if (out + TYPE_BYTES + (lineEnd - start) * WIDEST + FIELD_BYTES > OUTPUT_END) return GIVE_UP
  const head = TYPES + type * TYPE_BYTES
  copy(head + TYPE_HEAD, typeLength)
  if ((about & HAS_RAW) !== 0) {
    copy(RAW_HEAD, 8)
    writeJson(start, lineEnd)
    writeByte(QUOTE)
    if (gaveUp) return GIVE_UP
  } else if (!isAscii(start, lineEnd)) return GIVE_UP
  if (textEnd < lineEnd) {
    loadEntries(head + 4, textEnd + 1, lineEnd)
    if (gaveUp) return GIVE_UP
  }
  if ((about & ABOUT) === ABOUT_SYSCALL && !readArguments(from)) return GIVE_UP
  copy(FIELDS_HEAD, 11)
  writeFields(head, from)
  if (gaveUp) return GIVE_UP
  if (textEnd < lineEnd) {
    copy(ENRICHED_HEAD, 13)
    writeEntries()
    if (gaveUp) return GIVE_UP
  }
  store<u16>(out, 0x2c7d)
  out += 2
  return out
}

/** Begins a record that is not written: what is known of another one is forgotten. */
export function begin(): void {
  gaveUp = false
  entryCount = 0
}

/** `first` is where the name is kept that came first the last time. */
function writeFields(first: i32, from: i32): void {
  const before = out
  let last = first - NAME_NEXT
  let at = from
  let limit = end
  let isMessage = false
  for (;;) {
    while (at < limit && load<u8>(at) === SPACE) at++
    if (at >= limit) {
      if (!isMessage) break
      at = limit + 1
      limit = end
      isMessage = false
      continue
    }
    let equals: i32
    const expected = load<i32>(last, NAME_NEXT)
    if (expected !== 0 && isAt(expected, at, limit)) {
      equals = at + load<i32>(expected, NAME_LENGTH) - 1
      name = expected
    } else {
      equals = at
      while (equals < limit && load<u8>(equals) !== EQUALS && load<u8>(equals) !== SPACE) equals++
      let start = at
      while (start < equals && isBeforeName(load<u8>(start))) start++
      if (equals === limit || load<u8>(equals) === SPACE || start === equals) {
        at = start === equals && equals < limit ? equals + 1 : equals
        continue
      }
      name = findName(start, equals)
      if (gaveUp) return
      store<i32>(last, name, NAME_NEXT)
    }
    last = name
    const known = load<i32>(name, NAME_KNOWN)
    if (!isMessage && known >= 0 && known >> 8 === message) {
      if (equals + 1 < limit && load<u8>(equals, 1) === APOSTROPHE) {
        at = equals + 2
        limit = messageEnd(at, end)
        isMessage = true
        continue
      }
    }
    at = takeValue(known, equals + 1, limit)
    if (out + (valueEnd - valueStart) * 2 * WIDEST + FIELD_BYTES > OUTPUT_END) gaveUp = true
    else writeField(known)
    if (gaveUp) return
    if (isMessage) copy(IN_MESSAGE, 13)
    else {
      store<u16>(out, 0x2c7d)
      out += 2
    }
  }
  endList(before)
}

/** Every item ended with a comma. */
function endList(before: i32): void {
  if (out > before) out--
  writeByte(CLOSE_BRACKET)
}

/** True when a name and its `=` stand at a position. */
export function isAt(slot: i32, at: i32, limit: i32): bool {
  const length = load<i32>(slot, NAME_LENGTH)
  if (at + length > limit) return false
  const first = i8x16.bitmask(i8x16.eq(v128.load(at), v128.load(slot, NAME_TEXT)))
  if (length <= 16) {
    const wanted = (1 << length) - 1
    return (first & wanted) === wanted
  }
  const wanted = (1 << (length - 16)) - 1
  const second = i8x16.bitmask(i8x16.eq(v128.load(at, 16), v128.load(slot, NAME_TEXT + 16)))
  return first === 0xffff && (second & wanted) === wanted
}

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

/** Writes the members of the field, without the brace that closes it. */
function writeField(known: i32): void {
  const start = valueStart
  const stop = valueEnd
  writeHead(name)
  writeJson(start, stop)
  writeByte(QUOTE)
  const id = known < 0 ? UNTYPED : known >> 8
  const type = typeOf(known, id, start, stop)
  if (type === TTY_DATA || type === HOOK || type === FAN_TYPE || type === FAN_INFO) gaveUp = true
  else if ((flags & ABOUT) !== 0 && (type === SYSCALL || type === ARCH || (type >= A0 && type <= A3)))
    takeSyscall(type, start, stop)
  if (gaveUp) return
  if (entryCount !== 0 && id !== UNTYPED && writeEntryText(id, start, stop)) return
  const quote = load<u8>(start)
  if (stop - start > 1 && (quote === QUOTE || quote === APOSTROPHE) && load<u8>(stop - 1) === quote)
    writeText(start + 1, stop - 1)
  else if (type !== UNCLASSIFIED && start < stop) writeInterpretation(type, start, stop)
}

function typeOf(known: i32, id: i32, start: i32, stop: i32): i32 {
  const type = known < 0 ? UNCLASSIFIED : known & 0xff
  if ((flags & IS_EXECVE) !== 0) return isArgumentName() ? ESCAPED : type
  if (id === UNTYPED) return UNCLASSIFIED
  if (id === account) {
    if (start < stop && load<u8>(start) === QUOTE) return ESCAPED
    for (let at = start; at < stop; at++) if (digit(load<u8>(at)) > 15) return UNCLASSIFIED
    return ESCAPED
  }
  if ((flags & IS_RULED) !== 0 && load<u8>(RULED + id) !== 0) gaveUp = true
  return type
}

/** Names of EXECVE arguments: they begin with `a`, are not `argc`, and hold no `_len` (spec 03 §2 rule 1). */
function isArgumentName(): bool {
  const start = name + NAME_TEXT
  const length = load<i32>(name, NAME_LENGTH) - 1
  if (load<u8>(start) !== 0x61) return false
  if (length <= 3) return true
  if (length === 4 && load<u32>(start) === 0x63677261 /* argc */) return false
  for (let at = start; at + 4 <= start + length; at++)
    if (load<u32>(at) === 0x6e656c5f /* _len */) return false
  return true
}

/** Learns from `arch` and `syscall`: without an arch the machine is the host's (spec 02 §5.6). */
function takeSyscall(type: i32, start: i32, stop: i32): void {
  if ((flags & ABOUT) === ABOUT_URINGOP) machine = uringMachine
  else if (machine < 0) machine = hostMachine
  if (type === ARCH) {
    const word = numberOf(start, stop, 16, 8)
    if (gaveUp) return
    if ((word as u32) !== lastWord) {
      lastWord = word as u32
      lastMachine = machineOf(lastWord)
    }
    // The names of its calls are nobody's.
    if (lastMachine < 0) gaveUp = true
    machine = lastMachine
  } else if (type === SYSCALL && number === UNSET) number = numberOf(start, stop, 10, 8) as i32
}

/** A number of plain digits; for any other the record is given up. */
function numberOf(start: i32, stop: i32, base: u32, mostDigits: i32): u64 {
  if (start === stop || stop - start > mostDigits) gaveUp = true
  let number: u64 = 0
  for (let at = start; at < stop; at++) {
    const value = digit(load<u8>(at))
    if (value >= base) gaveUp = true
    number = number * base + value
  }
  return number
}

/** The value of a hexadecimal digit; more than 15 for other bytes. */
function digit(byte: u32): u32 {
  const decimal = byte - 0x30
  if (decimal < 10) return decimal
  const letter = (byte | 0x20) - 0x61
  return letter < 6 ? letter + 10 : 255
}

/** The first two arguments, found by their labels wherever these stand (spec 02 §1.4); false for odd ones. */
function readArguments(from: i32): bool {
  const arch = after(0x68637261 /* arch */, from)
  const syscall = afterSyscall(arch < 0 ? from : arch)
  const start0 = syscall < 0 ? NOWHERE : afterArgument(0x30, find(SPACE, syscall, end))
  if (start0 < 0) return true
  const end0 = find(SPACE, start0, end)
  store<u64>(ARGUMENTS, numberOf(start0, end0, 16, 16))
  const start1 = afterArgument(0x31, end0)
  if (start1 >= 0) store<u64>(ARGUMENTS + 8, numberOf(start1, find(SPACE, start1, end), 16, 16))
  if (gaveUp) return false
  tookArguments(start1 < 0 ? 1 : 2)
  return true
}

/** The position after four bytes and `=`, or {@link NOWHERE}. */
function after(label: u32, from: i32): i32 {
  for (let at = from; at + 5 <= end; at++)
    if (load<u32>(at) === label && load<u8>(at, 4) === EQUALS) return at + 5
  return NOWHERE
}

function afterSyscall(from: i32): i32 {
  for (let at = from; at + 8 <= end; at++)
    if (load<u32>(at) === 0x63737973 /* sysc */ && load<u32>(at, 4) === 0x3d6c6c61 /* all= */) return at + 8
  return NOWHERE
}

function afterArgument(index: u32, from: i32): i32 {
  const label = 0x61 | (index << 8)
  for (let at = from; at + 3 <= end; at++)
    if ((load<u16>(at) as u32) === label && load<u8>(at, 2) === EQUALS) return at + 3
  return NOWHERE
}

// Enrichment

/** `first` is where the name is kept that came first the last time. */
export function loadEntries(first: i32, start: i32, limit: i32): void {
  generation++
  let last = first - NAME_NEXT
  let at = start
  for (;;) {
    while (at < limit && load<u8>(at) === SPACE) at++
    if (at >= limit) return
    let equals: i32
    let entry = load<i32>(last, NAME_NEXT)
    if (entry !== 0 && isAt(entry, at, limit)) equals = at + load<i32>(entry, NAME_LENGTH) - 1
    else {
      equals = at
      while (equals < limit && load<u8>(equals) !== EQUALS && load<u8>(equals) !== SPACE) equals++
      if (equals >= limit || load<u8>(equals) === SPACE || equals === at) {
        at = min(equals + 1, limit)
        continue
      }
      entry = findName(at, equals)
      if (gaveUp) return
      store<i32>(last, entry, NAME_NEXT)
    }
    last = entry
    const stop = entryEnd(equals + 1, limit)
    addEntry(entry, equals + 1, stop)
    if (gaveUp) return
    at = stop
  }
}

/** Where a value of the enrichment ends: after its closing quote or brace, else at a blank. */
function entryEnd(start: i32, limit: i32): i32 {
  const first = start < limit ? (load<u8>(start) as i32) : 0
  const closing = first === QUOTE ? QUOTE : first === OPEN_BRACE ? CLOSE_BRACE : 0
  if (closing !== 0) {
    const close = find(closing, start + 1, limit)
    if (close < limit && (close + 1 === limit || load<u8>(close, 1) === SPACE)) return close + 1
  }
  return find(SPACE, start, limit)
}

/** Records with two entries of one name, or with one of no known field, are left to JavaScript. */
function addEntry(entry: i32, start: i32, stop: i32): void {
  let id = load<i32>(entry, NAME_ENTRY)
  if (id === UNASKED) {
    const text = entry + NAME_TEXT
    id = entryOf(text, text + load<i32>(entry, NAME_LENGTH) - 1)
    store<i32>(entry, id, NAME_ENTRY)
  }
  if (id === UNTYPED || entryCount === MOST_ENTRIES) {
    gaveUp = true
    return
  }
  const item = ENTRIES + ENTRY_BYTES * entryCount++
  store<i32>(item, entry)
  store<i32>(item, start, 4)
  store<i32>(item, stop, 8)
  if (load<i32>(ENTRY_GENERATIONS + 4 * id) === generation) {
    gaveUp = true
    return
  }
  store<i32>(ENTRY_GENERATIONS + 4 * id, generation)
  store<i32>(ENTRY_STARTS + 4 * id, start)
  store<i32>(ENTRY_ENDS + 4 * id, stop)
}

/** Whether the enrichment says something of the field with an id; it is about the first field of its name only. */
export function takeEntry(id: i32): bool {
  if (load<i32>(ENTRY_GENERATIONS + 4 * id) !== generation) return false
  store<i32>(ENTRY_GENERATIONS + 4 * id, generation - 1)
  const start = load<i32>(ENTRY_STARTS + 4 * id)
  const length = load<i32>(ENTRY_ENDS + 4 * id) - start
  // `unknown-`
  return length < 8 || load<u32>(start) !== 0x6e6b6e75 || load<u32>(start, 4) !== 0x2d6e776f
}

/** Writes what the enrichment says of a field; false when it says nothing of use. */
function writeEntryText(id: i32, rawStart: i32, rawStop: i32): bool {
  if (!takeEntry(id)) return false
  let start = load<i32>(ENTRY_STARTS + 4 * id)
  let stop = load<i32>(ENTRY_ENDS + 4 * id)
  const length = stop - start
  if (length > 1 && load<u8>(start) === QUOTE && load<u8>(stop - 1) === QUOTE) {
    start++
    stop--
  }
  if (out + (stop - start) * WIDEST + FIELD_BYTES > OUTPUT_END) gaveUp = true
  else if (stop - start !== rawStop - rawStart || !isSame(start, rawStart, stop - start))
    writeText(start, stop)
  return true
}

function writeEntries(): void {
  const before = out
  for (let index = 0; index < entryCount; index++) {
    const item = ENTRIES + ENTRY_BYTES * index
    const start = load<i32>(item, 4)
    const stop = load<i32>(item, 8)
    if (out + (stop - start) * WIDEST + FIELD_BYTES > OUTPUT_END) {
      gaveUp = true
      return
    }
    writeHead(load<i32>(item))
    writeJson(start, stop)
    store<u32>(out, 0x2c7d22 /* "}, */)
    out += 3
  }
  endList(before)
}

// Names

/** The slot of a name; gives up where it is not kept. */
export function findName(start: i32, stop: i32): i32 {
  const length = stop - start
  if (length > LONGEST_NAME) {
    gaveUp = true
    return 0
  }
  const hash = hashOf(start, stop)
  let slot = NAMES + (hash & (NAME_SLOTS - 1)) * NAME_BYTES
  while (load<i32>(slot, NAME_LENGTH) !== 0 && !isName(slot, hash, start, length)) {
    slot += NAME_BYTES
    if (slot === NAMES + NAME_SLOTS * NAME_BYTES) slot = NAMES
  }
  if (load<i32>(slot, NAME_LENGTH) === 0) learn(slot, hash, start, stop)
  return slot
}

function isName(slot: i32, hash: i32, start: i32, length: i32): bool {
  return (
    load<i32>(slot, NAME_LENGTH) === length + 1 &&
    load<i32>(slot) === hash &&
    isSame(slot + NAME_TEXT, start, length)
  )
}

/** Names that JSON escapes are not kept. */
function learn(slot: i32, hash: i32, start: i32, stop: i32): void {
  if (learnedNames === MOST_NAMES) gaveUp = true
  for (let at = start; at < stop; at++) if (load<u8>(ESCAPES + load<u8>(at)) !== 0) gaveUp = true
  if (gaveUp) return
  learnedNames++
  const length = stop - start
  const known = nameOf(start, stop)
  store<i32>(slot, hash)
  store<i32>(slot, length + 1, NAME_LENGTH)
  store<i32>(slot, known, NAME_KNOWN)
  store<i32>(slot, UNASKED, NAME_ENTRY)
  memory.copy(slot + NAME_TEXT, start, length)
  store<u8>(slot + NAME_TEXT + length, EQUALS)
  const head = slot + NAME_HEAD
  memory.copy(head, NAME_START, 9)
  memory.copy(head + 9, start, length)
  memory.copy(head + 9 + length, NAME_STOP, 9)
}

/** Writes `{"name":"…","raw":"`. */
function writeHead(slot: i32): void {
  copy(slot + NAME_HEAD, 17 + load<i32>(slot, NAME_LENGTH))
}

export function hashOf(start: i32, stop: i32): i32 {
  let hash = 0
  for (let at = start; at < stop; at++) hash = hash * 31 + load<u8>(at)
  return hash ^ (hash >>> 9)
}

// Values

/** Writes the member `text`, unless the text is the raw value. */
function writeInterpretation(type: i32, start: i32, stop: i32): void {
  if (type === ESCAPED || type === ESCAPED_FILE || type === ESCAPED_KEY) writeDecoded(start, stop)
  else if (type === MAC_LABEL || type === ADDR || type === FLAGS) return
  else if (type === PROCTITLE) writeTitle(start, stop)
  else if (type === SYSCALL) writeSyscall(start, stop)
  else if (type >= A0 && type <= A3) writeArgument(type - A0, start, stop)
  else if ((type === EXIT || type === SESSION) && isPlainNumber(start, stop)) return
  else writeRemembered(type, start, stop)
}

/** Digits only; not as many as `4294967295` has, and not more than fit 63 bits. */
function isPlainNumber(start: i32, stop: i32): bool {
  const length = stop - start
  if (length === 0 || length === 10 || length > 18) return false
  for (let at = start; at < stop; at++) if ((load<u8>(at) as u32) - ZERO > 9) return false
  return true
}

function writeSyscall(start: i32, stop: i32): void {
  const plan = findPlan()
  if (gaveUp) return
  const length = load<i32>(plan, 8) - 1
  const text = plan + PLAN_TEXT
  if (length !== stop - start || !isSame(text, start, length)) writeText(text, text + length)
}

function writeArgument(index: i32, start: i32, stop: i32): void {
  const plan = findPlan()
  if (gaveUp) return
  let kind = load<i32>(plan + PLAN_KINDS + 4 * index)
  if (kind === CHOSEN) kind = chooseKind(index, machine, number)
  if (kind !== HEXADECIMAL) writeRemembered(kind, start, stop)
  else {
    copy(TEXT_HEAD, 9)
    store<u16>(out, 0x7830 /* 0x */)
    out += 2
    writeJson(start, stop)
    writeByte(QUOTE)
  }
}

/** How the system call of the record is printed; gives up where its text depends on the arguments or is long. */
function findPlan(): i32 {
  const plan = PLANS + ((number ^ (machine << 5)) & (PLAN_SLOTS - 1)) * PLAN_BYTES
  if (load<i32>(plan, 8) !== 0 && load<i32>(plan) === machine && load<i32>(plan, 4) === number) return plan
  const length = planOf(machine, number)
  if (length < 0 || length > LONGEST_PLAN_TEXT) {
    gaveUp = true
    return plan
  }
  store<i32>(plan, machine)
  store<i32>(plan, number, 4)
  store<i32>(plan, length + 1, 8)
  memory.copy(plan + PLAN_KINDS, SCRATCH, 16 + length)
  return plan
}

/** Writes the member of a value whose text depends on nothing but its kind and itself. */
function writeRemembered(kind: i32, start: i32, stop: i32): void {
  const length = stop - start
  if (length > LONGEST_KEY) {
    writeAsked(kind, start, stop)
    return
  }
  let hash = kind
  for (let at = start; at < stop; at++) hash = hash * 31 + load<u8>(at)
  const index = (hash ^ (hash >>> 13)) & (MEMO_SLOTS - 1)
  const entry = MEMO + index * MEMO_BYTES
  const isKnown =
    load<i32>(entry, 4) === length + 1 && load<i32>(entry) === kind && isSame(entry + MEMO_KEY, start, length)
  if (isKnown) {
    copy(entry + MEMO_TEXT, load<i32>(entry, 8))
    return
  }
  const textLength = writeAsked(kind, start, stop)
  if (gaveUp || textLength > LONGEST_TEXT) return
  if (load<i32>(HASHES + 4 * index) !== hash) {
    store<i32>(HASHES + 4 * index, hash)
    return
  }
  store<i32>(entry, kind)
  store<i32>(entry, length + 1, 4)
  store<i32>(entry, textLength, 8)
  memory.copy(entry + MEMO_KEY, start, length)
  memory.copy(entry + MEMO_TEXT, SCRATCH, textLength)
}

/** Writes the member that JavaScript gives; returns its length. */
function writeAsked(kind: i32, start: i32, stop: i32): i32 {
  const length = interpret(kind, start, stop)
  if (length < 0 || out + length + FIELD_BYTES > OUTPUT_END) gaveUp = true
  else copy(SCRATCH, length)
  return length
}

/** A command line in hexadecimal with zero bytes as spaces; other forms are left to JavaScript. */
function writeTitle(start: i32, stop: i32): void {
  const pairs = (stop - start) >> 1
  const before = out
  let isUsual = pairs > 0 && load<u16>(start) !== 0x3030
  copy(TEXT_HEAD, 9)
  for (let at = start; isUsual && at < stop; at += 2) {
    const high = digit(load<u8>(at))
    const low = at + 1 < stop ? digit(load<u8>(at, 1)) : 0
    const byte = high * 16 + low
    if (high > 15 || low > 15 || byte > 0x7e) isUsual = false
    else if (at + 1 < stop) writeCharacter(byte === 0 ? SPACE : byte)
  }
  if (isUsual) writeByte(QUOTE)
  else {
    out = before
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
  copy(TEXT_HEAD, 9)
  for (let at = start; at + 1 < stop; at += 2) {
    const high = digit(load<u8>(at))
    const low = digit(load<u8>(at, 1))
    const byte = high * 16 + low
    if (high > 15 || low > 15 || byte === 0) break
    if (byte > 0x7e) {
      out = before
      writeRemembered(ESCAPED, start, stop)
      return
    }
    writeCharacter(byte)
  }
  writeByte(QUOTE)
}

// Output. There is room for what is written: `write`, `writeFields` and those that write other bytes than the field's see to it.

function writeText(start: i32, stop: i32): void {
  copy(TEXT_HEAD, 9)
  writeJson(start, stop)
  writeByte(QUOTE)
}

/** Writes bytes as the content of a JSON string; returns where it ends, or {@link GIVE_UP} for others than ASCII, or too many. */
export function writeContent(start: i32, stop: i32, to: i32): i32 {
  gaveUp = false
  out = to
  if (to + (stop - start) * WIDEST > OUTPUT_END) return GIVE_UP
  writeJson(start, stop)
  return gaveUp ? GIVE_UP : out
}

/** Writes ASCII as the content of a JSON string, sixteen bytes at a time; gives up at other bytes. */
function writeJson(start: i32, stop: i32): void {
  let at = start
  let to = out
  while (at < stop) {
    const chunk = v128.load(at)
    v128.store(to, chunk)
    const left = stop - at
    let special = specials(chunk)
    if (left < 16) special &= (1 << left) - 1
    if (special === 0) {
      const taken = min(left, 16)
      at += taken
      to += taken
      continue
    }
    const taken = ctz(special)
    at += taken
    out = to + taken
    const byte = load<u8>(at++)
    if (byte >= 0x80) {
      gaveUp = true
      return
    }
    writeCharacter(byte)
    to = out
  }
  out = to
}

/** Which of sixteen bytes are not written as they are: controls, `"`, `\`, DEL, and all from 0x80 on. */
function specials(chunk: v128): i32 {
  const low = i8x16.lt_s(chunk, i8x16.splat(0x20))
  const quotes = i8x16.eq(chunk, i8x16.splat(0x22))
  const backslashes = i8x16.eq(chunk, i8x16.splat(0x5c))
  const deletes = i8x16.eq(chunk, i8x16.splat(0x7f))
  return i8x16.bitmask(v128.or(v128.or(low, quotes), v128.or(backslashes, deletes)))
}

export function isAscii(start: i32, stop: i32): bool {
  let at = start
  for (; at + 16 <= stop; at += 16) if (i8x16.bitmask(v128.load(at)) !== 0) return false
  for (; at < stop; at++) if (load<u8>(at) >= 0x80) return false
  return true
}

/** Writes a byte below 0x80. */
function writeCharacter(byte: i32): void {
  const letter = load<u8>(ESCAPES + byte)
  if (letter === 0) {
    store<u8>(out++, byte)
    return
  }
  store<u8>(out, BACKSLASH)
  if (letter !== 1) {
    store<u8>(out, letter, 1)
    out += 2
    return
  }
  store<u32>(out, 0x30303075 /* u000 */, 1)
  store<u8>(out, ZERO + (byte >> 4), 4)
  const low = byte & 15
  store<u8>(out, low < 10 ? ZERO + low : 0x57 + low, 5)
  out += 6
}

function writeByte(byte: i32): void {
  store<u8>(out++, byte)
}

/** Writes bytes as they are, sixteen at a time: there is room for more after both source and target. */
function copy(start: i32, length: i32): void {
  for (let at = 0; at < length; at += 16) v128.store(out + at, v128.load(start + at))
  out += length
}

function find(byte: i32, from: i32, stop: i32): i32 {
  const wanted = i8x16.splat(byte as i8)
  for (let at = from; at < stop; at += 16) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(at), wanted))
    if (found !== 0) return min(at + ctz(found), stop)
  }
  return stop
}

export function isSame(a: i32, b: i32, length: i32): bool {
  for (let at = 0; at < length; at += 16) {
    const same = i8x16.bitmask(i8x16.eq(v128.load(a + at), v128.load(b + at)))
    const left = length - at
    const wanted = left < 16 ? (1 << left) - 1 : 0xffff
    if ((same & wanted) !== wanted) return false
  }
  return true
}
