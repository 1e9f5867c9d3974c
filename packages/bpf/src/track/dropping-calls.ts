/** Which system calls can drop the last reference to a BPF program: the only ones an UNLOAD is ever tied to. */

/** How a call can drop a program. */
export interface DroppingCall {
  readonly how: string
  /** True when the call names what it drops, so that its caller need not have loaded the program. */
  readonly direct: boolean
}

const closes: DroppingCall = { how: 'closes a descriptor', direct: false }
const replaces: DroppingCall = { how: 'closes the descriptor it replaces', direct: false }
const ends: DroppingCall = { how: 'closes all descriptors of the process', direct: false }
const executes: DroppingCall = { how: 'closes close-on-exec descriptors', direct: false }
const unpins: DroppingCall = { how: 'removes a pinned file', direct: true }
const unmounts: DroppingCall = { how: 'unmounts a file system with pinned files', direct: true }
const netlink: DroppingCall = { how: 'detaches through netlink', direct: true }
const detaches: DroppingCall = { how: 'detaches from a socket or device', direct: false }

/** bpf(2), close(2), unlink(2), netlink(7), execve(2), mmap(2), packet(7) and perf_event_open(2) say which references each drops. */
const calls: ReadonlyMap<string, DroppingCall> = new Map([
  ['close', closes],
  ['close_range', closes],
  ['io_uring_enter', closes],
  ['dup2', replaces],
  ['dup3', replaces],
  ['exit', ends],
  ['exit_group', ends],
  ['execve', executes],
  ['execveat', executes],
  ['unlink', unpins],
  ['unlinkat', unpins],
  ['rename', unpins],
  ['renameat', unpins],
  ['renameat2', unpins],
  ['umount', unmounts],
  ['umount2', unmounts],
  ['rmdir', { how: 'removes a cgroup or a pinned directory', direct: true }],
  ['sendmsg', netlink],
  ['sendmmsg', netlink],
  ['sendto', netlink],
  ['setsockopt', detaches],
  ['ioctl', detaches],
  ['munmap', { how: 'unmaps the last page of a descriptor', direct: false }],
  ['delete_module', { how: 'unloads a module that held it', direct: true }],
])

const detach: DroppingCall = { how: 'detaches or replaces a program', direct: true }

/** The commands of bpf(2) that let go of a program (`enum bpf_cmd` of include/uapi/linux/bpf.h). */
const commands: ReadonlyMap<number, DroppingCall> = new Map([
  [2, { how: 'replaces a program in a map', direct: true }],
  [3, { how: 'deletes a program from a map', direct: true }],
  [8, detach],
  [9, detach],
  [21, { how: 'deletes a program from a map', direct: true }],
  [25, { how: 'deletes a program from a map', direct: true }],
  [26, { how: 'replaces a program in a map', direct: true }],
  [27, { how: 'deletes a program from a map', direct: true }],
  [29, detach],
  [34, detach],
])

/** How a call can drop a program, or undefined when it cannot; `a0` is the first argument, of bpf(2) the command. */
export function droppingCall(name: string, a0: number | undefined): DroppingCall | undefined {
  if (name === 'bpf') return a0 === undefined ? undefined : commands.get(a0)
  return calls.get(name)
}
