/** For tests: the part of JSON Schema (2020-12) that the published schema of the BPF report uses. */

/** A schema as it was read from its file. */
export interface Schema {
  readonly [keyword: string]: unknown
}

type Check = (value: never, wanted: never, schema: Schema) => boolean

/** Keywords about one value; those not named here are about its parts, or only explain. */
const checks: Readonly<Record<string, Check>> = {
  const: (value: unknown, wanted: unknown) => value === wanted,
  enum: (value: unknown, wanted: readonly unknown[]) => wanted.includes(value),
  type: (value: unknown, wanted: string) => typeOf(value, wanted) === wanted,
  minimum: (value: number, least: number) => value >= least,
  maximum: (value: number, most: number) => value <= most,
  minItems: ({ length }: readonly unknown[], least: number) => length >= least,
  maxItems: ({ length }: readonly unknown[], most: number) => length <= most,
  pattern: (value: string, pattern: string) => new RegExp(pattern).test(value),
  required: (value: object, names: readonly string[]) => names.every((name) => Object.hasOwn(value, name)),
  additionalProperties: (value: object, _: unknown, { properties }: Schema) =>
    Object.keys(value).every((name) => Object.hasOwn(properties as object, name)),
}
const EXPLAINING = new Set(['$schema', '$defs', '$ref', 'title', 'description', 'properties', 'items'])

/** What of a value is not as the schema says, each with its place. */
export function schemaErrors(value: unknown, schema: Schema, root: Schema = schema, place = '$'): string[] {
  if (typeof schema['$ref'] === 'string') {
    const name = schema['$ref'].replace('#/$defs/', '')
    return schemaErrors(value, (root['$defs'] as Record<string, Schema>)[name] as Schema, root, place)
  }
  for (const [keyword, wanted] of Object.entries(schema)) {
    if (EXPLAINING.has(keyword)) continue
    const check = checks[keyword]
    if (check === undefined) return [`${place}: the test does not know ${keyword}`]
    if (!check(value as never, wanted as never, schema)) return [`${place}: ${keyword}`]
  }
  const items = schema['items'] as Schema | undefined
  if (Array.isArray(value)) {
    return value.flatMap((item, at) => schemaErrors(item, items as Schema, root, `${place}[${at}]`))
  }
  if (typeof value !== 'object' || value === null) return []
  const properties = schema['properties'] as Record<string, Schema>
  return Object.entries(value).flatMap(([name, part]) =>
    schemaErrors(part, properties[name] as Schema, root, `${place}.${name}`),
  )
}

function typeOf(value: unknown, wanted: string): string {
  if (Array.isArray(value)) return 'array'
  if (wanted === 'integer' && Number.isInteger(value)) return 'integer'
  return typeof value
}
