/** The tables of fields in the README, made of the rows and of the comments above them. */
import { readdirSync, readFileSync } from 'node:fs'
import ts from 'typescript'
import { differenceFields } from '../difference.ts'
import type { Field, Fields } from '../field.ts'
import { findingFields } from '../finding.ts'
import { commandFields, loaderFields } from '../loader.ts'
import { identityFields, processFields } from '../process.ts'
import { programFields } from '../program.ts'
import { storyFields, storyRowFields } from '../story.ts'

/** Comments by the path of a field: `load.time`. */
type Docs = ReadonlyMap<string, string>

interface Part {
  readonly title: string
  /** The name of the table in its source. */
  readonly table: string
  readonly fields: Fields
  /** The columns of its table, where these are not all of its fields. */
  readonly columns?: Fields
}

const PARTS: readonly Part[] = [
  { title: 'Programs', table: 'programFields', fields: programFields },
  { title: 'Loaders', table: 'loaderFields', fields: loaderFields },
  { title: 'Commands', table: 'commandFields', fields: commandFields },
  { title: 'Findings', table: 'findingFields', fields: findingFields },
  { title: 'Stories', table: 'storyFields', fields: storyFields, columns: storyRowFields },
  { title: 'Differences', table: 'differenceFields', fields: differenceFields },
  { title: 'Processes', table: 'processFields', fields: processFields },
]

/** All of them, in Markdown. */
export function fieldTables(): string {
  const literals = readLiterals()
  return PARTS.map(({ title, table, fields, columns }) => {
    const docs = docsOf(table, literals)
    const rows = title === 'Processes' ? processRows(docs) : rowsOf(fields, docs, '', {}, columns)
    return [`### ${title}`, '', '| field | values | csv | meaning |', '|---|---|---|---|', ...rows, ''].join(
      '\n',
    )
  }).join('\n')
}

function rowsOf(
  fields: Fields,
  docs: Docs,
  prefix: string,
  columns: Readonly<Record<string, string>>,
  table?: Fields,
): string[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    // The table of processes has them.
    if (isOfProcess(name, field)) return []
    const path = `${prefix}${name}`
    const own = prefix === '' && !('fields' in field) ? name : (columns[name] ?? '')
    const column = table === undefined ? own : table[name] === field ? name : ''
    const row = line(path, valuesOf(field), column, docs.get(path))
    if (!('fields' in field) || (field.kind === 'objects' && name !== 'steps')) return [row]
    return [row, ...rowsOf(field.fields, docs, `${path}.`, field.columns ?? {}, table)]
  })
}

function processRows(docs: Docs): string[] {
  const by = (name: string): string => (name in identityFields ? ` (\`--by\`)` : '')
  return [
    ...Object.entries(processFields).map(([name, field]) =>
      line(name, valuesOf(field), name, `${docs.get(name)}${by(name)}`),
    ),
    line(
      'unit',
      valuesOf(identityFields.unit),
      'unit',
      `${docsOf('identityFields', readLiterals()).get('unit')}${by('unit')}`,
    ),
  ]
}

function isOfProcess(name: string, field: Field): boolean {
  const known: Fields = { ...processFields, ...identityFields }
  return known[name] === field
}

function line(path: string, values: string, column: string, doc = ''): string {
  if (doc === '') throw new Error(`The field ${path} has no comment.`)
  return `| \`${path}\` | ${values} | ${column === '' ? '' : `\`${column}\``} | ${doc} |`
}

function valuesOf(field: Field): string {
  if ('fields' in field) return field.fields === processFields ? 'process' : field.kind
  return field.values === undefined ? field.kind : field.values.map((value) => `\`${value}\``).join(', ')
}

type Literals = ReadonlyMap<string, ts.ObjectLiteralExpression>

/** Every table in the folder, by its name. */
function readLiterals(): Literals {
  const folder = new URL('../', import.meta.url)
  const literals = new Map<string, ts.ObjectLiteralExpression>()
  for (const file of readdirSync(folder).filter((name) => /^[a-z-]+\.ts$/.test(name))) {
    const source = ts.createSourceFile(
      file,
      readFileSync(new URL(file, folder), 'utf8'),
      ts.ScriptTarget.Latest,
      true,
    )
    for (const statement of source.statements) {
      if (!ts.isVariableStatement(statement)) continue
      for (const { name, initializer } of statement.declarationList.declarations) {
        const literal = initializer === undefined ? undefined : literalIn(initializer)
        if (literal !== undefined) literals.set(name.getText(), literal)
      }
    }
  }
  return literals
}

/** `{ … } as const satisfies Fields` → `{ … }`. */
function literalIn(node: ts.Expression): ts.ObjectLiteralExpression | undefined {
  if (ts.isObjectLiteralExpression(node)) return node
  return ts.isAsExpression(node) || ts.isSatisfiesExpression(node) ? literalIn(node.expression) : undefined
}

/** What is spread into a table comes with its comments; a row that changes one of these keeps its comment. */
function docsOf(table: string, literals: Literals): Docs {
  const docs = new Map<string, string>()
  for (const property of literals.get(table)?.properties ?? []) {
    if (ts.isSpreadAssignment(property)) {
      for (const [path, doc] of docsOf(property.expression.getText(), literals)) docs.set(path, doc)
    } else if (ts.isPropertyAssignment(property)) {
      const name = property.name.getText()
      const doc = commentOf(property)
      if (doc !== '') docs.set(name, doc)
      for (const [path, inner] of docsOf(groupOf(property.initializer), literals))
        docs.set(`${name}.${path}`, inner)
    }
  }
  return docs
}

/** `{ kind: 'object', fields: loadFields }` → `loadFields`. */
function groupOf(node: ts.Expression): string {
  if (!ts.isObjectLiteralExpression(node)) return ''
  const fields = node.properties.find((property) => property.name?.getText() === 'fields')
  return fields !== undefined && ts.isPropertyAssignment(fields) ? fields.initializer.getText() : ''
}

function commentOf(node: ts.Node): string {
  return ts
    .getJSDocCommentsAndTags(node)
    .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? '')
    .join(' ')
    .replace(/\s+/g, ' ')
}
