/** The system call that a record is about: its machine and number, its first arguments, and how it is printed. */
import { chooseKind, machineOf, planOf, tookArguments, UNSET } from './answers'
import { EQUALS, SPACE } from './ascii'
import { digit, find } from './bytes'
import { ABOUT, ABOUT_SYSCALL, ABOUT_URINGOP, end, flags, gaveUp, giveUp } from './current-record'
import { A0, A3, ARCH, SYSCALL } from './field-types'
import { ARGUMENTS, PLANS, SCRATCH } from './layout'

const NOWHERE: i32 = -1
const PLAN_SLOTS: i32 = 256
/** A plan: machine, number, length of the text + 1, kinds of four arguments, the text. */
const PLAN_BYTES: i32 = 64
const PLAN_LENGTH: i32 = 8
const PLAN_KINDS: i32 = 12
export const PLAN_TEXT: i32 = 28
const LONGEST_PLAN_TEXT: i32 = PLAN_BYTES - PLAN_TEXT
/** Kinds of an argument besides those of interpreters: hexadecimal, and one that {@link chooseKind} knows. */
export const HEXADECIMAL: i32 = 0
const CHOSEN: i32 = -1

/** The machines of this host and of io_uring. */
let hostMachine: i32 = UNSET
let uringMachine: i32 = UNSET
export let machine: i32 = UNSET
let number: i32 = UNSET
let lastWord: u32 = 0
let lastMachine: i32 = UNSET

export function setMachines(host: i32, uring: i32): void {
  hostMachine = host
  uringMachine = uring
}

/** Begins the record, whose fields stand from `from` on; false where its arguments are odd. */
export function beginSystemCall(from: i32): bool {
  machine = UNSET
  number = (flags & ABOUT) === 0 ? 0 : UNSET
  return (flags & ABOUT) !== ABOUT_SYSCALL || readArguments(from)
}

/** Learns from a field of a record that is about a system call: without an arch the machine is the host's (spec 02 §5.6). */
export function takeField(type: i32, start: i32, stop: i32): void {
  if (!(type === SYSCALL || type === ARCH || (type >= A0 && type <= A3))) return
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

/** How the system call is printed; gives up where its text depends on the arguments or is long. */
export function findPlan(): i32 {
  const plan = PLANS + ((number ^ (machine << 5)) & (PLAN_SLOTS - 1)) * PLAN_BYTES
  const isKept = load<i32>(plan, PLAN_LENGTH) !== 0
  if (isKept && load<i32>(plan) === machine && load<i32>(plan, 4) === number) return plan
  const length = planOf(machine, number)
  if (length < 0 || length > LONGEST_PLAN_TEXT) {
    giveUp()
    return plan
  }
  store<i32>(plan, machine)
  store<i32>(plan, number, 4)
  store<i32>(plan, length + 1, PLAN_LENGTH)
  memory.copy(plan + PLAN_KINDS, SCRATCH, 16 + length)
  return plan
}

/** The length of a plan's text. */
export function planLength(plan: i32): i32 {
  return load<i32>(plan, PLAN_LENGTH) - 1
}

/** The kind of an argument's value. */
export function kindOf(plan: i32, index: i32): i32 {
  const kind = load<i32>(plan + PLAN_KINDS + 4 * index)
  return kind === CHOSEN ? chooseKind(index, machine, number) : kind
}

/** A number of plain digits; for any other the record is given up. */
function numberOf(start: i32, stop: i32, base: u32, mostDigits: i32): u64 {
  if (start === stop || stop - start > mostDigits) giveUp()
  let number: u64 = 0
  for (let at = start; at < stop; at++) {
    const value = digit(load<u8>(at))
    if (value >= base) giveUp()
    number = number * base + value
  }
  return number
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
