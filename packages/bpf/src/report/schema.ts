/** The JSON Schema of the report that `reportJson` writes: what the fields say, and the coverage. */

import type { Field, Fields, SimpleKind } from '../fields/field.ts'
import { findingFields } from '../fields/finding.ts'
import { commandFields, loaderFields, seenFields } from '../fields/loader.ts'
import { identityFields } from '../fields/process.ts'
import { CONFIDENCES, LOADER_KINDS, liveFields, programFields } from '../fields/program.ts'
import { storyFields } from '../fields/story.ts'
import { REPORT_SCHEMA } from './report.ts'

const count = { type: 'integer', minimum: 0 }
const ordinal = { type: 'integer', minimum: 1 }
const text = { type: 'string' }
const time = {
  type: 'string',
  pattern: '^(([0-9]{4}|\\+[0-9]{6})-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z|[0-9]+)$',
  description: 'ISO 8601 in UTC; after the year 275760 milliseconds since 1970',
}
const eventId = { type: 'string', pattern: '^[0-9]+\\.[0-9]{3}:[0-9]+$' }
const list = (items: object) => ({ type: 'array', items })
const either = (values: readonly string[]) => ({ enum: values })
const ref = (name: string) => ({ $ref: `#/$defs/${name}` })

const kinds: Readonly<Record<SimpleKind, object>> = {
  text,
  texts: list(text),
  word: text,
  words: list(text),
  count,
  ordinal,
  integer: { type: 'integer' },
  ids: list(count),
  time,
  duration: count,
  span: { type: 'integer' },
  user: count,
  session: count,
  event: eventId,
  events: list(eventId),
  flag: { type: 'boolean' },
  mark: { const: true },
}

function fieldSchema(field: Field): object {
  if ('fields' in field) {
    const inner = fieldsSchema(field.fields)
    return field.kind === 'objects' ? list(inner) : inner
  }
  const { kind, values, limits } = field
  if (values !== undefined) return kind === 'words' ? list(either(values)) : either(values)
  return { ...kinds[kind], ...limits }
}

/** An object of exactly these fields; those it shares with others stand before its own optional ones. */
function fieldsSchema(fields: Fields, ...shared: readonly Fields[]): object {
  const all = Object.entries(fields).map(([name, field]) => [name, field, fieldSchema(field)] as const)
  const required = all.filter(([, field]) => field.required === true)
  const optional = all.filter(([, field]) => field.required !== true)
  const isShared = (name: string): boolean => shared.some((group) => name in group)
  const sharedFirst = [
    ...optional.filter(([name]) => isShared(name)),
    ...optional.filter(([name]) => !isShared(name)),
  ]
  return object(properties(required), properties(sharedFirst))
}

function properties(fields: readonly (readonly [name: string, field: Field, schema: object])[]): Properties {
  return Object.fromEntries(fields.map(([name, , schema]) => [name, schema]))
}

type Properties = Readonly<Record<string, object>>

/** An object of exactly these members. */
function object(required: Properties, optional: Properties = {}): object {
  return {
    type: 'object',
    required: Object.keys(required),
    properties: { ...required, ...optional },
    additionalProperties: false,
  }
}

const serials = object({ expected: count, seen: count, missing: count })
const gap = object({ missing: count, from: eventId, to: eventId })
const boot = object(
  {
    boot: ordinal,
    signs: list(
      either([
        'log-start',
        'system-boot',
        'kernel-initialized',
        'serial-restart',
        'daemon-start',
        'kernel-changed',
        'prog-id-restart',
        'boot-id',
      ]),
    ),
    firstEvent: eventId,
    firstTime: time,
    lastTime: time,
    serials: ref('serials'),
  },
  { node: text, kernel: text, largestGap: gap },
)

const missingIds = object(
  { boot: ordinal, first: ordinal, last: ordinal, before: eventId, time },
  { node: text, after: eventId },
)

const order = object({
  wentBack: count,
  repeats: count,
  hosts: count,
  isRepaired: { type: 'boolean' },
})

const coverage = object(
  {
    confidence: either(CONFIDENCES),
    reasons: list(text),
    events: count,
    nodes: list(text),
    loads: count,
    loadsWithSyscall: count,
    unloads: count,
    unloadsWithoutLoad: count,
    lastReferenceUnloads: count,
    bystanderUnloads: count,
    unknownTimeUnloads: count,
    unidentifiedUnloads: count,
    stillLoaded: count,
    goneAtBoot: count,
    failedLoads: count,
    loadsWithoutRecord: count,
    serials: ref('serials'),
    lostMessages: count,
    auditStops: count,
    boots: list(boot),
    missingIds: list(missingIds),
    rulesToAdd: list(text),
    notes: list(text),
  },
  {
    loaderKinds: list(either(LOADER_KINDS)),
    from: time,
    to: time,
    order,
    syscallShare: { type: 'number', minimum: 0, maximum: 1 },
  },
)

/** JSON Schema (2020-12) of `reportJson`'s output; which lists are there depends on what was asked for. */
export const reportSchema: object = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'BPF programs over time, from an audit log',
  ...object(
    { schema: { const: REPORT_SCHEMA }, coverage },
    {
      programs: list(fieldsSchema(programFields)),
      loaders: list(fieldsSchema(loaderFields, identityFields, seenFields)),
      commands: list(fieldsSchema(commandFields, identityFields, seenFields)),
      findings: list(fieldsSchema(findingFields)),
      stories: list(fieldsSchema(storyFields)),
      liveOnly: list(fieldsSchema({ progId: programFields.progId, ...liveFields })),
      logOnly: list(object({ boot: ordinal, progId: count }, { node: text })),
    },
  ),
  $defs: { serials },
}
