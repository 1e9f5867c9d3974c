/** Web streams from the bytes of a log to the schemas of others: `body.pipeThrough(ecsStream())`. */
import type { ReadEventsOptions } from '@ts-audit/log'
import { eventsThrough } from '../events-through.ts'
import type { EcsOptions } from './ecs.ts'
import type { EcsDocument } from './ecs-document.ts'
import { createLaurel, type LaurelEvent, type LaurelOptions } from './laurel.ts'
import type { OcsfEvent } from './ocsf-document.ts'
import type { OtlpOptions, OtlpRequest } from './otlp.ts'
import {
  createEcsConverter,
  createOcsfConverter,
  createOtlpConverter,
  type SchemaSettings,
} from './to-schemas.ts'

/** A TransformStream from the bytes of a log to ECS documents. */
export function ecsStream(
  settings: SchemaSettings & EcsOptions & ReadEventsOptions = {},
): TransformStream<Uint8Array, EcsDocument> {
  return eventsThrough(createEcsConverter(settings), settings)
}

/** The same to OCSF events. */
export function ocsfStream(
  settings: SchemaSettings & ReadEventsOptions = {},
): TransformStream<Uint8Array, OcsfEvent> {
  return eventsThrough(createOcsfConverter(settings), settings)
}

/** The same to requests of OpenTelemetry, one for each event. */
export function otlpStream(
  settings: SchemaSettings & OtlpOptions & ReadEventsOptions = {},
): TransformStream<Uint8Array, OtlpRequest> {
  const toRequest = createOtlpConverter(settings)
  return eventsThrough((event) => [toRequest(event)], settings)
}

/** The same to events as laurel writes them. */
export function laurelStream(
  settings: LaurelOptions & ReadEventsOptions = {},
): TransformStream<Uint8Array, LaurelEvent> {
  const toLaurel = createLaurel(settings)
  return eventsThrough((event) => {
    const made = toLaurel(event)
    return made === undefined ? [] : [made]
  }, settings)
}
