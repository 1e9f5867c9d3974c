// What is published of the fields is what the rows say: the JSON Schema and the tables of the README.
// `npx vitest run src/fields -u` writes both anew.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { reportSchema } from '../report/schema.ts'
import { programFields } from './program.ts'
import { fieldAt } from './reading.ts'
import { fieldTables } from './testing/documentation.ts'

const LINE_WIDTH = 110

/** JSON as this project formats it: lists of values on one line where they fit. */
function printed(value: unknown, indent = '', column = 0): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  const inner = `${indent}  `
  const members = Object.entries(value).map(([name, member]) => {
    const key = Array.isArray(value) ? '' : `${JSON.stringify(name)}: `
    return `${key}${printed(member, inner, inner.length + key.length)}`
  })
  const short = `[${members.join(', ')}]`
  const fits = column + short.length + 1 <= LINE_WIDTH && !short.includes('\n')
  if (Array.isArray(value) && fits) return short
  return `${open}\n${members.map((member) => inner + member).join(',\n')}\n${indent}${close}`
}

test('the JSON Schema', async () => {
  const file = '../../schema/bpf-report-2.schema.json'
  await expect(`${printed(reportSchema)}\n`).toMatchFileSnapshot(file)
})

test('the tables of the README', async () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
  const [before, after] = [/^.*<!-- fields -->\n/s, /<!-- end of fields -->.*$/s].map(
    (part) => part.exec(readme)?.[0],
  )
  await expect(`${before}\n${fieldTables()}\n${after}`).toMatchFileSnapshot('../../README.md')
})

test('a path that leads nowhere is refused', () => {
  expect(() => fieldAt(programFields, 'loader.nobody' as 'loader.exe')).toThrow(
    'There is no field loader.nobody.',
  )
  expect(() => fieldAt(programFields, 'load' as 'state')).toThrow('There is no field load.')
})
