/** Records as the kernel writes them: the extraction of spec 01 §5.5 reads them without a failure, and has nothing to say of them. */

const SPACE: u8 = 0x20
const MINUS: u8 = 0x2d
const ZERO: u8 = 0x30
const NINE: u8 = 0x39
/** Longer numbers are read with care. */
const MOST_DECIMALS: i32 = 9
const MOST_ARCH_DIGITS: i32 = 8
const MOST_ARGUMENT_DIGITS: i32 = 16

/** Where reading has come to; 0 when something else stood there. */
let at: i32 = 0

/** Whether `: arch=… syscall=… success=… exit=… a0=… a1=… ` stands at a record's body, with usual numbers. */
export function isUsualCall(body: i32, end: i32): bool {
  // Nothing of it is longer than this, and what is behind the end is not looked at.
  at = body
  take(0x7261203a /* : ar */, 4)
  take(0x3d6863 /* ch= */, 3)
  takeHexadecimal(MOST_ARCH_DIGITS, end)
  take(0x73797320 /* _sys */, 4)
  take(0x6c6c6163 /* call */, 4)
  take(0x3d, 1)
  takeDecimal(end)
  take(0x63757320 /* _suc */, 4)
  take(0x73736563 /* cess */, 4)
  take(0x3d, 1)
  if (at !== 0) {
    if (load<u8>(at) === 0x79) take(0x736579 /* yes */, 3)
    else take(0x6f6e /* no */, 2)
  }
  take(0x69786520 /* _exi */, 4)
  take(0x3d74 /* t= */, 2)
  if (at !== 0) {
    const isNegative = load<u8>(at) === MINUS
    if (isNegative) at++
    const first = at
    takeDecimal(end)
    // A leading zero makes it octal.
    if (load<u8>(first) === ZERO && (at - first > 1 || isNegative)) return false
  }
  take(0x3d306120 /* _a0= */, 4)
  takeHexadecimal(MOST_ARGUMENT_DIGITS, end)
  take(0x3d316120 /* _a1= */, 4)
  takeHexadecimal(MOST_ARGUMENT_DIGITS, end)
  return at !== 0 && at < end && load<u8>(at) === SPACE
}

/** Families of socket addresses as they are written: 0100, 0200, 1000. */
const UNIX: u32 = 0x30303130
const INET: u32 = 0x30303230
const NETLINK: u32 = 0x30303031
/** Those of IPv6 have so many, and no other has to have more. */
const LONGEST_DIGITS: i32 = 56

/** Whether `: saddr=` and an address that is whole stand at a record's body. */
export function isUsualAddress(body: i32, end: i32): bool {
  at = body
  take(0x6173203a /* : sa */, 4)
  take(0x3d726464 /* ddr= */, 4)
  const from = at
  takeHexadecimal(i32.MAX_VALUE, end)
  // None where something else stood there.
  const digits = at - from
  const family = load<u32>(from, 0, 1)
  // A name that begins with a zero byte is abstract, or none.
  if (family === UNIX) return digits >= 8 && load<u16>(from, 4, 1) !== 0x3030
  return digits >= (family === INET ? 32 : family === NETLINK ? 4 : LONGEST_DIGITS)
}

/** Takes up to four bytes, given as a number. */
function take(bytes: u32, length: i32): void {
  if (at === 0) return
  for (let index = 0; index < length; index++) {
    if (load<u8>(at + index) !== (((bytes >>> (8 * index)) & 0xff) as u8)) {
      at = 0
      return
    }
  }
  at += length
}

function takeDecimal(end: i32): void {
  if (at === 0) return
  const first = at
  while (at < end && at - first <= MOST_DECIMALS && load<u8>(at) >= ZERO && load<u8>(at) <= NINE) at++
  if (at === first || at - first > MOST_DECIMALS) at = 0
}

function takeHexadecimal(most: i32, end: i32): void {
  if (at === 0) return
  const first = at
  while (at < end && at - first <= most && isHexadecimal(load<u8>(at))) at++
  if (at === first || at - first > most) at = 0
}

function isHexadecimal(byte: u8): bool {
  const lower = byte | 0x20
  return (byte >= ZERO && byte <= NINE) || (lower >= 0x61 && lower <= 0x66)
}
