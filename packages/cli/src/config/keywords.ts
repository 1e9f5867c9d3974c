/** The keywords of auditd.conf, one row each (spec 01 §B.2). */
import { action, haltDeprecated, illegalFor, rotationAction } from './action-checks.ts'
import type { Check } from './check.ts'
import { mailAccount } from './email-check.ts'
import { logFile } from './log-file-check.ts'
import {
  anything,
  choice,
  deprecated,
  group,
  int,
  interval,
  logCount,
  logFormatOrNone,
  number,
  queueDepth,
  space,
  yesOrNo,
} from './value-checks.ts'

/** How a keyword's value is judged, and whether a word may follow the value. */
export interface Keyword {
  readonly check: Check
  readonly takesOption: boolean
}

const valueRows: readonly (readonly [string, Check])[] = [
  ['local_events', yesOrNo()],
  ['write_logs', yesOrNo((settings, yes) => (settings.writeLogs = yes))],
  ['verify_email', yesOrNo((settings, yes) => (settings.verifyEmail = yes))],
  ['use_libwrap', yesOrNo()],
  ['distribute_network', yesOrNo()],
  ['log_file', logFile],
  ['log_format', logFormatOrNone],
  ['log_group', group],
  [
    'flush',
    choice('none incremental incremental_async data sync', (settings, word) => (settings.flush = word)),
  ],
  ['freq', int((settings, value) => (settings.freq = value))],
  ['priority_boost', int()],
  ['max_restarts', int()],
  ['num_logs', logCount],
  ['max_log_file', number()],
  ['end_of_event_timeout', number((settings, value) => (settings.eventTimeout = value))],
  ['max_log_file_action', rotationAction],
  ['space_left', space('spaceLeft')],
  ['admin_space_left', space('adminSpaceLeft')],
  ['action_mail_acct', mailAccount],
  ['name_format', choice('none hostname fqd numeric user')],
  ['name', anything],
  ['plugin_dir', anything],
  ['dispatcher', deprecated('dispatcher')],
  ['disp_qos', deprecated('disp_qos')],
  ['overflow_action', choice('ignore syslog suspend single halt')],
  ['q_depth', queueDepth],
  ['report_interval', interval],
  ['transport', choice('tcp')],
  // Settings of the listener, Kerberos and TLS, which the reference is built without.
  ['tcp_listen_port', anything],
  ['tcp_listen_queue', anything],
  ['tcp_max_per_addr', anything],
  ['tcp_client_ports', anything],
  ['tcp_client_max_idle', anything],
  ['enable_krb5', anything],
  ['krb5_principal', anything],
  ['krb5_key_file', anything],
  ['tls_psk_file', anything],
  ['tls_psk_identity', anything],
  ['tls_cipher_suites', anything],
  ['tls_key_exchange', anything],
  ['tls_require_pqc', anything],
  ['tls_auth', anything],
  ['tls_crypto_profile', anything],
  ['tls_allowed_clients', anything],
]

const fullRefusal = illegalFor('disk_full_action')
const errorRefusal = illegalFor('disk_error_action')

const actionRows: readonly (readonly [string, Check])[] = [
  ['space_left_action', action({ halt: haltDeprecated })],
  ['admin_space_left_action', action()],
  ['disk_full_action', action({ email: fullRefusal })],
  ['disk_error_action', action({ email: errorRefusal, rotate: errorRefusal })],
]

/** Keywords in lower case; they are recognised in any case. */
export const keywords: ReadonlyMap<string, Keyword> = new Map<string, Keyword>([
  ...valueRows.map(([name, check]): [string, Keyword] => [name, { check, takesOption: false }]),
  ...actionRows.map(([name, check]): [string, Keyword] => [name, { check, takesOption: true }]),
])
