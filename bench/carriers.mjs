// An audit log as other programs carry it, for `bench:inputs`: each line by line, or event by event.

/** A record's type, the seconds, milliseconds and serial number of its stamp, and its text. */
const LINE = /^type=(\w+) msg=audit\((\d+)\.(\d+):(\d+)\): ?(.*)$/
/** Auditd's enrichment follows it. */
const SEPARATOR = '\x1d'
/** The usual types of the generated log; of 200 records one is of another, and is left out. */
const CODES = new Map(
  Object.entries({
    SYSCALL: 1300,
    PATH: 1302,
    CWD: 1307,
    EXECVE: 1309,
    PROCTITLE: 1327,
    BPF: 1334,
    EOE: 1320,
    USER_AUTH: 1100,
    USER_ACCT: 1101,
    CRED_ACQ: 1103,
    USER_START: 1105,
    USER_END: 1106,
    CRED_DISP: 1104,
    USER_LOGIN: 1112,
    USER_CMD: 1123,
    LOGIN: 1006,
    SERVICE_START: 1130,
    SERVICE_STOP: 1131,
    AVC: 1400,
    CONFIG_CHANGE: 1305,
    SOCKADDR: 1306,
    CRED_REFR: 1110,
  }),
)

/** @typedef {{ type: string, code: number, seconds: string, milliseconds: string, serial: string, text: string, line: string }} CarriedRecord */

/**
 * A record; undefined for a line that is none, or of a type without a number here.
 * @param {string} line
 * @returns {CarriedRecord | undefined}
 */
export function carriedRecord(line) {
  const [, type = '', seconds = '', milliseconds = '', serial = '', rest = ''] = LINE.exec(line) ?? []
  const code = CODES.get(type)
  // What the kernel says has no enrichment.
  const [text = ''] = rest.split(SEPARATOR, 1)
  return code === undefined ? undefined : { type, code, seconds, milliseconds, serial, text, line }
}

/** @param {CarriedRecord} record */
const isoTime = ({ seconds, milliseconds }) =>
  new Date(Number(seconds) * 1000 + Number(milliseconds)).toISOString()
/** @param {CarriedRecord} record */
const bsdTime = ({ seconds }) => {
  const [, month, day = '', time] =
    /^\w+, (\d+) (\w+) \d+ (\S+)/.exec(new Date(Number(seconds) * 1000).toUTCString()) ?? []
  return `${day} ${(month ?? '').replace(/^0/, ' ')} ${time}`
}

/**
 * What carries a log: the text of some records that follow each other and are of one event.
 * @type {Readonly<Record<string, (records: readonly CarriedRecord[]) => string>>}
 */
export const carriers = {
  'journald JSON': each((record) =>
    JSON.stringify({
      _TRANSPORT: 'audit',
      _AUDIT_TYPE: String(record.code),
      _AUDIT_TYPE_NAME: record.type,
      _AUDIT_ID: record.serial,
      _BOOT_ID: 'b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0',
      _SOURCE_REALTIME_TIMESTAMP: `${record.seconds}${record.milliseconds}000`,
      MESSAGE: `${record.type} ${record.text}`,
    }),
  ),
  'journald export': each(
    (record) =>
      `__CURSOR=s=1\n_TRANSPORT=audit\n_AUDIT_TYPE=${record.code}\n_AUDIT_TYPE_NAME=${record.type}\n_AUDIT_ID=${record.serial}\n_SOURCE_REALTIME_TIMESTAMP=${record.seconds}${record.milliseconds}000\nMESSAGE=${record.type} ${record.text}\n`,
  ),
  'syslog, RFC 3164': each((record) => `${bsdTime(record)} web1 audisp-syslog: ${record.line}`),
  'syslog, RFC 5424': each((record) => `<13>1 ${isoTime(record)} web1 audisp-syslog - - - ${record.line}`),
  dmesg: each(
    ({ code, seconds, milliseconds, serial, text }) =>
      `[${seconds.slice(-5)}.${milliseconds}000] audit: type=${code} audit(${seconds}.${milliseconds}:${serial}): ${text}`,
  ),
  'Docker json-file': each((record) =>
    JSON.stringify({ log: `${record.line}\n`, stream: 'stdout', time: isoTime(record) }),
  ),
  CRI: each((record) => `${isoTime(record)} stdout F ${record.line}`),
  'go-audit': (records) =>
    `${JSON.stringify({
      sequence: Number(records[0]?.serial),
      timestamp: `${records[0]?.seconds}.${records[0]?.milliseconds}`,
      messages: records.map(({ code, text }) => ({ type: code, data: text })),
      uid_map: {},
    })}\n`,
  'Elastic filestream': each((record) =>
    JSON.stringify({ '@timestamp': isoTime(record), message: record.line, host: { name: 'web1' } }),
  ),
}

/**
 * @param {(record: CarriedRecord) => string} carry
 * @returns {(records: readonly CarriedRecord[]) => string}
 */
function each(carry) {
  return (records) => records.map((record) => `${carry(record)}\n`).join('')
}
