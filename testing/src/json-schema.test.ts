/** The schema validator finds what is wrong, and refuses what is not a schema. */
import { expect, test } from 'vitest'
import { schemaErrors } from './json-schema.ts'

const draft = { $schema: 'https://json-schema.org/draft/2020-12/schema' }
const schema = {
  ...draft,
  type: 'object',
  required: ['a'],
  properties: { a: { $ref: '#/$defs/name' } },
  additionalProperties: false,
  $defs: { name: { type: 'string', pattern: '^x' } },
}

test.each([
  [{ a: 'xy' }, []],
  [{}, ['/: must have required property \'a\' {"missingProperty":"a"}']],
  [{ a: 'y' }, ['/a: must match pattern "^x" {"pattern":"^x"}']],
  [{ a: 'x', b: 1 }, ['/: must NOT have additional properties {"additionalProperty":"b"}']],
])('%j', (value, errors) => {
  expect(schemaErrors(schema)(value)).toEqual(errors)
})

test.each([
  ['another draft', { type: 'object' }, 'the schema is not of'],
  ['an unknown keyword', { ...draft, typo: 1 }, 'unknown keyword'],
  ['an unknown type', { ...draft, type: 'text' }, 'schema is invalid'],
])('refuses %s', (_what, wrong, message) => {
  expect(() => schemaErrors(wrong)).toThrow(message)
})
