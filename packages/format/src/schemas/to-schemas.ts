/** Events as objects in the schemas of others, for users of the library. */
import { createInterpretContext, type InterpretOptions } from '@ts-audit/auparse'
import type { LogEvent } from '@ts-audit/log'
import { createEcs, type EcsOptions } from './ecs.ts'
import type { EcsDocument } from './ecs-document.ts'
import { createLaurel, type LaurelEvent } from './laurel.ts'
import { createOcsf } from './ocsf.ts'
import type { OcsfEvent } from './ocsf-document.ts'
import { createOtlp, type OtlpOptions, type OtlpRequest } from './otlp.ts'

/** What values are interpreted with; nothing has to be told. Without it no account has a name but `root`. */
export type SchemaSettings = Pick<InterpretOptions, 'accounts' | 'hostMachine' | 'interfaceName'>

/**
 * An event in the Elastic Common Schema 9.4: one document, or one for each of its BPF records. For a whole log make
 * {@link createEcsConverter} once.
 */
export function toEcs(event: LogEvent, settings: SchemaSettings & EcsOptions = {}): EcsDocument[] {
  return createEcsConverter(settings)(event)
}

/** Gives ECS documents of one event after the other. */
export function createEcsConverter(
  settings: SchemaSettings & EcsOptions = {},
): (event: LogEvent) => EcsDocument[] {
  return createEcs(createInterpretContext(settings), settings)
}

/** An event in OCSF 1.8: one, or one for each of its BPF records. For a whole log make {@link createOcsfConverter} once. */
export function toOcsf(event: LogEvent, settings: SchemaSettings = {}): OcsfEvent[] {
  return createOcsfConverter(settings)(event)
}

/** Gives OCSF events of one event after the other. */
export function createOcsfConverter(settings: SchemaSettings = {}): (event: LogEvent) => OcsfEvent[] {
  return createOcsf(createInterpretContext(settings))
}

/**
 * An event as an ExportLogsServiceRequest of OpenTelemetry with one log record. For a whole log make
 * {@link createOtlpConverter} once.
 */
export function toOtlp(event: LogEvent, settings: SchemaSettings & OtlpOptions = {}): OtlpRequest {
  return createOtlpConverter(settings)(event)
}

/** Gives the requests of one event after the other. */
export function createOtlpConverter(
  settings: SchemaSettings & OtlpOptions = {},
): (event: LogEvent) => OtlpRequest {
  return createOtlp(createInterpretContext(settings), settings)
}

/**
 * An event as laurel 0.8 writes it; undefined for one that is nothing but an EOE. Integers above 2^53 - 1 are bigints, which
 * JSON.stringify refuses: {@link exactJson} writes them. For a whole log make {@link createLaurel} once.
 */
export function toLaurel(event: LogEvent): LaurelEvent | undefined {
  return createLaurel()(event)
}
