/** Records as the kernel writes them: the extraction of spec 01 §5.5 reads them without a failure, and has nothing to say of them. */
import { USUAL_CALL } from './memory'
import { answerEnd, numberEnd } from './texts'

const SPACE: u8 = 0x20
const ZERO: u8 = 0x30
const NINE: u8 = 0x39

/** In {@link USUAL_CALL}, a number or an answer; what else is no character says how many hexadecimal digits there may be. */
const NUMBER: u8 = 1
const ANSWER: u8 = 2

/** Whether a usual system call, as `src/scan/scan-texts.ts` describes it, stands at a record's body. */
export function isUsualCall(body: i32, end: i32): bool {
  let at = body
  for (let part = USUAL_CALL; load<u8>(part) !== 0; part++) {
    const wanted = load<u8>(part)
    if (wanted === NUMBER) at = numberEnd(at, end)
    else if (wanted === ANSWER) at = answerEnd(at, end)
    else if (wanted < SPACE) {
      const stop = hexadecimalEnd(at, end)
      at = stop === at || stop - at > (wanted as i32) ? 0 : stop
    } else at = at < end && load<u8>(at) === wanted ? at + 1 : 0
    if (at === 0) return false
  }
  return true
}

/** Families of socket addresses as they are written: 0100, 0200, 1000. */
const UNIX: u32 = 0x30303130
const INET: u32 = 0x30303230
const NETLINK: u32 = 0x30303031
/** Those of IPv6 have so many, and no other has to have more. */
const LONGEST_DIGITS: i32 = 56

/** Whether `: saddr=` and an address that is whole stand at a record's body. */
export function isUsualAddress(body: i32, end: i32): bool {
  if (load<u32>(body, 0, 1) !== 0x6173203a /* : sa */ || load<u32>(body, 4, 1) !== 0x3d726464 /* ddr= */)
    return false
  const from = body + 8
  const digits = hexadecimalEnd(from, end) - from
  const family = load<u32>(from, 0, 1)
  // A name that begins with a zero byte is abstract, or none.
  if (family === UNIX) return digits >= 8 && load<u16>(from, 4, 1) !== 0x3030
  return digits >= (family === INET ? 32 : family === NETLINK ? 4 : LONGEST_DIGITS)
}

function hexadecimalEnd(from: i32, end: i32): i32 {
  let at = from
  while (at < end && isHexadecimal(load<u8>(at))) at++
  return at
}

function isHexadecimal(byte: u8): bool {
  const lower = byte | 0x20
  return (byte >= ZERO && byte <= NINE) || (lower >= 0x61 && lower <= 0x66)
}
