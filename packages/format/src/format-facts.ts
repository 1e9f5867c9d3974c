/** The output formats of a search: one row each, with what it asks of the command. How they are made is loaded when it is needed. */
/** What a format asks of a command. */
export interface FormatFacts<Name extends string = string> {
  /** As `--format` names it. */
  readonly name: Name
  /** Whether values are interpreted: such a search looks at system call arguments more closely (spec 01 §5.5). */
  readonly interprets: boolean
  /** Whether making the output costs more than handing events to another thread. */
  readonly inThreads: boolean
  /** Whether control characters of the log may be left in the output: then a terminal has to be guarded from them. */
  readonly guarded: boolean
  /** Whether its separators, times and record types are those that colour sets off. */
  readonly coloured: boolean
  /** Whether a search without results says so on standard error. */
  readonly saysNoMatches: boolean
  /** Whether it takes additional columns. */
  readonly hasExtras: boolean
  /** Whether it is the native JSON: it tells where an event came from, and takes `json` of a `FormatContext`. */
  readonly isJson: boolean
  /** Whether it is UTF-8, and not the bytes of the log. */
  readonly isUtf8: boolean
}

const PLAIN = {
  guarded: true,
  coloured: false,
  saysNoMatches: true,
  hasExtras: false,
  isJson: false,
  isUtf8: false,
} as const

/** The schemas of others: JSON that holds no control characters, made from interpreted values. */
const SCHEMA = { ...PLAIN, guarded: false, isUtf8: true, interprets: true, inThreads: true } as const

/** Every format by its name, in the order of the help text. */
export const formatFacts = [
  {
    ...PLAIN,
    name: 'default',
    interprets: false,
    inThreads: false,
    coloured: true,
  },
  {
    ...PLAIN,
    name: 'raw',
    interprets: false,
    inThreads: false,
    guarded: false,
    saysNoMatches: false,
  },
  {
    ...PLAIN,
    name: 'interpret',
    interprets: true,
    inThreads: true,
    coloured: true,
  },
  {
    ...PLAIN,
    name: 'csv',
    interprets: true,
    inThreads: true,
    hasExtras: true,
  },
  {
    ...PLAIN,
    name: 'text',
    interprets: true,
    inThreads: true,
  },
  {
    ...PLAIN,
    name: 'json',
    interprets: true,
    inThreads: true,
    guarded: false,
    isJson: true,
    isUtf8: true,
  },
  {
    ...PLAIN,
    name: 'ndjson',
    interprets: true,
    inThreads: true,
    guarded: false,
    isJson: true,
    isUtf8: true,
  },
  {
    ...SCHEMA,
    name: 'ecs',
  },
  {
    ...SCHEMA,
    name: 'ocsf',
  },
  {
    ...SCHEMA,
    name: 'otlp',
  },
  {
    ...SCHEMA,
    name: 'laurel',
  },
] as const satisfies readonly FormatFacts[]

/** The name of a format. */
export type OutputFormatName = (typeof formatFacts)[number]['name']

/**
 * What the format of that name asks of a command.
 *
 * @throws RangeError for a name that no format has
 */
export function factsOfFormat(name: OutputFormatName): FormatFacts<OutputFormatName> {
  const found = formatFacts.find((format) => format.name === name)
  if (found === undefined) throw new RangeError(`No output format is named ${name}`)
  return found
}
