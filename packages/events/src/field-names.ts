/** Names that an editor offers: of record types, and of the fields that the common ones have. */
/** The fields by record type, as the kernel and auditd's programs write them. */
interface FieldNames {
  SYSCALL:
    | 'arch'
    | 'syscall'
    | 'success'
    | 'exit'
    | 'a0'
    | 'a1'
    | 'a2'
    | 'a3'
    | 'items'
    | 'ppid'
    | 'pid'
    | 'auid'
    | 'uid'
    | 'gid'
    | 'euid'
    | 'suid'
    | 'fsuid'
    | 'egid'
    | 'sgid'
    | 'fsgid'
    | 'tty'
    | 'ses'
    | 'comm'
    | 'exe'
    | 'subj'
    | 'key'
  PATH: 'item' | 'name' | 'inode' | 'dev' | 'mode' | 'ouid' | 'ogid' | 'rdev' | 'obj' | 'nametype'
  CWD: 'cwd'
  EXECVE: 'argc' | 'a0' | 'a1' | 'a2' | 'a3'
  PROCTITLE: 'proctitle'
  SOCKADDR: 'saddr'
  BPF: 'prog-id' | 'op'
  USER_LOGIN: UserField | 'id'
  USER_AUTH: UserField | 'grantors'
  USER_ACCT: UserField | 'grantors'
  USER_START: UserField | 'grantors'
  USER_END: UserField | 'grantors'
  USER_CMD: UserField | 'cwd' | 'cmd'
  LOGIN: 'pid' | 'uid' | 'subj' | 'old-auid' | 'auid' | 'tty' | 'old-ses' | 'ses' | 'res'
  CONFIG_CHANGE: 'auid' | 'ses' | 'subj' | 'op' | 'key' | 'list' | 'res' | 'audit_enabled' | 'old'
  AVC: 'pid' | 'comm' | 'name' | 'dev' | 'ino' | 'scontext' | 'tcontext' | 'tclass' | 'permissive' | 'path'
}

type UserField =
  | 'pid'
  | 'uid'
  | 'auid'
  | 'ses'
  | 'subj'
  | 'op'
  | 'acct'
  | 'exe'
  | 'hostname'
  | 'addr'
  | 'terminal'
  | 'res'

/** Any other text, without losing what an editor offers. */
type AnyOther = string & {}

/** The name of a record type. */
export type KnownRecordType = keyof FieldNames | AnyOther

/** The name of a field of records of a type. */
export type FieldName<Type extends string> = Type extends keyof FieldNames
  ? FieldNames[Type] | AnyOther
  : string
