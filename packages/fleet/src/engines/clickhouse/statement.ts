/** Statements in the store's words, where ClickHouse has others: its form of parameters, and deletions. */
import type { Parameter, Parameters } from '../../engine.ts'

export interface BoundStatement {
  readonly sql: string
  /** Values in the text form of ClickHouse, by name. */
  readonly values: Record<string, unknown>
}

/** Quoted texts and names and comments, in which nothing is a parameter, and parameters. */
const TOKENS =
  /'(?:[^'\\]|\\[\s\S]|'')*'|"(?:[^"\\]|\\[\s\S])*"|`(?:[^`\\]|\\[\s\S])*`|--[^\n]*|\/\*[\s\S]*?\*\/|\$([A-Za-z_]\w*)/g

/**
 * Puts `{name:Type}` in the place of each `$name`.
 * @throws RangeError when there is no value for a name
 */
export function bindParameters(sql: string, parameters: Parameters): BoundStatement {
  const values: [string, unknown][] = []
  const text = sql.replace(TOKENS, (token: string, name: string | undefined) => {
    if (name === undefined) return token
    if (!Object.hasOwn(parameters, name)) throw new RangeError(`the parameter $${name} has no value`)
    const value = parameters[name] as Parameter
    values.push([name, textOf(value)])
    return value instanceof Date ? momentText(name, value) : `{${name}:${typeOf(value)}}`
  })
  return { sql: text, values: Object.fromEntries(values) }
}

/** Seconds since 1970 have ten digits from here on: 2001-09-09. */
const TEN_DIGITS = 1e12

/**
 * A moment. One before 2001 is left a text, which compares with a moment as well: on the way to the shards its seconds would be
 * written with too few digits to be read (26.7).
 */
function momentText(name: string, value: Date): string {
  const text = `{${name}:String}`
  return value.getTime() < TEN_DIGITS ? text : `toDateTime64(${text}, 3, 'UTC')`
}

function typeOf(value: Exclude<Parameter, Date>): string {
  if (value === null) return 'Nullable(String)'
  switch (typeof value) {
    case 'string':
      return 'String'
    case 'boolean':
      return 'Bool'
    case 'bigint':
      return value >= 2n ** 63n ? 'UInt64' : 'Int64'
    case 'number':
      return Number.isSafeInteger(value) ? 'Int64' : 'Float64'
    default:
      return 'Array(String)'
  }
}

function textOf(value: Parameter): unknown {
  return value instanceof Date ? value.toISOString().replace('T', ' ').replace('Z', '') : value
}
