/** The events that the index says a search finds: the first of them are looked at, and shown, before all others. */
import type { Criteria } from '@ts-audit/ausearch'
import { OTHERS } from '../log/dictionary.ts'
import { type EventIndex, FAILURE, KEY_SEPARATOR, SUCCESS } from '../log/event-index.ts'
import type { OrdinalTest } from './ordinal-test.ts'

/**
 * Whether an event has what the index knows of the criteria; undefined where it knows nothing of them.
 *
 * It is a guess: what is extracted for a search depends on all that the search asks for, so an event may well be found
 * without being likely, or the other way round. It decides what is looked at first, and nothing else.
 */
export function likelyTest(criteria: Criteria, index: EventIndex): OrdinalTest | undefined {
  const { success, auid, nodes, executable, key, wholeWord = false } = criteria
  const holds = (value: string, wanted: string): boolean =>
    value === OTHERS || (wholeWord ? value === wanted : value.includes(wanted))
  const tests: OrdinalTest[] = []
  if (success !== undefined) {
    const wanted = success ? SUCCESS : FAILURE
    tests.push((ordinal) => index.results.at(ordinal) === wanted)
  }
  if (auid?.id !== undefined && auid.name === undefined) {
    const { id } = auid
    tests.push((ordinal) => index.users.at(ordinal) === id)
  }
  if (nodes !== undefined && nodes.length > 0)
    tests.push(textTest(index.nodes, index.nodeNames, (text) => nodes.includes(text)))
  if (executable !== undefined)
    tests.push(textTest(index.exes, index.exeNames, (text) => holds(text, executable)))
  if (key !== undefined) {
    const isIn = (text: string) => text.split(KEY_SEPARATOR).some((each) => holds(each, key))
    tests.push(textTest(index.keys, index.keyNames, isIn))
  }
  return tests.length === 0 ? undefined : (ordinal) => tests.every((test) => test(ordinal))
}

/** Each text is looked at once; 0 stands for none. */
function textTest(
  column: { at(ordinal: number): number },
  names: { text(number: number): string },
  isWanted: (text: string) => boolean,
): OrdinalTest {
  const known = new Map<number, boolean>([[0, false]])
  return (ordinal) => {
    const number = column.at(ordinal)
    let answer = known.get(number)
    if (answer === undefined) {
      answer = isWanted(names.text(number))
      known.set(number, answer)
    }
    return answer
  }
}
