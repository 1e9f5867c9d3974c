/** The output formats with how they are made. */
import { createInterpretContext } from '@ts-audit/auparse'
import { createCsvFormat } from './csv.ts'
import { type FormatFacts, formatFacts, type OutputFormatName } from './format-facts.ts'
import type { FormatMaker } from './format-maker.ts'
import { createInterpretFormat } from './interpret.ts'
import { createJsonFormat, createNdjsonFormat } from './json/json-format.ts'
import { makeDefault, makeRaw } from './plain-formats.ts'
import {
  createEcsFormat,
  createLaurelFormat,
  createOcsfFormat,
  createOtlpFormat,
} from './schemas/schema-formats.ts'
import { createTextFormat } from './text.ts'

const makers: Readonly<Record<OutputFormatName, FormatMaker>> = {
  default: makeDefault,
  raw: makeRaw,
  interpret: (sink, { interpret, searchNamesUser, note }) =>
    createInterpretFormat(sink, { context: createInterpretContext(interpret()), searchNamesUser, note }),
  csv: (sink, { interpret, ...context }) =>
    createCsvFormat(sink, { ...context, context: createInterpretContext(interpret()) }),
  text: (sink, { interpret, zone, locale, debug }) =>
    createTextFormat(sink, { context: createInterpretContext(interpret()), zone, locale, debug }),
  json: (sink, { interpret, json, headed }) =>
    createJsonFormat(sink, { ...json, context: createInterpretContext(interpret()), headed }),
  ndjson: (sink, { interpret, json }) =>
    createNdjsonFormat(sink, { ...json, context: createInterpretContext(interpret()) }),
  ecs: (sink, { interpret }) => createEcsFormat(sink, { context: createInterpretContext(interpret()) }),
  ocsf: (sink, { interpret }) => createOcsfFormat(sink, { context: createInterpretContext(interpret()) }),
  otlp: (sink, { interpret }) => createOtlpFormat(sink, { context: createInterpretContext(interpret()) }),
  laurel: (sink, { note }) => createLaurelFormat(sink, { note }),
}

/** An output format. */
export interface OutputFormat<Name extends string = string> extends FormatFacts<Name> {
  readonly create: FormatMaker
}

/** Every format by its name, in the order of the help text. */
export const outputFormats: readonly OutputFormat<OutputFormatName>[] = formatFacts.map((facts) => ({
  ...facts,
  create: makers[facts.name],
}))

/**
 * The format of that name.
 *
 * @throws RangeError for a name that no format has
 */
export function outputFormat(name: OutputFormatName): OutputFormat<OutputFormatName> {
  const found = outputFormats.find((format) => format.name === name)
  if (found === undefined) throw new RangeError(`No output format is named ${name}`)
  return found
}
