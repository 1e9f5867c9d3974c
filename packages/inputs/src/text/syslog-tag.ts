/** Which programs' lines in syslog are audit's, by their tag. */
import { ascii, equals } from '../bytes.ts'

/** Who has written: an audit program, the kernel, a program that writes JSON of events, journald, or anybody else. */
export type SyslogTag = 'audit' | 'kernel' | 'json' | 'journald' | 'other'

/** Says what a tag, bytes `start` to `end`, stands for. */
export type TagOf = (bytes: Uint8Array, start: number, end: number) => SyslogTag

const tags: readonly (readonly [name: Uint8Array, tag: SyslogTag])[] = (
  [
    ['kernel', 'kernel'],
    // The syslog plugin, audispd of audit 2, journald's copies, and what admins name a followed log.
    ['audisp-syslog', 'audit'],
    ['audispd', 'audit'],
    ['audit', 'audit'],
    ['auditd', 'audit'],
    ['audit_log', 'audit'],
    ['tag_audit_log', 'audit'],
    ['go-audit', 'json'],
    ['laurel', 'json'],
    ['systemd-journald', 'journald'],
    ['systemd-journal', 'journald'],
  ] as const
).map(([name, tag]) => [ascii(name), tag] as const)

/** What a tag stands for, as programs and admins name them by themselves. */
export function syslogTag(bytes: Uint8Array, start: number, end: number): SyslogTag {
  for (const [name, tag] of tags) if (equals(bytes, start, end, name)) return tag
  return 'other'
}
