// Which fact file becomes which table: one generated module per public entry, one exported table per fact file.

/** module name → [exported table, fact file without .json] in the order they are written. */
export const modules = {
  'record-types': [['recordTypeTable', 'msg_typetab']],
  syscalls: [
    ['i386Syscalls', 'i386_table'],
    ['ppcSyscalls', 'ppc_table'],
    ['s390xSyscalls', 's390x_table'],
    ['s390Syscalls', 's390_table'],
    ['armSyscalls', 'arm_table'],
    ['aarch64Syscalls', 'aarch64_table'],
    ['uringOperations', 'uringop_table'],
    ['riscv32Syscalls', 'riscv32_table'],
    ['riscv64Syscalls', 'riscv64_table'],
  ],
  errno: [
    ['errnoTable', 'errtab'],
    ['errorTexts', 'strerror'],
  ],
  machines: [['machineTable', 'machinetab']],
  'field-types': [['fieldTypeTable', 'typetab']],
  bpf: [['referenceBpfCommands', 'bpftab']],
  flags: [
    ['xattrFlags', 'xattr-atflagtab'],
    ['resolveFlags', 'openat2-resolvetab'],
    ['cloneFlags', 'clone-flagtab'],
    ['mountFlags', 'mounttab'],
    ['umountFlags', 'umounttab'],
    ['ipcFlags', 'ipccmdtab'],
    ['shmFlags', 'shm_modetab'],
  ],
  values: [
    ['clocks', 'clocktab'],
    ['epollOperations', 'epoll_ctl'],
    ['fcntlCommands', 'fcntl-cmdtab'],
    ['fsconfigCommands', 'fsconfig'],
    ['ioctlRequests', 'ioctlreqtab'],
    ['ipcCalls', 'ipctab'],
    ['personalities', 'persontab'],
    ['prctlOptions', 'prctl-opt-tab'],
    ['ptraceRequests', 'ptracetab'],
    ['resourceLimits', 'rlimittab'],
    ['schedulers', 'schedtab'],
    ['seccompActions', 'seccomptab'],
    ['seekOrigins', 'seektab'],
    ['socketCalls', 'socktab'],
  ],
  network: [
    ['socketTypes', 'socktypetab'],
    ['socketLevels', 'sockleveltab'],
    ['socketOptions', 'sockoptnametab'],
    ['ipOptions', 'ipoptnametab'],
    ['ip6Options', 'ip6optnametab'],
    ['tcpOptions', 'tcpoptnametab'],
    ['packetOptions', 'pktoptnametab'],
    ['protocols', 'protocols'],
    ['netfilterProtocols', 'nfprototab'],
    ['netfilterActions', 'netactiontab'],
    ['icmpTypes', 'icmptypetab'],
    ['inetHooks', 'inethooktab'],
    ['arpHooks', 'arphooktab'],
  ],
  // What is in nearly every log: see src/usual.ts.
  'usual-syscalls': [['x8664Syscalls', 'x86_64_table']],
  usual: [
    ['openFlags', 'open-flagtab'],
    ['accessModes', 'accesstab'],
    ['accessFlags', 'access-flagtab'],
    ['mmapFlags', 'mmaptab'],
    ['protectionFlags', 'prottab'],
    ['messageFlags', 'recvtab'],
    ['capabilities', 'captab'],
    ['fileTypes', 'ftypetab'],
    ['signals', 'signaltab'],
    ['addressFamilies', 'famtab'],
    ['ruleLists', 'flagtab'],
  ],
  rules: [
    ['ruleFields', 'fieldtab'],
    ['ruleOperators', 'optab'],
    ['ruleActions', 'actiontab'],
    ['rulePermissions', 'permtab'],
    ['ruleFilesystems', 'fstypetab'],
  ],
  normaliser: [
    ['eventKinds', 'normalize_evtypetab'],
    ['objectKinds', 'normalize_obj_kind_map'],
    ['recordActions', 'normalize_record_map'],
    ['syscallKinds', 'normalize_syscall_map'],
  ],
  'event-schemas': [
    ['ecsAllowedTypes', 'ecs_allowed_types'],
    ['ecsRecordMap', 'ecs_record_map'],
    ['ecsSyscallClasses', 'ecs_syscall_class'],
    ['ecsSyscallMap', 'ecs_syscall_map'],
    ['ocsfRecordMap', 'ocsf_record_map'],
    ['ocsfSyscallMap', 'ocsf_syscall_map'],
    ['laurelNumberFields', 'laurel_number_fields'],
    ['laurelEncodedFields', 'laurel_encoded_fields'],
  ],
  'tty-keys': [['ttyKeyTable', 'tty-keys']],
}

/** module name → fact file whose names become exported constants, sorted by number. */
export const constants = { 'record-type': 'msg_typetab' }

/** The machines of `bpfSyscalls` in `generated/bpf.ts`, by their tables, in the order of its columns. */
export const bpfMachines = [
  'i386_table',
  'x86_64_table',
  'ppc_table',
  's390x_table',
  's390_table',
  'arm_table',
  'aarch64_table',
  'riscv32_table',
  'riscv64_table',
]

/** The system calls that can load, attach, show or drop a BPF program, or end or hide the process that did. */
export const bpfSyscallNames = [
  ...['bpf', 'exit', 'exit_group', 'execve', 'execveat', 'kill', 'tkill', 'tgkill', 'pidfd_send_signal'],
  ...[
    'clone',
    'unshare',
    'setns',
    'setsockopt',
    'socket',
    'sendto',
    'sendmsg',
    'sendmmsg',
    'socketcall',
    'ioctl',
  ],
  ...['close', 'close_range', 'io_uring_enter', 'dup2', 'dup3', 'munmap', 'delete_module'],
  ...['unlink', 'unlinkat', 'rmdir', 'rename', 'renameat', 'renameat2', 'umount', 'umount2'],
]
