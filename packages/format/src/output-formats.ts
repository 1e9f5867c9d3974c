/** The output formats of a search: one row each, which says how it is made and what it asks of the command. */
import type { EscapeMode, InterpretContext } from '@ts-audit/auparse'
import type { ByteSink } from '@ts-audit/auparse/internal'
import type { TimeLocale, TimeZone } from '@ts-audit/auparse/time'
import { createCsvFormat } from './csv.ts'
import type { CsvExtras } from './csv-columns.ts'
import { createDefaultFormat } from './default.ts'
import type { EventFormat } from './format.ts'
import { createInterpretFormat } from './interpret.ts'
import type { EventJsonOptions } from './json/event-writer.ts'
import { createJsonFormat, createNdjsonFormat } from './json/json-format.ts'
import { createRawFormat } from './raw.ts'
import {
  createEcsFormat,
  createLaurelFormat,
  createOcsfFormat,
  createOtlpFormat,
} from './schemas/schema-formats.ts'
import { createTextFormat } from './text.ts'

/** What formats are made from; each takes what it needs. */
export interface FormatContext extends CsvExtras {
  /** How values are interpreted. Made when it is first asked for: raw and default output do without. */
  readonly interpret: () => InterpretContext
  readonly escape: EscapeMode
  readonly zone: TimeZone
  readonly locale: TimeLocale
  /** A user was asked for by name (spec 02 §5.4, a quirk). */
  readonly searchNamesUser?: boolean | undefined
  /** Says which events could not be put into words. */
  readonly debug?: boolean | undefined
  /** What JSON output has beside the fields. */
  readonly json?: EventJsonOptions | undefined
  /** Csv as RFC 4180 has it, for programs and spreadsheets. */
  readonly rfc4180?: boolean | undefined
  /** False for output that goes on where other output has begun: it has no header. */
  readonly headed?: boolean | undefined
  /** Takes lines for standard error, without line feed. */
  readonly note?: ((line: string) => void) | undefined
}

/** An output format. */
export interface OutputFormat<Name extends string = string> {
  /** As `--format` names it. */
  readonly name: Name
  readonly create: (sink: ByteSink, context: FormatContext) => EventFormat
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
  /** Whether it is the native JSON: it tells where an event came from, and takes {@link FormatContext.json}. */
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
export const outputFormats = [
  {
    ...PLAIN,
    name: 'default',
    create: (sink, { zone, escape: mode }) => createDefaultFormat(sink, { zone, escape: mode }),
    interprets: false,
    inThreads: false,
    coloured: true,
  },
  {
    ...PLAIN,
    name: 'raw',
    create: (sink) => createRawFormat(sink),
    interprets: false,
    inThreads: false,
    guarded: false,
    saysNoMatches: false,
  },
  {
    ...PLAIN,
    name: 'interpret',
    create: (sink, { interpret, searchNamesUser, note }) =>
      createInterpretFormat(sink, { context: interpret(), searchNamesUser, note }),
    interprets: true,
    inThreads: true,
    coloured: true,
  },
  {
    ...PLAIN,
    name: 'csv',
    create: (sink, { interpret, ...context }) => createCsvFormat(sink, { ...context, context: interpret() }),
    interprets: true,
    inThreads: true,
    hasExtras: true,
  },
  {
    ...PLAIN,
    name: 'text',
    create: (sink, { interpret, zone, locale, debug }) =>
      createTextFormat(sink, { context: interpret(), zone, locale, debug }),
    interprets: true,
    inThreads: true,
  },
  {
    ...PLAIN,
    name: 'json',
    create: (sink, { interpret, json, headed }) =>
      createJsonFormat(sink, { ...json, context: interpret(), headed }),
    interprets: true,
    inThreads: true,
    guarded: false,
    isJson: true,
    isUtf8: true,
  },
  {
    ...PLAIN,
    name: 'ndjson',
    create: (sink, { interpret, json }) => createNdjsonFormat(sink, { ...json, context: interpret() }),
    interprets: true,
    inThreads: true,
    guarded: false,
    isJson: true,
    isUtf8: true,
  },
  {
    ...SCHEMA,
    name: 'ecs',
    create: (sink, { interpret }) => createEcsFormat(sink, { context: interpret() }),
  },
  {
    ...SCHEMA,
    name: 'ocsf',
    create: (sink, { interpret }) => createOcsfFormat(sink, { context: interpret() }),
  },
  {
    ...SCHEMA,
    name: 'otlp',
    create: (sink, { interpret }) => createOtlpFormat(sink, { context: interpret() }),
  },
  {
    ...SCHEMA,
    name: 'laurel',
    create: (sink, { note }) => createLaurelFormat(sink, { note }),
  },
] as const satisfies readonly OutputFormat[]

/** The name of a format. */
export type OutputFormatName = (typeof outputFormats)[number]['name']

/** The format of that name. */
export function outputFormat(name: OutputFormatName): OutputFormat<OutputFormatName> {
  const found = outputFormats.find((format) => format.name === name)
  if (found === undefined) throw new RangeError(`No output format is named ${name}`)
  return found
}
