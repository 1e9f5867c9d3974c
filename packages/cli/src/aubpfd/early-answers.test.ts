// Who answers a load: whoever asks at its record, and a thread that has heard of it before.
import { expect, test } from 'vitest'
import { EarlyAnswers, type HeardAnswer } from './early-answers.ts'
import type { Answer } from './kernel/answer.ts'

const GONE: Answer = { answer: 'gone', by: 'bpf' }
const FOUND: Answer = { answer: 'found', by: 'bpf', name: 'watcher' }
const NOW = 1_700_000_000_020

/** @param answers what the kernel says to the one who asks at the record, and what the thread has got, before it or after */
function answersOf({ at, before, after }: { at: Answer; before?: Answer; after?: Answer }) {
  const asked: number[] = []
  let heard: HeardAnswer[] = []
  const hear = (answer: Answer | undefined): void => {
    if (answer !== undefined) heard.push({ event: '1700000000.010:5', progId: 7, answer, after: 3 })
  }
  const answers = new EarlyAnswers({
    askNow(progId) {
      asked.push(progId)
      return at
    },
    heard() {
      const given = heard
      heard = []
      return given
    },
    now: () => NOW,
  })
  hear(before)
  // Cut anywhere.
  answers.push('type=BPF msg=audit(1700000000.010:5): prog-')
  answers.push('id=7 op=LOAD\n')
  hear(after)
  return { asked, answer: answers.take('1700000000.010:5', 7), again: answers.take('1700000000.010:5', 7) }
}

test('a load that the thread has asked about is not asked about again', () => {
  const { asked, answer, again } = answersOf({ at: GONE, before: FOUND })
  expect(asked).toEqual([])
  expect(answer).toEqual({ answer: FOUND, after: 3 })
  expect(again).toBeUndefined()
})

test('without an answer of the thread it is asked about at its record', () => {
  const { asked, answer } = answersOf({ at: FOUND })
  expect(asked).toEqual([7])
  expect(answer).toEqual({ answer: FOUND, after: 10 })
})

test('of two who have asked, who found it is right', () => {
  expect(answersOf({ at: GONE, after: FOUND }).answer).toEqual({ answer: FOUND, after: 3 })
  expect(answersOf({ at: FOUND, after: GONE }).answer).toEqual({ answer: FOUND, after: 10 })
})
