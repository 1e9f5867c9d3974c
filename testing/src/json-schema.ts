/** Values beside a JSON Schema. */
import { Ajv2020, type SchemaObject } from 'ajv/dist/2020.js'

const DRAFT = 'https://json-schema.org/draft/2020-12/schema'

/** Gives what of a value is not as the schema says, each with its place; throws when the schema itself is not one. */
export function schemaErrors(schema: SchemaObject): (value: unknown) => string[] {
  if (schema.$schema !== DRAFT) throw new Error(`the schema is not of ${DRAFT}`)
  // Strict: keywords that are unknown or have no effect are mistakes.
  const validate = new Ajv2020({ allErrors: true, strict: true, strictRequired: false }).compile(schema)
  return (value) => {
    if (validate(value)) return []
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath || '/'}: ${message} ${JSON.stringify(params)}`,
    )
  }
}
