/**
 * Writes an audit log as journald and journalctl do, for tests: by the description of their output, apart from the readers.
 * Text in is latin1 of bytes, and so is what comes out.
 */
import { parseRecordType, recordTypeName } from '@ts-audit/tables/record-types'
import { auditLine } from './audit-line.ts'

/** The fields of an entry, in their order. */
export type JournalFields = readonly (readonly [name: string, value: string])[]

/** What journald keeps of a record; undefined for the types that it does not store. */
export function journalFields(line: string, boot: string): JournalFields | undefined {
  const { type, seconds, milliseconds, serial, body } = auditLine(line)
  const number = parseRecordType(type)
  if (number < 1100 || type === 'EOE' || /^DAEMON_/.test(type)) return undefined
  const name = recordTypeName(number) ?? `AUDIT${number}`
  return [
    ['__CURSOR', `s=0;i=${serial};b=${boot}`],
    ['__REALTIME_TIMESTAMP', `${seconds}${milliseconds}999`],
    ['_BOOT_ID', boot],
    ['_HOSTNAME', 'web1'],
    ['_TRANSPORT', 'audit'],
    ['SYSLOG_FACILITY', '4'],
    ['SYSLOG_IDENTIFIER', 'audit'],
    ['_SOURCE_REALTIME_TIMESTAMP', `${seconds}${milliseconds}000`],
    ['_AUDIT_TYPE', String(number)],
    ['_AUDIT_TYPE_NAME', name],
    ['_AUDIT_ID', serial],
    ['MESSAGE', `${name} ${body.trimStart()}`],
    ...copies(body),
  ]
}

function copies(body: string): JournalFields {
  return [...body.matchAll(/([a-z][a-z0-9-]*)=("[^"]*"|[^ ]*)/g)].map(
    ([, name = '', value = '']) =>
      [`_AUDIT_FIELD_${name.toUpperCase().replaceAll('-', '_')}`, value.replace(/^"|"$/g, '')] as const,
  )
}

/** The line that is expected: what journald loses of it is gone. */
export function journalLine(line: string): string {
  const { type, id, body } = auditLine(line)
  const number = parseRecordType(type)
  return `type=${recordTypeName(number) ?? `UNKNOWN[${number}]`} msg=audit(${id}): ${body.trimStart()}`
}

/** `journalctl -o json`, an object. Without `all` long values are left out. */
export function journalJson(fields: JournalFields, all = true): string {
  const members = new Map<string, string[]>()
  for (const [name, value] of fields) {
    const values = members.get(name)
    if (values === undefined) members.set(name, [jsonValue(name, value, all)])
    else values.push(jsonValue(name, value, all))
  }
  return `{${[...members]
    .map(([name, values]) => `"${name}":${values.length === 1 ? values[0] : `[${values.join(',')}]`}`)
    .join(',')}}`
}

function jsonValue(name: string, value: string, all: boolean): string {
  if (!all && name.length + 1 + value.length >= 4096) return 'null'
  return isText(value)
    ? Buffer.from(JSON.stringify(Buffer.from(value, 'latin1').toString('utf8'))).toString('latin1')
    : JSON.stringify([...value].map((char) => char.charCodeAt(0)))
}

/** `journalctl -o export`, an entry with the empty line after it. */
export function journalExport(fields: JournalFields): string {
  return `${fields.map(([name, value]) => exportField(name, value)).join('')}\n`
}

function exportField(name: string, value: string): string {
  return isText(value) && !value.includes('\n') ? `${name}=${value}\n` : binaryField(name, value)
}

/** A field as bytes after their number. */
export function binaryField(name: string, value: string, length = BigInt(value.length)): string {
  const size = Buffer.alloc(8)
  size.writeBigUInt64LE(length)
  return `${name}\n${size.toString('latin1')}${value}\n`
}

/** Valid UTF-8 without control characters other than newline and tab. */
function isText(value: string): boolean {
  if (/[\0-\x08\x0b-\x1f\x7f]/.test(value)) return false
  const bytes = Buffer.from(value, 'latin1')
  return bytes.equals(Buffer.from(bytes.toString('utf8')))
}
