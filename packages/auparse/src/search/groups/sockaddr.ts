/** Socket addresses (spec 01 §5.5 "SOCKADDR"): a remote host, or the file name of a local socket. */
import { OPEN_PAREN } from '../../ascii.ts'
import { type ByteSpan, textSpan, toNeedle } from '../byte-span.ts'
import { decodeWhole, hexRunEnd } from '../decode.ts'
import { fileList } from '../path-value.ts'
import type { SearchAttributes } from '../search-attributes.ts'
import type { Procedure } from '../step.ts'
import { formatIpv4, formatIpv6 } from './ip-address.ts'

const SADDR = toNeedle('saddr=')
/** Address families of the kernel's include/linux/socket.h, with the sizes of their addresses. */
const AF_UNIX = 1
const AF_INET = 2
const AF_INET6 = 10
const SIZE_INET = 16
const SIZE_INET6 = 28

/** What a socket address needs from outside: somewhere to write messages, and the names of network interfaces. */
export interface SockaddrEnvironment {
  /** Takes text for stderr, its newline included. */
  readonly write: (text: string) => void
  /** The name of a local network interface; undefined when there is none of that index. */
  readonly interfaceName?: ((index: number) => string | undefined) | undefined
}

interface Address {
  readonly bytes: Uint8Array
  /** The number of bytes that were encoded. */
  readonly size: number
}

/** SOCKADDR records, when a host or a file is wanted. */
export function sockaddr(environment: SockaddrEnvironment): Procedure {
  return (active) => {
    if (!active.host && !active.file) return undefined
    return (text, attributes) => {
      const from = text.after(SADDR, text.start)
      if (from < 0) return 0
      attributes.host = undefined
      const decoded = decodeWhole(text.bytes, from, text.end)
      if (decoded === undefined) return 4
      const address = {
        bytes: decoded.bytes.subarray(decoded.start, decoded.end),
        size:
          text.bytes[from] === OPEN_PAREN
            ? decoded.end - decoded.start
            : (hexRunEnd(text.bytes, from, text.end) - from) >> 1,
      }
      return readAddress(address, active, attributes, environment)
    }
  }
}

function readAddress(
  address: Address,
  active: { readonly host: boolean; readonly file: boolean },
  attributes: SearchAttributes,
  environment: SockaddrEnvironment,
): number {
  const { bytes, size } = address
  const family = littleEndian(bytes, 0, 2)
  if (family === AF_INET) {
    if (size < SIZE_INET) return complain(environment, 'sockaddr len too short', 1)
    if (active.host) attributes.host = textSpan(formatIpv4(bytes.subarray(4, 8)))
  } else if (family === AF_INET6) {
    if (size < SIZE_INET6) return complain(environment, 'sockaddr6 len too short', 2)
    if (active.host) attributes.host = textSpan(ipv6Host(bytes, environment))
  } else if (family === AF_UNIX) {
    if (size !== 2 && size < 4) return complain(environment, `sun_path len too short (${size})`, 4)
    if (active.file) return readSocketName(address, attributes)
  }
  return 0
}

function ipv6Host(bytes: Uint8Array, { interfaceName }: SockaddrEnvironment): string {
  const text = formatIpv6(bytes.subarray(8, 24))
  const scope = littleEndian(bytes, 24, 4)
  if (scope === 0) return text
  const linkLocal =
    (bytes[8] === 0xfe && ((bytes[9] ?? 0) & 0xc0) === 0x80) ||
    (bytes[8] === 0xff && ((bytes[9] ?? 0) & 0x0f) === 0x02)
  return `${text}%${(linkLocal ? interfaceName?.(scope) : undefined) ?? scope}`
}

function readSocketName({ bytes, size }: Address, attributes: SearchAttributes): number {
  const files = fileList(attributes)
  if (size === 2) {
    // An unnamed socket: the reference finds a left-over digit after the family (spec 01 §5.5, a quirk).
    files.push({ name: textSpan('0'), tail: undefined, isPath: false })
    return 0
  }
  const start = bytes[2] === 0 ? 3 : 2
  if (bytes[start] === 0) return 6
  const zero = bytes.indexOf(0, start)
  const name: ByteSpan = { bytes, start, end: zero < 0 ? bytes.length : zero }
  files.push({ name, tail: undefined, isPath: false })
  return 0
}

function littleEndian(bytes: Uint8Array, at: number, size: number): number {
  let value = 0
  for (let index = size - 1; index >= 0; index--) value = value * 256 + (bytes[at + index] ?? 0)
  return value
}

function complain(environment: SockaddrEnvironment, message: string, code: number): number {
  environment.write(`${message}\n`)
  return code
}
