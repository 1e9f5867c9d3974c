// Every table against the JSON it was made from, and the generated files against their generator.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type NameTable, tableRows } from './name-table.ts'
import { ttyKeys } from './tty-keys.ts'

type Fact = readonly [number, string, string?]

const facts = (name: string): readonly Fact[] =>
  JSON.parse(readFileSync(new URL(`../facts/${name}.json`, import.meta.url), 'utf8'))

const load = (path: string): Promise<unknown> =>
  import(/* @vite-ignore */ new URL(path, import.meta.url).href)

const { modules } = (await load('../scripts/plan.mjs')) as {
  modules: Record<string, readonly (readonly [string, string])[]>
}
const planned = Object.entries(modules).flatMap(([module, tables]) =>
  tables.map(([exported, fact]) => ({ module, exported, fact })),
)

test('every fact file is in the plan', () => {
  const files = readdirSync(new URL('../facts', import.meta.url)).filter((file) => file.endsWith('.json'))
  expect(planned.map(({ fact }) => `${fact}.json`).sort()).toEqual(files.sort())
})

test.each(planned.filter(({ module }) => module !== 'tty-keys'))(
  '$exported holds facts/$fact.json',
  async (table) => {
    const module = (await load(`./generated/${table.module}.ts`)) as Record<string, NameTable>
    const rows = tableRows(module[table.exported]!).map((row) => [
      row.number,
      row.name,
      row.symbol ?? row.name,
    ])
    expect(rows).toEqual(facts(table.fact).map(([number, name, symbol]) => [number, name, symbol ?? name]))
  },
)

test('the record type numbers are those of facts/msg_typetab.json', async () => {
  const numbers = (await load('./record-type.ts')) as Record<string, number>
  const known = facts('msg_typetab').map(([number, name]) => [name, number])
  expect({ ...numbers }).toEqual(Object.fromEntries(known))
})

test('the keys are those of facts/tty-keys.json', () => {
  const keys = ttyKeys().map((key) => [Buffer.from(key.bytes).toString('hex'), key.name])
  expect(keys).toEqual(facts('tty-keys'))
})

test('every table of a public entry is exported there', async () => {
  for (const entry of ['flags', 'values', 'network', 'rules', 'normaliser']) {
    const module = (await load(`./${entry}.ts`)) as Record<string, unknown>
    for (const [exported] of modules[entry]!) expect(module[exported], `${entry}: ${exported}`).toBeDefined()
  }
})

test('the generated files are up to date', () => {
  const script = new URL('../scripts/generate.mjs', import.meta.url)
  expect(execFileSync(process.execPath, [script.pathname, '--check'], { encoding: 'utf8' })).toBe('')
})
