/** Socket addresses as the kernel logs them: hexadecimal `struct sockaddr` of every family (spec 03 §4.11). */
import { addressFamilies, lookupName } from '@ts-audit/tables/usual'
import { bytePair, decodeHex, hexLength } from './hex.ts'
import type { FieldSetting } from './interpreter.ts'
import { formatIpv6, ipv6Scope } from './ipv6.ts'

/** The bytes of an address; those that were not logged read as zero. */
interface SocketBytes {
  readonly bytes: Uint8Array
  /** Half the length of the logged value, which is what the reference takes for the length. */
  readonly length: number
  readonly setting: FieldSetting
}

/** Gives what follows `saddr_fam=NAME ` and the closing ` }`. */
type FamilyText = (address: SocketBytes) => string

const SHORT = 'sockaddr len too short }'

/** Address families of linux/socket.h whose addresses are decoded. */
const FAMILIES: ReadonlyMap<number, FamilyText> = new Map<number, FamilyText>([
  [1, localAddress],
  [2, inetAddress],
  [3, ax25Address],
  [8, (address) => (address.length < 12 ? SHORT : `int=${(u16(address, 4) << 16) >> 16} }`)],
  [9, (address) => `laddr=${cString(address, 2, 15)} }`],
  [10, inet6Address],
  [16, netlinkAddress],
])

/** `saddr`: `{ saddr_fam=inet laddr=1.2.3.4 lport=53 }`. */
export function socketAddress(value: string, setting: FieldSetting): string {
  const bytes = addressBytes(value)
  if (bytes === undefined) return `malformed-host(${value})`
  const address: SocketBytes = { bytes, length: value.length >> 1, setting }
  const family = u16(address, 0, true)
  const name = lookupName(addressFamilies, family)
  if (name === undefined) return `unknown-family(${family})`
  return `{ saddr_fam=${name} ${FAMILIES.get(family)?.(address) ?? '(unsupported) }'}`
}

/** The three parts of an interpreted address that csv and text show (spec 03 §1.7). */
export function socketPart(interpretation: string, part: 'family' | 'address' | 'port'): string | undefined {
  const label = { family: 'fam=', address: 'laddr=', port: 'lport=' }[part]
  const start = interpretation.indexOf(label)
  if (start < 0) return undefined
  const rest = interpretation.slice(start + label.length)
  const space = rest.indexOf(' ')
  return space < 0 ? rest : rest.slice(0, space)
}

function addressBytes(value: string): Uint8Array | undefined {
  if (value.startsWith('(')) {
    const text = decodeHex(value)
    return text === undefined ? undefined : Uint8Array.from(text, (char) => char.charCodeAt(0))
  }
  const digits = hexLength(value)
  if (digits < 2) return undefined
  const bytes = new Uint8Array(digits >> 1)
  for (let at = 0; at < bytes.length; at++) bytes[at] = bytePair(value, 2 * at)
  return bytes
}

/** A path, or an abstract name, whose leading zero byte is not shown. */
function localAddress(address: SocketBytes): string {
  if (address.length < 4) return address.length === 2 ? 'unnamed socket }' : SHORT
  return `path=${cString(address, byteAt(address, 2) === 0 ? 3 : 2, 108)} }`
}

function inetAddress(address: SocketBytes): string {
  if (address.length < 16) return SHORT
  const host = [4, 5, 6, 7].map((at) => byteAt(address, at)).join('.')
  return `laddr=${host} lport=${port(address)} }`
}

/** A call sign; a zero byte in it ends the text, closing brace included. */
function ax25Address(address: SocketBytes): string {
  if (address.length < 16) return SHORT
  const call = cString(address, 2, 7)
  return call.length < 7 ? `call=${call}` : `call=${call} }`
}

function inet6Address(address: SocketBytes): string {
  if (address.length < 28) return 'sockaddr6 len too short }'
  const groups = Array.from({ length: 8 }, (_, i) => u16(address, 8 + 2 * i, false))
  const scope = ipv6Scope(groups, u32(address, 24), address.setting.context.interfaceName)
  return `laddr=${formatIpv6(groups)}${scope} lport=${port(address)} }`
}

function netlinkAddress(address: SocketBytes): string {
  return address.length < 12 ? 'len too short }' : `nlnk-fam=16 nlnk-pid=${u32(address, 4)} }`
}

function byteAt({ bytes }: SocketBytes, at: number): number {
  return bytes[at] ?? 0
}

function u16(address: SocketBytes, at: number, little = true): number {
  const [low, high] = little ? [at, at + 1] : [at + 1, at]
  return byteAt(address, low) | (byteAt(address, high) << 8)
}

function u32(address: SocketBytes, at: number): number {
  return (u16(address, at) | (u16(address, at + 2) << 16)) >>> 0
}

/** Ports stand in network byte order. */
function port(address: SocketBytes): number {
  return u16(address, 2, false)
}

function cString({ bytes }: SocketBytes, start: number, limit: number): string {
  let text = ''
  for (let at = start; at < start + limit; at++) {
    const byte = bytes[at] ?? 0
    if (byte === 0) break
    text += String.fromCharCode(byte)
  }
  return text
}
