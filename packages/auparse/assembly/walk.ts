/**
 * The `-i` walk over the fields of one record (spec 02 §5), in AssemblyScript: what `src/walk/record-interpreter.ts` does,
 * for records as the kernel and auditd write them. `scripts/compile-assembly.mjs` compiles it into
 * `src/generated/walk-wasm.ts`; `src/walk/wasm-walk.ts` says how it is called.
 *
 * Names, values and system calls are looked up in tables of fixed size that are filled by asking JavaScript about each
 * new one. A record that needs anything else is given up ({@link GIVE_UP}) and walked by JavaScript.
 */

/** Gives the id and type of a field name (`id << 8 | type`), {@link UNTYPED} for a name without a type. */
declare function nameOf(start: i32, end: i32): i32
/** Gives the id of the field that an entry of the interpretation part is about, or {@link UNTYPED}. */
declare function entryOf(start: i32, end: i32): i32
/** Writes the escaped interpretation of a value to {@link SCRATCH} and gives its length, or {@link GIVE_UP}. */
declare function interpret(kind: i32, start: i32, end: i32): i32
/** Writes a plan at {@link SCRATCH}, as {@link findPlan} takes it; gives the length of its text, or {@link GIVE_UP}. */
declare function planOf(machine: i32, number: i32): i32
/** Gives the kind of an argument's value that depends on the arguments before it. */
declare function chooseKind(index: i32, machine: i32, number: i32): i32
/** Gives the machine of an ELF word, or {@link UNSET}. */
declare function machineOf(word: u32): i32
/** Says that {@link ARGUMENTS} holds the first argument of a SYSCALL record (1), or the first two (2). */
declare function tookArguments(count: i32): void

const UNTYPED: i32 = -1
const UNSET: i32 = -1
const NOWHERE: i32 = -1
/** The record is to be walked by JavaScript. */
export const GIVE_UP: i32 = -1

// Memory, in the order of use. Tables are direct-mapped or bounded: no log makes them grow.
/** By byte: 0 plain, 1 as `\033`, 2 with a backslash before it. */
export const ESCAPES: i32 = 0x400
/** By field id: whether some record types or values have rules of their own for it. */
export const RULED: i32 = 0x500
/** Two 64-bit numbers. */
export const ARGUMENTS: i32 = 0x600
/** The header of a record: `node=NAME `, and the stamp from its time on; of its type, a table by a number of its own. */
export const NODE_TEXT: i32 = 0x700
export const STAMP_TEXT: i32 = 0xa00
export const LONGEST_HEADER_TEXT: i32 = 0x300
const ENTRY_STARTS: i32 = 0x1000
const ENTRY_ENDS: i32 = 0x1400
const ENTRY_GENERATIONS: i32 = 0x1800
const NAMES: i32 = 0x2000
const ENTRY_NAMES: i32 = 0xa000
const NAME_SLOTS: i32 = 512
const MOST_NAMES: i32 = 400
/** A name: its hash, its length + 1, what JavaScript says of it, its bytes. */
const NAME_BYTES: i32 = 64
const NAME_TEXT: i32 = 12
const LONGEST_NAME: i32 = NAME_BYTES - NAME_TEXT
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
export const TYPE_TEXTS: i32 = 0x2a000
export const TYPE_TEXT_BYTES: i32 = 64
export const MOST_TYPE_TEXTS: i32 = 256
const MEMO: i32 = 0x30000
const MEMO_SLOTS: i32 = 4096
/** An entry of the memo: kind, length of the value + 1, length of the text, the value, the text. */
const MEMO_BYTES: i32 = 256
const MEMO_KEY: i32 = 12
const LONGEST_KEY: i32 = 64
const MEMO_TEXT: i32 = MEMO_KEY + LONGEST_KEY
const LONGEST_TEXT: i32 = MEMO_BYTES - MEMO_TEXT
export const INPUT: i32 = 0x130000
export const INPUT_BYTES: i32 = 0x1ff00
export const OUTPUT: i32 = 0x150000
export const OUTPUT_BYTES: i32 = 0x100000
/** After it there is room for sixteen bytes that mean nothing. */
const OUTPUT_END: i32 = OUTPUT + OUTPUT_BYTES - 16

const SPACE: i32 = 0x20
const QUOTE: i32 = 0x22
const APOSTROPHE: i32 = 0x27
const OPEN: i32 = 0x28
const CLOSE: i32 = 0x29
const COMMA: i32 = 0x2c
const ZERO: i32 = 0x30
const COLON: i32 = 0x3a
const EQUALS: i32 = 0x3d
const BACKSLASH: i32 = 0x5c
const NEWLINE: i32 = 0x0a
/** The most bytes one byte becomes: ` key=`, where it separates two keys. */
const WIDEST: i32 = 5

/** Field types (packages/tables/src/field-types.ts). */
const UID: i32 = 1
const GID: i32 = 2
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

/** What a record is about, for {@link walk}. */
const ABOUT: i32 = 3
const ABOUT_SYSCALL: i32 = 1
const ABOUT_URINGOP: i32 = 3
const IS_EXECVE: i32 = 4
const IS_RULED: i32 = 8

/** The ids of `msg`, `acct` and `saddr`, and the machines of this host and of io_uring. */
let message: i32 = UNTYPED
let account: i32 = UNTYPED
let address: i32 = UNTYPED
let hostMachine: i32 = UNSET
let uringMachine: i32 = UNSET

/** The record: its end, what it is about, where output goes. */
let end: i32 = 0
let flags: i32 = 0
let out: i32 = 0
let machine: i32 = UNSET
let number: i32 = UNSET
let comma: bool = false
let gaveUp: bool = false
let isEnriched: bool = false
let generation: i32 = 0
let learnedNames: i32 = 0
let learnedEntries: i32 = 0
let lastWord: u32 = 0
let lastMachine: i32 = UNSET

/** Has to be called once before the first {@link walk}. */
export function setUp(messageId: i32, accountId: i32, addressId: i32, host: i32, uring: i32): void {
  message = messageId
  account = accountId
  address = addressId
  hostMachine = host
  uringMachine = uring
}

/** Sets the lengths of the header texts for the records of the next event. */
export function setHeader(node: i32, stamp: i32): void {
  nodeLength = node
  stampLength = stamp
}

let nodeLength: i32 = 0
let stampLength: i32 = 0

/**
 * Writes a record to `to`; returns where the output ends, or {@link GIVE_UP}.
 *
 * @param type       index of the text of its type
 * @param typeLength length of that text
 * @param from       position after the stamp
 * @param textEnd    end of the record text
 * @param lineEnd    end of the line; the interpretation part follows a byte 0x1D at `textEnd`
 */
export function walk(
  type: i32,
  typeLength: i32,
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
  comma = false
  gaveUp = false
  isEnriched = textEnd < lineEnd
  if (isEnriched) {
    if ((about & IS_EXECVE) !== 0) return GIVE_UP
    loadEntries(textEnd + 1, lineEnd)
  }
  if ((about & ABOUT) === ABOUT_SYSCALL && !readArguments(from)) return GIVE_UP
  if (out + 2 * LONGEST_HEADER_TEXT + TYPE_TEXT_BYTES > OUTPUT_END) return GIVE_UP
  writeRaw(NODE_TEXT, NODE_TEXT + nodeLength)
  const typeText = TYPE_TEXTS + type * TYPE_TEXT_BYTES
  writeRaw(typeText, typeText + typeLength)
  writeRaw(STAMP_TEXT, STAMP_TEXT + stampLength)
  let found = false
  let at = from
  for (;;) {
    if (out + (end - at) * WIDEST + 2 > OUTPUT_END) return GIVE_UP
    let name = at
    let equals = at
    for (; equals < end; equals++) {
      const byte = load<u8>(equals)
      if (byte === EQUALS) break
      if (byte === SPACE) name = equals + 1
    }
    if (equals === end) break
    writeRaw(at, equals + 1)
    found = true
    comma = false
    at = field(name, equals)
    if (gaveUp) return GIVE_UP
  }
  // Text after the last field is printed only after a comma; text without any field always.
  if (comma || (!found && at < end)) {
    writeEscaped(at, end)
    writeByte(NEWLINE)
  }
  writeByte(NEWLINE)
  return gaveUp ? GIVE_UP : out
}

/** Writes the value after the `=` at `equals`; returns where the walk continues. */
function field(start: i32, equals: i32): i32 {
  let name = start
  if (load<u8>(name) === APOSTROPHE) name++
  let bare = name
  while (bare < equals && load<u8>(bare) === OPEN) bare++
  const known = findName(bare, equals)
  // `(msg` does not begin a message, and a name after brackets is not a label.
  if (known >= 0 && known >> 8 === message && start === bare) return equals + 1
  const isLabel = known >= 0 && (known & 0xff) === MAC_LABEL && name === bare
  const first = equals + 1
  const quote = load<u8>(first) as i32
  if (first < end && (quote === QUOTE || quote === APOSTROPHE)) {
    const close = find(quote, first + 1, end)
    // The byte after the closing quote is swallowed, whatever it is.
    value(known, bare, equals, first, min(close + 1, end))
    return min(close + 2, end)
  }
  let stop = first
  for (; stop < end; stop++) {
    const byte = load<u8>(stop)
    if (byte === SPACE || (byte === COMMA && !isLabel)) break
  }
  comma = stop < end && load<u8>(stop) === COMMA
  value(known, bare, equals, first, stop)
  return min(stop + 1, end)
}

/** Writes a value that stands from `start` to `stop`, quotes included. */
function value(known: i32, name: i32, nameEnd: i32, start: i32, stop: i32): void {
  const id = known < 0 ? UNTYPED : known >> 8
  let last = stop
  if (id === account && id !== UNTYPED && stop > start && load<u8>(stop - 1) === COLON) last = stop - 1
  const type = typeOf(known, id, name, nameEnd, start, last)
  if (type === UNCLASSIFIED) {
    writeRaw(start, last)
    writeByte(comma ? COMMA : SPACE)
    return
  }
  if (type === TTY_DATA || type === HOOK || type === FAN_TYPE || type === FAN_INFO) gaveUp = true
  else if ((flags & ABOUT) !== 0 && (type === SYSCALL || type === ARCH || (type >= A0 && type <= A3)))
    takeSyscall(type, start, last)
  if (gaveUp) return
  if (!(isEnriched && id !== UNTYPED && writeEntry(id, type))) writeInterpreted(type, start, last)
  writeByte(SPACE)
}

function typeOf(known: i32, id: i32, name: i32, nameEnd: i32, start: i32, stop: i32): i32 {
  const type = known < 0 ? UNCLASSIFIED : known & 0xff
  if ((flags & IS_EXECVE) !== 0) return isArgumentName(name, nameEnd) ? ESCAPED : type
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
function isArgumentName(start: i32, stop: i32): bool {
  if (start === stop || load<u8>(start) !== 0x61) return false
  if (stop - start <= 3) return true
  if (stop - start === 4 && load<u32>(start) === 0x63677261 /* argc */) return false
  for (let at = start; at + 4 <= stop; at++) if (load<u32>(at) === 0x6e656c5f /* _len */) return false
  return true
}

/** Learns from `arch` and `syscall`: an unknown machine is the host's (spec 02 §5.6). */
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
  const syscall = behindSyscall(arch < 0 ? from : arch)
  const start0 = syscall < 0 ? NOWHERE : behindArgument(0x30, find(SPACE, syscall, end))
  if (start0 < 0) return true
  const end0 = find(SPACE, start0, end)
  store<u64>(ARGUMENTS, numberOf(start0, end0, 16, 16))
  const start1 = behindArgument(0x31, end0)
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

function behindSyscall(from: i32): i32 {
  for (let at = from; at + 8 <= end; at++)
    if (load<u32>(at) === 0x63737973 /* sysc */ && load<u32>(at, 4) === 0x3d6c6c61 /* all= */) return at + 8
  return NOWHERE
}

function behindArgument(index: u32, from: i32): i32 {
  const label = 0x61 | (index << 8)
  for (let at = from; at + 3 <= end; at++)
    if ((load<u16>(at) as u32) === label && load<u8>(at, 2) === EQUALS) return at + 3
  return NOWHERE
}

// Interpretation part (spec 03 §3)

function loadEntries(start: i32, stop: i32): void {
  generation++
  // `SADDR={ … }` is one text.
  if (stop - start >= 6 && load<u32>(start) === 0x44444153 && load<u16>(start, 4) === 0x3d52) {
    const open = find(0x7b, start + 6, stop)
    if (open < stop && find(0x7d, open, stop) < stop) addEntry(address, open, stop)
    return
  }
  for (let at = start; at < stop; at++) {
    const name = at
    while (at < stop && load<u8>(at) !== EQUALS && load<u8>(at) !== SPACE) at++
    const equals = at
    while (at < stop && load<u8>(at) !== SPACE) at++
    if (equals < at) addEntry(findEntryName(name, equals), equals + 1, at)
  }
}

/** Where a name occurs twice the first text counts. */
function addEntry(id: i32, start: i32, stop: i32): void {
  if (id === UNTYPED || load<i32>(ENTRY_GENERATIONS + 4 * id) === generation) return
  store<i32>(ENTRY_GENERATIONS + 4 * id, generation)
  store<i32>(ENTRY_STARTS + 4 * id, start)
  store<i32>(ENTRY_ENDS + 4 * id, stop)
}

/** Writes what the interpretation part says of a field, unescaped; false when it says nothing of use. */
function writeEntry(id: i32, type: i32): bool {
  if (load<i32>(ENTRY_GENERATIONS + 4 * id) !== generation) return false
  const start = load<i32>(ENTRY_STARTS + 4 * id)
  const stop = load<i32>(ENTRY_ENDS + 4 * id)
  // `unknown-`
  if (stop - start >= 8 && load<u32>(start) === 0x6e6b6e75 && load<u32>(start, 4) === 0x2d6e776f) return false
  if (type === UID || type === GID) {
    if (stop - start < 2 || load<u8>(start) !== QUOTE || find(QUOTE, start + 1, stop) !== stop - 1)
      gaveUp = true
    else writeText(start + 1, stop - start - 2)
  } else {
    if (type === ESCAPED_KEY && find(1, start, stop) < stop) gaveUp = true
    writeText(start, stop - start)
  }
  return true
}

// Names

/** `id << 8 | type` of a field name, or {@link UNTYPED}. */
function findName(start: i32, stop: i32): i32 {
  const hash = hashOf(start, stop)
  const slot = findSlot(NAMES, hash, start, stop)
  if (slot !== 0 && load<i32>(slot, 4) !== 0) return load<i32>(slot, 8)
  const known = nameOf(start, stop)
  if (slot !== 0 && learnedNames < MOST_NAMES) {
    learnedNames++
    learn(slot, hash, start, stop, known)
  }
  return known
}

/** The id of the field of an entry's name, or {@link UNTYPED}. */
function findEntryName(start: i32, stop: i32): i32 {
  const hash = hashOf(start, stop)
  const slot = findSlot(ENTRY_NAMES, hash, start, stop)
  if (slot !== 0 && load<i32>(slot, 4) !== 0) return load<i32>(slot, 8)
  const known = entryOf(start, stop)
  if (slot !== 0 && learnedEntries < MOST_NAMES) {
    learnedEntries++
    learn(slot, hash, start, stop, known)
  }
  return known
}

/** The slot of a table that holds a name, or the free one it would take; 0 for a name that is too long. */
function findSlot(table: i32, hash: i32, start: i32, stop: i32): i32 {
  const length = stop - start
  if (length > LONGEST_NAME) return 0
  let slot = table + (hash & (NAME_SLOTS - 1)) * NAME_BYTES
  while (load<i32>(slot, 4) !== 0 && !isName(slot, hash, start, length)) {
    slot += NAME_BYTES
    if (slot === table + NAME_SLOTS * NAME_BYTES) slot = table
  }
  return slot
}

function isName(slot: i32, hash: i32, start: i32, length: i32): bool {
  return (
    load<i32>(slot, 4) === length + 1 && load<i32>(slot) === hash && isSame(slot + NAME_TEXT, start, length)
  )
}

function learn(slot: i32, hash: i32, start: i32, stop: i32, known: i32): void {
  store<i32>(slot, hash)
  store<i32>(slot, stop - start + 1, 4)
  store<i32>(slot, known, 8)
  memory.copy(slot + NAME_TEXT, start, stop - start)
}

function hashOf(start: i32, stop: i32): i32 {
  let hash = 0
  for (let at = start; at < stop; at++) hash = hash * 31 + load<u8>(at)
  return hash ^ (hash >>> 9)
}

function isSame(a: i32, b: i32, length: i32): bool {
  for (let at = 0; at < length; at++) if (load<u8>(a + at) !== load<u8>(b + at)) return false
  return true
}

// Values

function writeInterpreted(type: i32, start: i32, stop: i32): void {
  if (type === ESCAPED || type === ESCAPED_FILE) writeUnquoted(start, stop, false)
  else if (type === ESCAPED_KEY) writeUnquoted(start, stop, true)
  else if (type === MAC_LABEL || type === ADDR || type === FLAGS) writeEscaped(start, stop)
  else if (type === PROCTITLE) writeTitle(start, stop)
  else if (type === SYSCALL) writeSyscall()
  else if (type >= A0 && type <= A3) writeArgument(type - A0, start, stop)
  else if ((type === EXIT || type === SESSION) && isPlainNumber(start, stop)) writeRaw(start, stop)
  else writeRemembered(type, start, stop)
}

/** Digits only; not as many as `4294967295` has, and not more than fit 63 bits. */
function isPlainNumber(start: i32, stop: i32): bool {
  const length = stop - start
  if (length === 0 || length === 10 || length > 18) return false
  for (let at = start; at < stop; at++) if ((load<u8>(at) as u32) - ZERO > 9) return false
  return true
}

function writeSyscall(): void {
  const plan = findPlan()
  if (!gaveUp) writeText(plan + PLAN_TEXT, load<i32>(plan, 8) - 1)
}

function writeArgument(index: i32, start: i32, stop: i32): void {
  const plan = findPlan()
  if (gaveUp) return
  let kind = load<i32>(plan + PLAN_KINDS + 4 * index)
  if (kind === CHOSEN) kind = chooseKind(index, machine, number)
  if (kind !== HEXADECIMAL) writeRemembered(kind, start, stop)
  else {
    writeByte(ZERO)
    writeByte(0x78)
    writeEscaped(start, stop)
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

/** Writes the interpretation of a value that depends on nothing but its kind and itself. */
function writeRemembered(kind: i32, start: i32, stop: i32): void {
  const length = stop - start
  let hash = kind
  for (let at = start; at < stop; at++) hash = hash * 31 + load<u8>(at)
  const index = (hash ^ (hash >>> 13)) & (MEMO_SLOTS - 1)
  const entry = MEMO + index * MEMO_BYTES
  const isKnown =
    length <= LONGEST_KEY &&
    load<i32>(entry, 4) === length + 1 &&
    load<i32>(entry) === kind &&
    isSame(entry + MEMO_KEY, start, length)
  if (isKnown) {
    writeText(entry + MEMO_TEXT, load<i32>(entry, 8))
    return
  }
  const textLength = interpret(kind, start, stop)
  if (textLength < 0) {
    gaveUp = true
    return
  }
  writeText(SCRATCH, textLength)
  if (length > LONGEST_KEY || textLength > LONGEST_TEXT) return
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
  out = before
  const length = interpret(PROCTITLE, start, stop)
  if (length < 0) gaveUp = true
  else writeText(SCRATCH, length)
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

// Output. `walk` makes sure of room for five times the record after `out`; texts of tables and of JavaScript are checked.

function writeKeySeparator(): void {
  store<u32>(out, 0x79656b20 /*  key */)
  store<u8>(out, EQUALS, 4)
  out += 5
}

function writeEscaped(start: i32, stop: i32): void {
  let to = out
  for (let at = start; at < stop; at++) {
    const byte = load<u8>(at)
    if (load<u8>(ESCAPES + byte) === 0) store<u8>(to++, byte)
    else {
      out = to
      writeCharacter(byte)
      to = out
    }
  }
  out = to
}

function writeCharacter(byte: i32): void {
  const treatment = load<u8>(ESCAPES + byte)
  if (treatment === 0) {
    store<u8>(out++, byte)
    return
  }
  store<u8>(out++, BACKSLASH)
  if (treatment === 2) store<u8>(out++, byte)
  else {
    store<u8>(out++, ZERO + (byte >> 6))
    store<u8>(out++, ZERO + ((byte >> 3) & 7))
    store<u8>(out++, ZERO + (byte & 7))
  }
}

function writeByte(byte: i32): void {
  store<u8>(out++, byte)
}

/** Writes bytes that may be more than those they stand for. */
function writeText(from: i32, length: i32): void {
  if (out + length + WIDEST * LINE_LIMIT > OUTPUT_END) {
    gaveUp = true
    return
  }
  writeRaw(from, from + length)
}

/** Writes bytes as they are, sixteen at a time: there is room for more after both source and target. */
function writeRaw(start: i32, stop: i32): void {
  for (let at = start; at < stop; at += 16) v128.store(out + at - start, v128.load(at))
  out += stop - start
}

function find(byte: i32, from: i32, stop: i32): i32 {
  let at = from
  while (at < stop && load<u8>(at) !== byte) at++
  return at
}

/** Most bytes of a line (spec 01 §2.6). */
const LINE_LIMIT: i32 = 8969
