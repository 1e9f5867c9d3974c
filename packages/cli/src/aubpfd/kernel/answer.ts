/** What the kernel says of a BPF program, whichever way it was asked. */
import type { KernelLink } from './program-uses.ts'

/** How it was asked. */
export type Way = 'bpf' | 'iterator' | 'fdinfo' | 'bpftool'
export const WAYS: readonly Way[] = ['bpf', 'iterator', 'fdinfo', 'bpftool']

/** What is known of a program that was there; what a way does not tell is absent. */
export interface KernelProgram {
  readonly type?: string
  readonly name?: string
  /** 16 hexadecimal digits. */
  readonly tag?: string
  readonly uid?: number
  /** Milliseconds since 1970-01-01 UTC. */
  readonly loadedAt?: number
  readonly mapIds?: readonly number[]
  readonly btfId?: number
  /** Of the program that it is attached to, or of the kernel: ids of BTF. */
  readonly attachBtfObjId?: number
  readonly attachBtfId?: number
  /** What it is attached to, as its links or iterators name it. */
  readonly attachTo?: string
  readonly links?: readonly KernelLink[]
  readonly pinned?: readonly string[]
  readonly pids?: readonly { readonly pid: number; readonly comm: string }[]
  readonly xlatedBytes?: number
  readonly jitedBytes?: number
  readonly memlockBytes?: number
  readonly gplCompatible?: boolean
  readonly verifiedInstructions?: number
}

/** Milliseconds between a load as two clocks of the kernel tell it: beyond them it is the load of another program with the id. */
export const TIME_TOLERANCE = 2_000

/** An answer about one program. */
export type Answer =
  | ({ readonly answer: 'found'; readonly by: Way } & KernelProgram)
  /** It had ended before it was asked about; `unload` is by its own UNLOAD, which had come with its LOAD. */
  | { readonly answer: 'gone'; readonly by: Way | 'unload' }
  /** Its id is another program's by now: that one was loaded at another time. */
  | { readonly answer: 'other-program'; readonly by: Way }
  /** It was not asked about, or no way was open. */
  | { readonly answer: 'not-asked'; readonly reason: string }

/** When the machine was started, in milliseconds since 1970-01-01 UTC: what the kernel counts load times from. */
export function bootTime(uptimeText: string, now: number): number {
  return now - Number(uptimeText.split(' ', 1)[0]) * 1000
}
