/** What laurel does to fields by their names, as far as it must be undone: facts about its versions up to 0.8. */

/** Values that programs choose: the kernel quotes them, or writes them in hexadecimal where they hold other bytes. */
export const ENCODED_FIELDS: ReadonlySet<string> = words(`
  acct apparmor cgroup cmd comm cwd data device dir exe file grp invalid_context key name new-chardev new-disk new-fs new-net
  new-rng ocomm old-chardev old-disk old-fs old-net old-rng path proctitle vm watch`)

/** Numbers in hexadecimal that have no `0x` in a log; laurel writes it. */
export const BARE_HEX_FIELDS: ReadonlySet<string> = words(`
  a0 a1 a2 a3 arch cap_fi cap_fp cap_fver cap_pa cap_pe cap_pi cap_pp fi fp fver old_pa old_pe old_pi old_pp pa pe per pi pp
  qbytes`)

/** Sets of capabilities, of sixteen digits unless they are empty. */
export const CAPABILITY_SETS: ReadonlySet<string> = words(`
  cap_fi cap_fp cap_pa cap_pe cap_pi cap_pp fi fp old_pa old_pe old_pi old_pp pa pe pi pp`)

/**
 * Numbers that laurel does not know to be such, so that it takes an even number of their digits for text in hexadecimal.
 * Program ids are numbers since 0.6.5.
 */
export const UNTYPED_NUMBERS: ReadonlySet<string> = words(`
  abs_timeout_nsec abs_timeout_sec fd0 fd1 id list mq_curmsgs mq_maxmsg mq_msgsize mqdes msg_len msg_prio new nsec oflag old
  prog-id resolve sec`)

/** Inside `msg='…'` it knows no numbers at all. */
export const NUMBERS_IN_MESSAGES: ReadonlySet<string> = words('auid gid id pid sauid ses uid')

/** Fields that are `(null)` where they have no value. */
export const NULL_FIELDS: ReadonlySet<string> = words('key name obj subj')
/** And `?`, as all are inside `msg='…'`; those of capabilities are measured. */
export const UNKNOWN_FIELDS: ReadonlySet<string> = words(
  'acct addr cap_fe cap_fi cap_fp cap_fver exe hostname terminal',
)

/** What laurel adds itself, beside what stands after the arguments. */
export const OWN_KEYS: ReadonlySet<string> = words(`
  ARGV ARGV_STR CONTAINER CONTAINER_INFO ENV EXE_HASH LABELS PARENT_INFO PID PPID SCRIPT SPAWNED_BY UID_GROUPS`)

/** auditd's enrichment that is written without quotes; that of an address in braces, as a rule. */
export const BARE_ENRICHMENT: ReadonlySet<string> = words('ARCH SADDR SYSCALL')

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/))
}
