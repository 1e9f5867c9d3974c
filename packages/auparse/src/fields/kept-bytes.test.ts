import { Buffer } from 'node:buffer'
import { copyBytes } from '@ts-audit/log/internal'
import { expect, it } from 'vitest'
import { ByteSink } from '../byte-sink.ts'
import { Enrichments } from '../normalise/enrichments.ts'
import { ValueMemo } from '../walk/value-memo.ts'

it.each([
  ['Uint8Array', Uint8Array.of(1, 2, 3)],
  ['Buffer', Buffer.from([1, 2, 3])],
])('copies from a %s', (_name, bytes) => {
  const copy = copyBytes(bytes, 1, 3)
  bytes.fill(9)
  expect(Array.from(copy)).toEqual([2, 3])
})

it('lets no enrichment part change with the buffer it came from', () => {
  const enrichments = new Enrichments()
  const buffer = Buffer.from('UID="root"')
  const parse = () => enrichments.parse(buffer, 0, buffer.length)
  // What comes once is not kept.
  expect(parse()).not.toBe(parse())
  const first = parse()
  buffer.fill('x')
  const again = Buffer.from('UID="root"')
  expect(enrichments.parse(again, 0, again.length)).toBe(first)
})

it('lets no remembered value change with the buffer it came from', () => {
  const memo = new ValueMemo()
  const buffer = Buffer.from('0')
  const write = () => memo.write(1, buffer, 0, 1, (value) => `text of ${value}`, new ByteSink())
  // What comes once is not kept.
  expect(write()).toBeUndefined()
  const entry = write()
  buffer.fill('5')
  expect(entry && Array.from(entry.key)).toEqual([0x30])
  buffer.fill('0')
  expect(write()).toBe(entry)
})
