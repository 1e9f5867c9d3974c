/** Socket addresses as the kernel writes them: the extraction of spec 01 §5.5 "SOCKADDR" has nothing to say of such a record. */

/** The address families that most addresses are of, as they are written, and the digits of their shortest address. */
const UNIX: u32 = 0x30303130 /* 0100 */
const INET: u32 = 0x30303230 /* 0200 */
const INET_DIGITS: i32 = 32
const INET6: u32 = 0x30304130 /* 0A00 */
const INET6_DIGITS: i32 = 56
const NETLINK: u32 = 0x30303031 /* 1000 */
const FAMILY_DIGITS: i32 = 4
/** The least that names a file: the family, a byte that is not 0, and one more. */
const PATH_DIGITS: i32 = 8

/** Whether `: saddr=` and an address that is whole stand at a record's body. */
export function isUsualAddress(body: i32, end: i32): bool {
  const from = body + 8
  // What is behind the end is looked at, but does not count: no digits are there.
  if (load<u32>(body, 0, 1) !== 0x6173203a /* : sa */ || load<u32>(body, 4, 1) !== 0x3d726464 /* ddr= */)
    return false
  const family = load<u32>(from, 0, 1)
  let least = FAMILY_DIGITS
  if (family === INET) least = INET_DIGITS
  else if (family === INET6) least = INET6_DIGITS
  else if (family === UNIX) {
    // Other names are abstract, or there is none.
    if (load<u16>(from, 4, 1) === 0x3030) return false
    least = PATH_DIGITS
  } else if (family !== NETLINK) return false
  if (end - from < least) return false
  for (let at = from; at < from + least; at++) if (!isHexadecimal(load<u8>(at))) return false
  return true
}

function isHexadecimal(byte: u8): bool {
  const lower = byte | 0x20
  return (byte >= 0x30 && byte <= 0x39) || (lower >= 0x61 && lower <= 0x66)
}
