import { expect, test } from 'vitest'
import { EarlyPrograms } from './early-programs.ts'
import type { Answer } from './kernel/answer.ts'

const NOW = 1_700_000_000_000
const found = (progId: number): Answer => ({ answer: 'found', by: 'bpf', name: `program ${progId}` })

/** Programs that were told of at {@link NOW}, with what the kernel says of each. */
function loaded(progIds: readonly number[], ask: (progId: number) => Answer = found): EarlyPrograms {
  const programs = new EarlyPrograms(ask, () => NOW)
  programs.loaded(progIds)
  return programs
}

test('the answer waits for the record, and is given once', () => {
  const programs = loaded([7, 8])
  expect(programs.take(7, NOW - 3)).toEqual({ answer: found(7), after: 3 })
  expect(programs.take(7, NOW - 3)).toBeUndefined()
  expect(programs.take(8, NOW - 3)).toEqual({ answer: found(8), after: 3 })
})

test('a record whose clock is ahead was not asked about before its load', () => {
  expect(loaded([7]).take(7, NOW + 4)?.after).toBe(0)
})

test('a record of another time is of another program with the same id', () => {
  expect(loaded([7]).take(7, NOW - 2001)).toBeUndefined()
  expect(loaded([7]).take(7, NOW + 2001)).toBeUndefined()
  expect(loaded([7]).take(7, NOW - 2000)).toBeDefined()
})

test('what had ended is asked about again when the record comes', () => {
  expect(loaded([7], () => ({ answer: 'gone', by: 'bpf' })).take(7, NOW)).toBeUndefined()
})

test('programs without records do not gather: the oldest are forgotten', () => {
  const programs = loaded(Array.from({ length: 1002 }, (_, progId) => progId))
  expect([1, 2, 1001].map((progId) => programs.take(progId, NOW) !== undefined)).toEqual([false, true, true])
})
