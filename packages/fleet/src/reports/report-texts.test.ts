/** The reports' SQL: bundled as it stands in the files, and nothing in it that one engine alone knows. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { reportTexts } from '../generated/report-texts.ts'
import { reportNames } from './registry.ts'

const folder = new URL('./sql/', import.meta.url)

test('each report is a file, and the generated module has its text', () => {
  const files = readdirSync(folder).map((file) => file.replace(/\.sql$/, ''))
  expect([...reportNames].sort()).toEqual(files.sort())
  const texts = Object.fromEntries(
    files.map((name) => [name, readFileSync(new URL(`${name}.sql`, folder), 'utf8')]),
  )
  expect(reportTexts, 'run npm run generate -w @ts-audit/fleet').toEqual(texts)
})
