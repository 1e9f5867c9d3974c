/** Which deletion a statement is. */
import { expect, test } from 'vitest'
import { readDeletion } from './deletion.ts'

test('deletions are recognised, and nothing else', () => {
  expect(readDeletion('DELETE FROM events WHERE a = 1\n AND b')).toEqual({
    table: 'events',
    condition: 'a = 1\n AND b',
  })
  expect(readDeletion('delete from "events"')).toEqual({ table: 'events', condition: 'true' })
  expect(readDeletion('INSERT INTO events SELECT 1')).toBeUndefined()
})
