/** The words that choose what is read, known without the forms, which few command lines need. */

/** `any`, `audit`, and the name of each form, in the order of `inputForms`. */
const WORDS: readonly string[] = [
  'any',
  'audit',
  'fluent-bit-text',
  'kernel',
  'dmesg',
  'kmsg',
  'cri',
  'stamped',
  'syslog-5424',
  'journal-verbose',
  'logcat',
  'syslog',
  'cee',
  'ausearch',
  'grep',
  'broken',
  'journal-export',
  'syslog-octets',
  'splunk-csv',
  'ts-audit',
  'journald-json',
  'laurel',
  'go-audit',
  'docker',
  'elastic',
  'dmesg-json',
  'otlp',
  'osquery',
  'fluent-bit',
  'vector',
  'cloudwatch',
  'wazuh',
  'aushape',
  'splunk-json',
  'splunk-hec',
  'kinesis',
  'json-line',
]

/** The words that choose what is read: `any`, `audit`, and the name of each form. */
export function inputFormatWords(): string[] {
  return [...WORDS]
}
