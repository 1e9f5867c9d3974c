/** The schemas of others as output formats: an object to a line. */
import type { InterpretContext } from '@ts-audit/auparse'
import type { ByteSink } from '@ts-audit/auparse/internal'
import type { EventFormat } from '../format.ts'
import { type EcsOptions, EcsWriter } from './ecs.ts'
import { exactJson } from './exact-json.ts'
import { createJsonLines, createWrittenLines } from './json-lines.ts'
import { createLaurel, type LaurelOptions } from './laurel.ts'
import { OcsfWriter } from './ocsf.ts'
import { createOtlp, type OtlpOptions } from './otlp.ts'

/** What they interpret values with. */
export interface SchemaFormatOptions {
  readonly context: InterpretContext
}

/** ECS documents: one per event, and one per BPF record. */
export function createEcsFormat(sink: ByteSink, options: SchemaFormatOptions & EcsOptions): EventFormat {
  return createWrittenLines(sink, new EcsWriter(options.context, options))
}

/** OCSF events: one per event, and one per BPF record. */
export function createOcsfFormat(sink: ByteSink, { context }: SchemaFormatOptions): EventFormat {
  return createWrittenLines(sink, new OcsfWriter(context))
}

/** OpenTelemetry's ExportLogsServiceRequest: one per event. */
export function createOtlpFormat(sink: ByteSink, options: SchemaFormatOptions & OtlpOptions): EventFormat {
  const request = createOtlp(options.context, options)
  return createJsonLines(sink, (event) => [request(event)])
}

/** What laurel writes: one object per event. */
export function createLaurelFormat(sink: ByteSink, options: LaurelOptions = {}): EventFormat {
  const toObject = createLaurel(options)
  return createJsonLines(
    sink,
    (event) => {
      const object = toObject(event)
      return object === undefined ? [] : [object]
    },
    exactJson,
  )
}
