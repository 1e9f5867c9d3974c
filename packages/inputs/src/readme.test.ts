// The README's table of forms has every word that chooses one. (Its examples are run by `npm run check:published`.)
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { inputFormatWords } from './input-format-words.ts'
import { formNames } from './input-forms.ts'

test('every word is in the table, and no other', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const rows = readme.slice(readme.indexOf('| word | what it is |')).matchAll(/^\| (`.*?`) \| /gm)
  const words = [...rows].flatMap(([, cell]) =>
    [...(cell ?? '').matchAll(/`(.*?)`/g)].map(([, word]) => word),
  )
  const table = words.slice(0, words.indexOf('ausearch') + 1)
  expect(table.toSorted()).toEqual(inputFormatWords().toSorted())
})

test('every form that has a name is among the words, in its order', () => {
  expect(inputFormatWords()).toEqual(['any', 'audit', ...formNames()])
})
