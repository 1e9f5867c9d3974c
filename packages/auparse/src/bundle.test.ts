// What a bundler keeps of each entry: one function must not pull in everything; and the README names what the entries export.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { sources } from '@ts-audit/testing/source-plugin'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import * as expression from './expression.ts'
import { walkWasm } from './generated/walk-wasm.ts'
import * as main from './index.ts'
import * as node from './node.ts'
import * as normalise from './normalise.ts'
import * as search from './search.ts'
import * as time from './time.ts'

async function bundle(code: string): Promise<string> {
  const result = await build({
    stdin: { contents: code, resolveDir: fileURLToPath(new URL('.', import.meta.url)), loader: 'ts' },
    plugins: [sources],
    bundle: true,
    format: 'esm',
    minify: true,
    treeShaking: true,
    logLevel: 'silent',
    write: false,
  })
  return result.outputFiles[0]!.text
}

/** Texts of the parts, each of which stands in no other part. */
const marks = {
  fields: 'seperms',
  interpreters: 'conversion error(',
  'fast walk': walkWasm.slice(0, 60),
  normaliser: 'opened-file',
  expressions: 'Operator expected',
  'regular expressions': 'Trailing backslash',
  'search attributes': 'Malformed event skipped',
  zones: 'hourCycle',
} as const

const kept = (text: string) =>
  Object.entries(marks)
    .filter(([, mark]) => text.includes(mark))
    .map(([name]) => name)

test.each([
  [`import { escapeText } from './index.ts'; console.log(escapeText)`, []],
  [`import { accountsFromText } from './index.ts'; console.log(accountsFromText)`, []],
  [`import { splitRecord } from './index.ts'; console.log(splitRecord)`, ['fields']],
  [`import { interpretEvent } from './index.ts'; console.log(interpretEvent)`, ['fields', 'interpreters']],
  [
    `import { normaliseEvent } from './normalise.ts'; console.log(normaliseEvent)`,
    ['fields', 'interpreters', 'normaliser'],
  ],
  [
    `import { parseExpression } from './expression.ts'; console.log(parseExpression)`,
    ['expressions', 'regular expressions'],
  ],
  [`import { compileRegexp } from './expression.ts'; console.log(compileRegexp)`, ['regular expressions']],
  [`import { createExtractor } from './search.ts'; console.log(createExtractor)`, ['search attributes']],
  [`import { formatDate, UTC } from './time.ts'; console.log(formatDate, UTC)`, []],
  [`import { namedZone } from './time.ts'; console.log(namedZone)`, ['zones']],
  [`import { ByteSink } from './internal.ts'; console.log(ByteSink)`, []],
  [`import './index.ts'; import './internal.ts'`, []],
])('%s', async (code, parts) => {
  expect(kept(await bundle(code))).toEqual(parts)
})

test('every mark exists, so that its absence means something', async () => {
  const everything = ['index', 'search', 'expression', 'time', 'internal']
    .map((entry, i) => `import * as e${i} from './${entry}.ts'; console.log(e${i})`)
    .join('\n')
  expect(kept(await bundle(everything))).toEqual(Object.keys(marks))
})

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

test.each(Object.entries({ main, search, normalise, expression, time, node }))(
  'the README names all of %s',
  (_, entry) => {
    expect(Object.keys(entry).filter((name) => !readme.includes(`\`${name}\``))).toEqual([])
  },
)
