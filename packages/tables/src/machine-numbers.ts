// The machine numbers of audit-userspace.

/** Machines by name. 2 and 7 belonged to machines that are no longer supported; `uring` is io_uring's pseudo machine. */
export const Machine = {
  i386: 0,
  x86_64: 1,
  ppc64: 3,
  ppc: 4,
  s390x: 5,
  s390: 6,
  arm: 8,
  aarch64: 9,
  ppc64le: 10,
  uring: 11,
  riscv32: 12,
  riscv64: 13,
} as const

/** A machine number. Functions that take one accept any other number as well, and treat it as unknown. */
export type MachineNumber = number
