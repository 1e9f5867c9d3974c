import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findTtyKey, type TtyKey, ttyKeys } from './tty-keys.ts'

// Spec 03 §4.18 and its examples.
test.each([
  ['0d', 'ret'],
  ['1b5b41', 'up'],
  ['1b4f50', 'F1'],
  ['1b', 'esc'],
  ['1b1b', 'esc'],
  ['1b5b31313b327e', 'F13'],
  ['7f', 'backspace'],
  ['01', '^A'],
  ['00', undefined],
  ['9b41', undefined],
  ['6c', undefined],
  ['', undefined],
])('%s is %s', (hex, name) => {
  expect(findTtyKey(Buffer.from(hex, 'hex'), 0)?.name).toBe(name)
})

test('an offset is looked at, not the start', () => {
  expect(findTtyKey(Buffer.from('6c1b5b41', 'hex'), 1)?.name).toBe('up')
  expect(findTtyKey(Buffer.from('6c', 'hex'), 1)).toBeUndefined()
})

test('the key found is the first of the list whose bytes fit', () => {
  const firstOfList = (bytes: Uint8Array): TtyKey | undefined =>
    ttyKeys().find((key) => key.bytes.every((byte, i) => bytes[i] === byte))
  const byte = fc.oneof(
    fc.constantFrom(0x1b, 0x5b, 0x4f, 0x31, 0x3b, 0x7e, 0x8f, 0x9b),
    fc.integer({ min: 0, max: 255 }),
  )
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 8 }), (bytes) => {
      expect(findTtyKey(Uint8Array.from(bytes), 0)).toBe(firstOfList(Uint8Array.from(bytes)))
    }),
  )
})
