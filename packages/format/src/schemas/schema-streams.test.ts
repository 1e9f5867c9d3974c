/** The streams beside the functions for one event, on a log that comes in pieces. */
import { readFileSync } from 'node:fs'
import { type LogEvent, LogReader } from '@ts-audit/log'
import { expect, test } from 'vitest'
import { ecsStream, laurelStream, ocsfStream, otlpStream } from './schema-streams.ts'
import { toEcs, toLaurel, toOcsf, toOtlp } from './to-schemas.ts'

const log = readFileSync(new URL('../../../../docs/formats/samples/out/input.log', import.meta.url))

/** Odd sizes, so that pieces end within lines. */
const PIECE = 333

test.each<[string, () => TransformStream<Uint8Array, object>, (event: LogEvent) => object[]]>([
  ['ecs', ecsStream, toEcs],
  ['ocsf', ocsfStream, toOcsf],
  ['otlp', otlpStream, (event) => [toOtlp(event)]],
  ['laurel', laurelStream, (event) => [toLaurel(event) ?? {}]],
])('%s', async (_name, open, make) => {
  const wanted: object[] = []
  const reader = new LogReader({
    sink(event) {
      wanted.push(...make(event))
      return true
    },
  })
  reader.push(log)
  reader.end()
  const bytes = new ReadableStream<Uint8Array>({
    start(controller) {
      for (let at = 0; at < log.length; at += PIECE) controller.enqueue(log.subarray(at, at + PIECE))
      controller.close()
    },
  })
  const made: object[] = []
  for await (const one of bytes.pipeThrough(open())) made.push(one)
  expect(wanted.length).toBeGreaterThan(5)
  expect(made).toEqual(wanted)
})
