/** What splitting a record learns along the way: record type, system call, working directory (spec 03 §1.4). */
import { Machine, machineFromElf } from '@ts-audit/tables/machines'
import * as RecordType from '@ts-audit/tables/record-type'
import { parseRecordTypeExactly } from '@ts-audit/tables/record-types'
import { unsigned64, type Wide } from '../interpret/integers.ts'

const ZERO: Wide = { high: 0, low: 0 }
const ALL_ONES: Wide = { high: 0xffff_ffff, low: 0xffff_ffff }
/** In a SECCOMP record with `subj=` the system call's fields come this many places later. */
const SECCOMP_SHIFT = 9

/**
 * Gathers context from fields that stand where a SYSCALL or SECCOMP record of the kernel has them; elsewhere they are
 * not picked up, as in the reference.
 */
export class SplitContext {
  type = 0
  machine = -1
  syscall = -1
  arg0: Wide = ZERO
  arg1: Wide = ZERO
  cwd: string | undefined
  /** 1 when the record starts with `node=`. */
  offset: 0 | 1 = 0

  /** Takes note of the field that was added as number `count`, counted from 1. */
  fieldAdded(count: number, name: string, value: string): void {
    if (count === 1 && name === 'node') this.offset = 1
    else if (count === 1 + this.offset && name === 'type') this.#setType(value)
    else if (count > 1 + this.offset && !this.#system(count - this.offset, name, value))
      this.#directory(name, value)
  }

  #setType(value: string): void {
    this.type = parseRecordTypeExactly(value)
    if (this.type === RecordType.URINGOP) this.machine = Machine.uring
  }

  /** True when the field is one of those whose place counts. */
  #system(place: number, name: string, value: string): boolean {
    if (place > 3 + SECCOMP_SHIFT) return false
    if (place === 2 || place === 2 + SECCOMP_SHIFT) {
      if (name === 'arch') this.machine = machineOf(value)
      else if (name === 'uring_op' && place === 2) this.syscall = syscallOf(value)
      else return false
    } else if ((place === 3 || place === 3 + SECCOMP_SHIFT) && name === 'syscall')
      this.syscall = syscallOf(value)
    else if (place === 6 && name === 'a0') this.arg0 = unsigned64(value, 16) ?? ALL_ONES
    else if (place === 7 && name === 'a1') this.arg1 = unsigned64(value, 16) ?? ALL_ONES
    else return false
    return true
  }

  #directory(name: string, value: string): void {
    if (this.type === RecordType.CWD && name === 'cwd' && this.cwd === undefined) this.cwd = value
  }
}

function machineOf(value: string): number {
  const word = unsigned64(value, 16)
  return word === undefined ? -2 : (machineFromElf(word.low) ?? -1)
}

function syscallOf(value: string): number {
  const number = unsigned64(value, 10)
  return number === undefined ? -1 : number.low | 0
}
