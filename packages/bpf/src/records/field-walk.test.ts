// Numbers as the kernel prints them (%u and %d), and nothing else that a number can be written as.
import { expect, test } from 'vitest'
import { decodeId, decodeSigned } from './field-walk.ts'

test.each<[text: string | undefined, id: number | undefined]>([
  ['7', 7],
  ['4294967295', 4294967295],
  ['-1', 4294967295],
  ['0', 0],
  [undefined, undefined],
  ['', undefined],
  ['1e3', undefined],
  ['0x10', undefined],
  ['1.5', undefined],
  ['+1', undefined],
  ['99999999999999999999', undefined],
])('%s → %s', (text, id) => {
  expect(decodeId(text)).toBe(id)
})

test('a sign is kept where it means something', () => {
  expect(decodeSigned('-24')).toBe(-24)
})
