/** The record types whose fields are split, typed or interpreted in a way of their own. */
export const RecordType = {
  USER_AVC: 1107,
  USER_TTY: 1124,
  GRP_MGMT: 1132,
  ADD_GROUP: 1116,
  DEL_GROUP: 1117,
  CRYPTO_KEY_USER: 2404,
  TRUSTED_APP: 1121,
  SYSCALL: 1300,
  CWD: 1307,
  EXECVE: 1309,
  MQ_OPEN: 1312,
  NETFILTER_PKT: 1324,
  SECCOMP: 1326,
  KERN_MODULE: 1330,
  URINGOP: 1336,
  AVC: 1400,
} as const
