import { expect, it } from 'vitest'
import { fieldInteger, parseFieldInteger } from './field-integer.ts'

/** Spec 04 §1.1, spec 06 §A7. */
it.each([
  ['0', 0],
  ['4294967295', -1],
  ['4294967294', -2],
  ['3000000000', -1294967296],
  ['root', 0],
  ['"frodo"', 0],
  [' \t+5x', 5],
  ['-1', -1],
  ['fd:00', 0],
  ['8589934593', 1],
  ['9223372036854775807', -1],
  ['99999999999999999999', -1],
  ['', 0],
])('reads %j as %i', (raw, value) => expect(fieldInteger(raw)).toBe(value))

it.each([
  ['99999999999999999999', undefined],
  ['9223372036854775808', undefined],
  ['-9223372036854775808', 0],
  ['4294967295', -1],
])('tells a number beyond 64 bits: %s', (raw, value) => expect(parseFieldInteger(raw)).toBe(value))
