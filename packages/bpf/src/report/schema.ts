/** The JSON Schema of the report that `reportJson` writes. */
import { REPORT_SCHEMA } from './report.ts'

const integer = { type: 'integer' }
const count = { type: 'integer', minimum: 0 }
const text = { type: 'string' }
const texts = { type: 'array', items: text }
const time = { type: 'integer', minimum: 0, description: 'milliseconds since 1970-01-01 UTC' }
const eventId = { type: 'string', pattern: '^[0-9]+\\.[0-9]{3}:[0-9]+$' }

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

const list = (items: object) => ({ type: 'array', items })
const either = (...values: readonly string[]) => ({ enum: values })
const ref = (name: string) => ({ $ref: `#/$defs/${name}` })

const processFields: Properties = {
  pid: count,
  ppid: count,
  uid: count,
  euid: count,
  auid: count,
  ses: count,
  tty: text,
  comm: text,
  exe: text,
  proctitle: text,
  key: text,
  subj: text,
}
const identityFields: Properties = {
  exe: text,
  comm: text,
  auid: count,
  uid: count,
  key: text,
  subj: text,
  tty: text,
  ses: count,
  unit: text,
}
const point: Properties = { time, after: time, before: time }
const seen: Properties = { firstSeen: time, lastSeen: time }

/** What bpftool says. */
const liveFields: Properties = {
  type: text,
  name: text,
  tag: text,
  mapIds: list(count),
  pinned: texts,
  pids: list(object({ pid: count, comm: text })),
  loadedAt: time,
}

const program = object(
  {
    boot: { type: 'integer', minimum: 1 },
    progId: count,
    state: either('loaded', 'unloaded', 'gone-at-boot', 'unload-unidentified', 'loaded-before-log'),
    confidence: either('high', 'medium', 'low'),
    doubts: list(
      either(
        'no-syscall',
        'not-a-bpf-call',
        'unknown-time',
        'load-not-seen',
        'boot-judged',
        'prog-id-zero',
        'records-missing',
      ),
    ),
    findings: texts,
  },
  {
    node: text,
    name: text,
    load: object({ event: eventId }, { ...point, success: { type: 'boolean' }, exit: integer }),
    unload: object({ event: eventId, context: either('alone', 'last-reference', 'bystander') }, point),
    lifetimeMs: integer,
    lifetimeBounds: object({}, { min: count, max: count }),
    loader: object({}, processFields),
    lastReference: object(
      { certainty: either('likely', 'possible'), reason: text },
      { ...processFields, syscall: text },
    ),
    enrichment: object({}, { auid: text, uid: text, euid: text }),
    live: object({}, liveFields),
  },
)

const serials = object({ expected: count, seen: count, missing: count })
const gap = object({ missing: count, from: eventId, to: eventId })
const boot = object(
  {
    boot: { type: 'integer', minimum: 1 },
    signs: list(
      either(
        'log-start',
        'system-boot',
        'kernel-initialized',
        'serial-restart',
        'daemon-start',
        'kernel-changed',
        'prog-id-restart',
      ),
    ),
    firstEvent: eventId,
    firstTime: time,
    lastTime: time,
    serials: ref('serials'),
  },
  { node: text, kernel: text, largestGap: gap },
)

const coverage = object(
  {
    events: count,
    nodes: texts,
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
    serials: ref('serials'),
    lostMessages: count,
    auditStops: count,
    boots: list(boot),
    rulesToAdd: texts,
    notes: texts,
  },
  { from: time, to: time, syscallShare: { type: 'number', minimum: 0, maximum: 1 } },
)

const loader = object(
  {
    loads: count,
    failedLoads: count,
    unloads: count,
    stillLoaded: count,
    goneAtBoot: count,
    unidentified: count,
    bursts: count,
  },
  {
    ...identityFields,
    ...seen,
    node: text,
    others: { const: true },
    lifetimes: object({
      count,
      medianMs: count,
      p95Ms: count,
      maxMs: count,
      approximate: { type: 'boolean' },
    }),
  },
)

const command = object(
  { command: text, success: count, failed: count },
  { ...identityFields, ...seen, node: text },
)

const finding = object(
  {
    name: text,
    sentence: text,
    severity: either('info', 'low', 'medium', 'high'),
    count: { type: 'integer', minimum: 1 },
    evidence: { type: 'array', items: eventId, minItems: 1, maxItems: 20 },
    progIds: { type: 'array', items: count, maxItems: 20 },
  },
  {
    technique: { type: 'string', pattern: '^T[0-9]{4}(\\.[0-9]{3})?$' },
    node: text,
    loader: object({}, identityFields),
  },
)

/** JSON Schema (2020-12) of `reportJson`'s output; which lists are there depends on what was asked for. */
export const reportSchema: object = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'BPF programs over time, from an audit log',
  ...object(
    { schema: { const: REPORT_SCHEMA }, coverage },
    {
      programs: list(program),
      loaders: list(loader),
      commands: list(command),
      findings: list(finding),
      liveOnly: list(object({ progId: count }, liveFields)),
      logOnly: list(object({ boot: { type: 'integer', minimum: 1 }, progId: count }, { node: text })),
    },
  ),
  $defs: { serials },
}
