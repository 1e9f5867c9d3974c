/**
 * Writes an audit log as laurel does, for tests: by the description of its output, apart from the reader. Text in and out is
 * latin1 of bytes; what comes out is UTF-8.
 */
import { parseRecordType } from '@ts-audit/tables/record-types'
import { type AuditLine, eventsOf } from './audit-line.ts'

/** 0.5 knows no numbers of programs, and leaves the messages of programs as they are. */
export type LaurelVersion = '0.5' | '0.8'

const HEX = new Set(
  'arch cap_fi cap_fp cap_fver cap_pa cap_pe cap_pi cap_pp code flags fi fp fver ioctlcmd old_pa old_pe old_pi old_pp pa pe pi pp per qbytes'.split(
    ' ',
  ),
)
const DECIMAL = new Set(
  'argc audit_backlog_limit audit_backlog_wait_time audit_enabled audit_failure capability cap_fe changed compat dport enforcing entries errno exit family fd fe igid ino inode item items len lport list major minor nargs new-enabled new_lock new-log_passwd nlnk-pid opid oses old-enabled old_enforcing old_lock old-log_passwd old_prom old-ses old_val permissive pid ppid prom prog-id proto res rport seqno ses sig sigev_signo spid sport syscall uring_op val vm-pid'.split(
    ' ',
  ),
)

export function laurelEvents(log: string, version: LaurelVersion): string[] {
  return eventsOf(log).map((lines) => event(lines, version))
}

function event(lines: readonly AuditLine[], version: LaurelVersion): string {
  const [first] = lines
  const members = [`"ID":${JSON.stringify(first?.id)}`]
  if (first?.node !== undefined) members.push(`"NODE":${text(first.node)}`)
  const byType = new Map<string, AuditLine[]>()
  for (const line of lines) {
    if (line.type === 'EOE') continue
    const same = byType.get(line.type)
    if (same === undefined) byType.set(line.type, [line])
    else same.push(line)
  }
  for (const [type, same] of byType) {
    if (type === 'EXECVE') members.push(`"EXECVE":${execve(same)}`)
    else {
      const records = same.map((line) => record(line, version))
      members.push(`"${type}":${isArray(type) ? `[${records.join(',')}]` : (records.at(-1) as string)}`)
    }
  }
  return `{${members.join(',')}}`
}

function isArray(type: string): boolean {
  if (['SYSCALL', 'EXECVE', 'CWD', 'PROCTITLE'].includes(type)) return false
  const number = parseRecordType(type)
  return type === 'LOGIN' || (number >= 1300 && number <= 2099)
}

function record({ type, body, enrichment }: AuditLine, version: LaurelVersion): string {
  const members: string[] = []
  const argv: string[] = []
  let rest = body
  const avc = /^avc:\s+(denied|granted)\s+\{ ([^}]*)\} for +/.exec(rest)
  if (avc !== null) rest = rest.slice(avc[0].length)
  for (const head of ['netlabel: ', 'tty ', 'policy loaded ']) {
    if (!rest.startsWith(head)) continue
    rest = rest.slice(head.length)
    if (head === 'netlabel: ') members.push('"netlabel":null')
  }
  const message = /(?:^| )msg='(.*)'$/s.exec(rest)
  if (message !== null) rest = rest.slice(0, message.index)
  for (const [, key = '', raw = ''] of rest.matchAll(/([A-Za-z][\w-]*)=("[^"]*"|\{[^}]*\}|[^ ]*)/g)) {
    if (type === 'SYSCALL' && /^a[0-3]$/.test(key)) argv.push(`"0x${raw.replace(/^0+(?=.)/, '')}"`)
    else if (type === 'PROCTITLE' && key === 'proctitle' && raw !== '(null)') {
      argv.push(...decoded(raw).split('\0').map(text))
    } else members.push(`"${key}":${value(key, raw, version, false)}`)
  }
  if (message?.[1] !== undefined) members.push(`"msg":${messageOf(message[1], version)}`)
  for (const [, key = '', raw = ''] of enrichment.matchAll(/([A-Z][A-Z0-9_-]*)=("[^"]*"|\{[^}]*\}|[^ ]*)/g)) {
    members.push(`"${key}":${text(raw.replace(/^"|"$/g, '').replace(/^\{ | \}$/g, (brace) => brace.trim()))}`)
  }
  if (argv.length > 0) members.push(`"ARGV":[${argv.join(',')}]`)
  if (type === 'SYSCALL') {
    members.push('"PID":{"EVENT_ID":"1.000:1"}', '"SPAWNED_BY":{"comm":"x"}', '"SCRIPT":"/bin/x"')
  }
  if (avc?.[1] !== undefined) members.push(`"${avc[1]}":${JSON.stringify(avc[2]?.trim().split(' '))}`)
  return `{${members.join(',')}}`
}

/** The records of one program become one; fragments of an argument are joined. */
function execve(lines: readonly AuditLine[]): string {
  const parts = new Map<number, string>()
  let argc = '0'
  for (const [, key = '', raw = ''] of lines
    .map(({ body }) => body)
    .join(' ')
    .matchAll(/(argc|a\d+(?:\[\d+\]|_len)?)=("[^"]*"|[^ ]*)/g)) {
    if (key === 'argc') argc = raw
    else if (!key.endsWith('_len')) {
      const index = Number(/\d+/.exec(key)?.[0])
      parts.set(index, (parts.get(index) ?? '') + decoded(raw))
    }
  }
  return `{"argc":${argc},"ARGV":[${[...parts.values()].map(text).join(',')}]}`
}

function messageOf(inside: string, version: LaurelVersion): string {
  if (version === '0.5') return text(inside)
  const members: string[] = []
  let rest = inside
  const avc = /^avc:\s+(denied|granted)\s+\{ ([^}]*)\} for +/.exec(rest)
  if (avc !== null) rest = rest.slice(avc[0].length)
  // A value without quotes goes on to the next name.
  for (const [, key = '', raw = ''] of rest.matchAll(
    /([A-Za-z][\w-]*)=("[^"]*"|.*?)(?= +[A-Za-z][\w-]*=|$)/gs,
  )) {
    members.push(`"${key}":${value(key, raw, version, true)}`)
  }
  if (avc?.[1] !== undefined) members.push(`"${avc[1]}":${JSON.stringify(avc[2]?.trim().split(' '))}`)
  return `{${members.join(',')}}`
}

function value(key: string, raw: string, version: LaurelVersion, isInMessage: boolean): string {
  if (raw.startsWith('"')) return text(raw.slice(1, -1))
  if (!isInMessage) {
    if (HEX.has(key) && /^[0-9a-f]+$/.test(raw)) return `"0x${raw.replace(/^0+(?=.)/, '')}"`
    if (key === 'mode' && /^[0-7]+$/.test(raw)) return `"0o${raw.replace(/^0+(?=.)/, '')}"`
    const isDecimal = (DECIMAL.has(key) || /[ug]id$/.test(key)) && (key !== 'prog-id' || version !== '0.5')
    if (isDecimal && /^-?\d{1,18}$/.test(raw)) return raw
  }
  return raw === '' || raw === '?' || raw === '(null)' ? 'null' : text(decoded(raw))
}

/** Without quotes, and an even number of hexadecimal digits as the bytes they are. */
function decoded(raw: string): string {
  if (raw.startsWith('"')) return raw.slice(1, -1)
  return raw !== '' && raw.length % 2 === 0 && /^[0-9A-Fa-f]+$/.test(raw)
    ? raw.replace(/../g, (digits) => String.fromCharCode(Number.parseInt(digits, 16)))
    : raw
}

const UTF8 =
  /[\0-\x7f]|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}|[\s\S]/g

/** A string of JSON, in latin1 of its UTF-8. */
function text(bytes: string): string {
  const escaped = bytes.replace(UTF8, (char) =>
    (char.length === 1 && (char < ' ' || char > '~' || char === '%' || char === '+')) ||
    char === '\xef\xbb\xbf'
      ? char.replace(/[\s\S]/g, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`)
      : char,
  )
  return `"${escaped.replace(/["\\]/g, '\\$&')}"`
}
