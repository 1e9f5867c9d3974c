/** The messages of spec 01 §B, by tables; expected texts are the specification's. */
import { describe, expect, test } from 'vitest'
import { readAuditdConf } from './auditd-conf.ts'
import type { FileFacts, MachineFacts, SystemFailure } from './check.ts'

const F = '/etc/audit/auditd.conf'
const NOTHING: SystemFailure = { reason: 'No such file or directory', missing: true }
const DENIED: SystemFailure = { reason: 'Permission denied', missing: false }
const root = (mode: number): FileFacts => ({ regular: true, owner: 0, mode })

const files = new Map<string, FileFacts | SystemFailure>([
  ['/x/good', root(0o755)],
  ['/x/setuid', root(0o4550)],
  ['/x/private', root(0o700)],
  ['/x/others', { regular: true, owner: 5, mode: 0o755 }],
  ['/x/directory', { regular: false, owner: 0, mode: 0o755 }],
  ['/logs/a', root(0o640)],
  ['/logs/open', root(0o644)],
  ['/logs/executable', root(0o700)],
  ['/logs/fixed', root(0o440)],
  ['/logs/others', { regular: true, owner: 5, mode: 0o600 }],
  ['/logs/pipe', { regular: false, owner: 0, mode: 0o600 }],
  ['/logs/denied', DENIED],
])

const machine: MachineFacts = {
  stat: (path) => files.get(path) ?? NOTHING,
  openFile: (path) => files.get(path) ?? NOTHING,
  directoryProblem: (path) => (['/logs', '/var/log'].includes(path) ? undefined : NOTHING.reason),
  isExecutable: () => false,
  groupId: (name) => (name === 'adm' ? 4 : undefined),
  hostProblem: (domain) => (domain === 'known.example' ? undefined : 'Name or service not known'),
}

interface Outcome {
  readonly messages: string
  readonly valid: boolean
}

function read(text: string): Outcome {
  const { messages, valid } = readAuditdConf(text, F, machine)
  return { messages: messages.join(''), valid }
}

/** One line after a valid one, so that the final checks pass; messages of failures and of accepted lines. */
const failures: readonly (readonly [line: string, message: string])[] = [
  ['flush', `Wrong number of arguments for line 2 in ${F}\nNot processing any more lines in ${F}`],
  ['flush =', `Wrong number of arguments for line 2 in ${F}\nNot processing any more lines in ${F}`],
  ['\r', `Wrong number of arguments for line 2 in ${F}\nNot processing any more lines in ${F}`],
  ['flush=none', `Wrong number of arguments for line 2 in ${F}\nNot processing any more lines in ${F}`],
  ['flush none', `Missing equal sign for line 2 in ${F}\nNot processing any more lines in ${F}`],
  ['flush == none', `Missing equal sign for line 2 in ${F}\nNot processing any more lines in ${F}`],
  ['Foo = 1', `Unknown keyword "Foo" in line 2 of ${F}`],
  ['\tflush = none', `Unknown keyword "\tflush" in line 2 of ${F}`],
  ['__proto__ = 1', `Unknown keyword "__proto__" in line 2 of ${F}`],
  ['Flush = none x', `Keyword "Flush" has invalid option "x" in line 2 of ${F}`],
  [
    'flush = none x y',
    `Wrong number of arguments for line 2 in ${F}\nKeyword "flush" has invalid option "x" in line 2 of ${F}`,
  ],
  ['log_file = /logs/a x', `Keyword "log_file" has invalid option "x" in line 2 of ${F}`],

  ['local_events = maybe', 'Option maybe not found - line 2'],
  ['write_logs = 1', 'Option 1 not found - line 2'],
  ['verify_email = y', 'Option y not found - line 2'],
  ['use_libwrap = on', 'Option on not found - line 2'],
  ['distribute_network = constructor', 'Option constructor not found - line 2'],
  ['log_format = Text', 'Option Text not found - line 2'],
  ['flush = none\r', 'Option none\r not found - line 2'],
  ['name_format = fqdn', 'Option fqdn not found - line 2'],
  ['overflow_action = rotate', 'Option rotate not found - line 2'],
  ['transport = udp', 'Option udp not found - line 2'],

  ['log_group = nosuch', 'Group ID is non-numeric and unknown (nosuch) - line 2\n'],
  ['log_group = -1', 'Group ID is non-numeric and unknown (-1) - line 2\n'],
  [
    'log_group = 99999999999999999999x',
    'Numeric group ID conversion error (Numerical result out of range) for 99999999999999999999x - line 2\n',
  ],

  ['freq = -1', 'Value -1 should only be numbers - line 2'],
  ['max_log_file = 8M', 'Value 8M should only be numbers - line 2'],
  ['end_of_event_timeout = 2s', 'Value 2s should only be numbers - line 2'],
  ['num_logs = x', 'Value x should only be numbers - line 2'],
  ['q_depth = 1e3', 'Value 1e3 should only be numbers - line 2'],
  [
    'end_of_event_timeout = 18446744073709551616',
    'Error converting string to a number (Numerical result out of range) - line 2',
  ],
  ['freq = 2147483648', 'Error - converted number (2147483648) is too large - line 2'],
  ['priority_boost = 2147483648', 'Error - converted number (2147483648) is too large - line 2'],
  [
    'max_restarts = 18446744073709551615',
    'Error - converted number (18446744073709551615) is too large - line 2',
  ],
  ['num_logs = 1000', 'num_logs must be 999 or less'],
  ['q_depth = 0', 'q_depth must be greater than zero'],
  ['q_depth = 100000', 'q_depth must be 99999 or less'],

  ['space_left = 5M', 'Value M 5M should only be numbers or percent - line 2'],
  ['admin_space_left = -5', 'Value - -5 should only be numbers or percent - line 2'],
  ['space_left = 100%', 'Percentages should be less than 100 - line 2'],
  [
    'space_left = 18446744073709551616',
    'Error converting string to a number (Numerical result out of range) - line 2',
  ],

  ['max_log_file_action = single', 'Option single not found - line 2'],
  ['max_log_file_action = exec', 'Executable path needed for line 2'],
  [
    'max_log_file_action = exec /x/good',
    `Keyword "max_log_file_action" has invalid option "/x/good" in line 2 of ${F}`,
  ],
  [
    'space_left_action = HALT',
    'The HALT option in space_left_action has been deprecated to prevent system instability from premature shutdowns.',
  ],
  ['space_left_action = keep_logs', 'Option keep_logs not found - line 2'],
  ['disk_full_action = Email', 'Illegal option Email for disk_full_action - line 2'],
  ['disk_error_action = email', 'Illegal option email for disk_error_action - line 2'],
  ['disk_error_action = ROTATE', 'Illegal option ROTATE for disk_error_action - line 2'],
  ['space_left_action = exec', 'Executable path needed for line 2'],
  ['admin_space_left_action = exec x/good', 'Absolute path needed for x/good - line 2'],
  ['disk_full_action = exec /x/no', 'Unable to stat /x/no (No such file or directory) - line 2'],
  ['disk_error_action = exec /x/directory', '/x/directory is not a regular file - line 2'],
  ['disk_full_action = exec /x/others', '/x/others is not owned by root - line 2'],
  [
    'disk_full_action = exec /x/private',
    '/x/private permissions should be 0750, 0755, 0555 or 0550 - line 2',
  ],

  ['action_mail_acct = a', 'email: a is too short, expecting at least 2 characters'],
  ['action_mail_acct = a!', 'email: a! has illegal character'],
  ['action_mail_acct = a.b@c', 'email: a.b@c should have . after @'],

  ['report_interval = 5x', ''],
  ['report_interval = 41d', 'Error - report_interval (41d) is too large - line 2'],

  ['log_file = audit.log', 'The directory name: . is too short - line 2'],
  ['log_file = /audit.log', 'The directory name: / is too short - line 2'],
  ['log_file = /ab/audit.log', 'The directory name: /ab is too short - line 2'],
  ['log_file = /none/audit.log', 'Could not open dir /none (No such file or directory)'],
  ['log_file = /logs/denied', 'Unable to open /logs/denied (Permission denied)'],
  ['log_file = /logs/pipe', '/logs/pipe is not a regular file'],
  ['log_file = /logs/others', '/logs/others is not owned by root'],
]

const accepted: readonly (readonly [line: string, message: string])[] = [
  ['', ''],
  ['# anything at all', ''],
  ['#', ''],
  ['   LOG_FORMAT   =    Enriched   ', ''],
  ['log_file = /logs/a', ''],
  ['log_file = /logs/new', ''],
  ['log_file = /logs/open', '/logs/open permissions should be 0600 or 0640'],
  ['log_file = /logs/executable', '/logs/executable permissions should be 0600 or 0640'],
  ['log_file = /logs/fixed', 'audit log is not writable by owner'],
  [
    'log_format = nolog',
    'The NOLOG option to log_format is deprecated. Please use the write_logs option.\n' +
      'The NOLOG option is overriding the write_logs current setting.',
  ],
  [
    'write_logs = no\nlog_format = NOLOG',
    'The NOLOG option to log_format is deprecated. Please use the write_logs option.',
  ],
  ['log_group = adm', ''],
  ['log_group = 5x', ''],
  ['freq = 2147483647', ''],
  ['num_logs = 999', ''],
  ['max_log_file = 18446744073709551615', ''],
  ['space_left = 99%', ''],
  ['max_log_file_action = keep_logs', ''],
  ['space_left_action = exec /x/good', ''],
  ['space_left_action = exec /x/setuid', ''],
  ['disk_full_action = ignore unused', ''],
  ['disk_full_action = ignore unused x', `Wrong number of arguments for line 2 in ${F}`],
  ['space_left_action = email', "Email option is specified but /usr/lib/sendmail doesn't seem executable."],
  ['admin_space_left_action = halt', ''],
  ['verify_email = no\naction_mail_acct = a', ''],
  ['action_mail_acct = root', ''],
  ['action_mail_acct = me@known.example', ''],
  ['action_mail_acct = me@b.c', 'validate_email: failed looking up host for b.c (Name or service not known)'],
  ['dispatcher = /sbin/audispd', 'The dispatcher option is deprecated - line 2'],
  ['disp_qos = lossy', 'The disp_qos option is deprecated - line 2'],
  ['q_depth = 511', 'q_depth should be larger than 512 for safety margin'],
  ['q_depth = 512', ''],
  ['report_interval = 6h', ''],
  ['report_interval = 361m', 'Warning - report_interval is more than 6 hours apart - line 2'],
  ['report_interval = 40d', 'Warning - report_interval is more than 6 hours apart - line 2'],
  ['transport = TCP', ''],
  ['tcp_listen_port = 60x', ''],
  ['enable_krb5 = whatever', ''],
  ['tls_auth = whatever', ''],
  ['name = any\tthing', ''],
]

/** Whole files: final checks and the reader's buffer. */
const wholeFiles: readonly (readonly [title: string, text: string, messages: string, valid: boolean])[] = [
  ['an empty file is valid', '', '', true],
  ['comments only', '# c\n', 'Error - space_left(0) must be larger than admin_space_left(0)\n', false],
  [
    'equal space',
    'space_left = 50\nadmin_space_left = 50\n',
    'Error - space_left(50) must be larger than admin_space_left(50)\n',
    false,
  ],
  ['one in percent', 'space_left = 5\nadmin_space_left = 7%\n', '', true],
  [
    'flush without freq',
    'space_left = 5\nflush = INCREMENTAL_ASYNC\n',
    'Error - incremental flushing chosen, but 0 selected for freq\n',
    false,
  ],
  [
    'the log straight in /var/log',
    'space_left = 5\nlog_group = adm\nlog_file = /var/log/audit.log\n',
    "Error - log_file is directly in /var/log and chgrp will alter a system directory's permissions. Use another directory.\n",
    false,
  ],
  ['the same for group 0', 'space_left = 5\nlog_group = 0\nlog_file = /var/log/audit.log\n', '', true],
  [
    'freq without flush',
    'space_left = 5\nflush = sync\nfreq = 1\n',
    'Warning - freq is non-zero and incremental flushing not selected.\n',
    true,
  ],
  ['a last line without newline', 'space_left = 5\nfoo = 1', `Skipping line 2 in ${F}: too long\n`, true],
  ['only a line without newline', 'foo', `Skipping line 1 in ${F}: too long\n`, true],
  ['511 bytes fit', `#${'x'.repeat(509)}\nfoo = 1\n`, `Unknown keyword "foo" in line 2 of ${F}\n`, false],
  [
    '512 bytes do not, and count as two lines',
    `#${'x'.repeat(510)}\nfoo = 1\n`,
    `Skipping line 1 in ${F}: too long\nUnknown keyword "foo" in line 3 of ${F}\n`,
    false,
  ],
  [
    'four pieces count as four lines',
    `#${'x'.repeat(1999)}\nfoo = 1\n`,
    `Skipping line 1 in ${F}: too long\nUnknown keyword "foo" in line 5 of ${F}\n`,
    false,
  ],
]

describe('auditd.conf', () => {
  test.each(failures)('fails: %j', (line, message) => {
    expect(read(`space_left = 5\n${line}\nfoo = 1\n`)).toEqual({
      messages: message === '' ? '' : `${message}\n`,
      valid: false,
    })
  })

  test.each(accepted)('accepts: %j', (line, message) => {
    expect(read(`space_left = 5\n${line}\n`)).toEqual({
      messages: message === '' ? '' : `${message}\n`,
      valid: true,
    })
  })

  test.each(wholeFiles)('%s', (_, text, messages, valid) => {
    expect(read(text)).toEqual({ messages, valid })
  })

  test('keeps what stood before the bad line', () => {
    const { settings } = readAuditdConf(
      'log_file = /logs/a\nend_of_event_timeout = 7\nlog_file = nowhere\nend_of_event_timeout = 9\n',
      F,
      machine,
    )
    expect([settings.logFile, settings.eventTimeout]).toEqual(['/logs/a', 7n])
  })
})
