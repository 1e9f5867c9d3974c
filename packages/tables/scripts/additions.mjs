// Names the kernel has gained since the facts were written, each with the header and version it comes from.

/** Commands of bpf(2) beyond the reference's table: `enum bpf_cmd` of include/uapi/linux/bpf.h. */
export const newerBpfCommands = [
  [36, 'BPF_TOKEN_CREATE'], // Linux 6.9
  [37, 'BPF_PROG_STREAM_READ_BY_FD'], // Linux 6.17
]
