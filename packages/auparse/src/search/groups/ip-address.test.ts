import { isIPv6 } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatIpv4, formatIpv6 } from './ip-address.ts'

/** 32 hexadecimal digits. */
const bytes = (digits: string) =>
  Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))

describe('IP addresses as inet_ntop(3) writes them', () => {
  it.each([
    ['00000000000000000000000000000000', '::'],
    ['00000000000000000000000000000001', '::1'],
    ['00000000000000000000ffff0a000001', '::ffff:10.0.0.1'],
    ['0000000000000000000000000a000001', '::10.0.0.1'],
    ['20010db8000000000000000000000001', '2001:db8::1'],
    ['20010db8000000010000000000000001', '2001:db8:0:1::1'],
    ['20010db8000000010001000100010001', '2001:db8:0:1:1:1:1:1'],
    ['fe800000000000000000000000000000', 'fe80::'],
    ['00010000000000020000000000000003', '1:0:0:2::3'],
    ['00010000000000020000000000030003', '1::2:0:0:3:3'],
  ])('%s is %s', (digits, text) => {
    expect(formatIpv6(bytes(digits))).toBe(text)
  })

  it('writes every address in a form the platform reads', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (address) => {
        expect(isIPv6(formatIpv6(address))).toBe(true)
      }),
    )
  })

  it('writes IPv4 with dots', () => {
    expect(formatIpv4(Uint8Array.of(192, 168, 0, 255))).toBe('192.168.0.255')
  })
})
