/** Lines of an audit log in their parts, for the writers of other forms in tests: apart from the readers. Text is latin1. */
export interface AuditLine {
  readonly node: string | undefined
  readonly type: string
  readonly seconds: string
  readonly milliseconds: string
  readonly serial: string
  /** `SECONDS.MMM:SERIAL` */
  readonly id: string
  readonly body: string
  /** What follows a byte 0x1D. */
  readonly enrichment: string
}

export function auditLine(line: string): AuditLine {
  const match = /^(?:node=(\S+) )?type=(\S+) msg=audit\((\d+)\.(\d{3}):(\d+)\): ?([\s\S]*)$/.exec(line)
  if (match === null) throw new Error(`No audit line: ${line}`)
  const [, node, type = '', seconds = '', milliseconds = '', serial = '', rest = ''] = match
  const separator = rest.indexOf('\x1d')
  return {
    node,
    type,
    seconds,
    milliseconds,
    serial,
    id: `${seconds}.${milliseconds}:${serial}`,
    body: separator < 0 ? rest : rest.slice(0, separator),
    enrichment: separator < 0 ? '' : rest.slice(separator + 1),
  }
}

/** The lines of each event, in the order in which the events begin. */
export function eventsOf(log: string): AuditLine[][] {
  const events = new Map<string, AuditLine[]>()
  for (const text of log.split('\n')) {
    if (text === '') continue
    const line = auditLine(text)
    const event = `${line.node} ${line.id}`
    const lines = events.get(event)
    if (lines === undefined) events.set(event, [line])
    else lines.push(line)
  }
  return [...events.values()]
}
