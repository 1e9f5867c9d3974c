import { describe, expect, it } from 'vitest'
import { commonJsVariant, importedEntries } from './example-variants.mjs'

const program = `import { a } from '@ts-audit/a'
import { b } from '@ts-audit/a/b'

// Why.
for await (const one of a()) console.log(one, b)
`

describe('commonJsVariant', () => {
  it('keeps the imports outside and puts the rest into a function', () => {
    expect(commonJsVariant(program)).toBe(`import { a } from '@ts-audit/a'
import { b } from '@ts-audit/a/b'

async function main(): Promise<void> {

// Why.
for await (const one of a()) console.log(one, b)
}
void main()
`)
  })
})

describe('importedEntries', () => {
  it('lists them', () => expect(importedEntries(program)).toEqual(['@ts-audit/a', '@ts-audit/a/b']))
})
