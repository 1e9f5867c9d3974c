/** Infers from the records an event has which others it must have had. */
import * as RecordType from '@ts-audit/tables/record-type'

/** What is missing of an event. */
export interface MissingRecord {
  readonly what: 'SYSCALL' | 'PATH' | 'CWD' | 'PROCTITLE' | 'EXECVE' | 'BPF' | 'SOCKADDR' | 'cause'
  readonly count: number
}

/** Records that the kernel writes only beside a system call. */
const BESIDE: ReadonlySet<number> = new Set([
  RecordType.PATH,
  RecordType.CWD,
  RecordType.EXECVE,
  RecordType.PROCTITLE,
  RecordType.SOCKADDR,
  RecordType.SOCKETCALL,
  RecordType.IPC,
  RecordType.FD_PAIR,
  RecordType.OBJ_PID,
  RecordType.MMAP,
  RecordType.CAPSET,
  RecordType.BPRM_FCAPS,
  RecordType.IPC_SET_PERM,
  RecordType.MQ_OPEN,
  RecordType.MQ_SENDRECV,
  RecordType.MQ_NOTIFY,
  RecordType.MQ_GETSETATTR,
  RecordType.OPENAT2,
  RecordType.KERN_MODULE,
  RecordType.TIME_INJOFFSET,
  RecordType.TIME_ADJNTPVAL,
  RecordType.EOE,
])

/** `execve` and `execveat` on x86-64 and i386, aarch64 and others that share the generic table. */
const EXEC_CALLS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['c000003e', new Set(['59', '322'])],
  ['40000003', new Set(['11', '358'])],
  ['c00000b7', new Set(['221', '281'])],
  ['c00000f3', new Set(['221', '281'])],
])
const BPF_CALLS: ReadonlyMap<string, string> = new Map([
  ['c000003e', '321'],
  ['40000003', '357'],
  ['c00000b7', '280'],
  ['c00000f3', '280'],
])
/** `mq_open` and `mq_unlink`: of a message queue the kernel hides the folder, and counts it. */
const QUEUE_CALLS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['c000003e', new Set(['240', '241'])],
  ['40000003', new Set(['277', '278'])],
  ['c00000b7', new Set(['180', '181'])],
  ['c00000f3', new Set(['180', '181'])],
])
const PROG_LOAD = '5'

/** The parts of a SYSCALL record that are needed here. */
export interface CallText {
  readonly arch: string
  readonly syscall: string
  readonly success: string | undefined
  readonly a0: string
  readonly items: number
  readonly hasKey: boolean
}

const CALL = /^arch=([0-9a-f]+) syscall=(\d+) (?:per=[0-9a-f]+ )?(?:success=(\w+) exit=-?\d+ )?a0=([0-9a-f]+)/

/** Reads the text after the stamp of a SYSCALL record. */
export function readCall(body: string): CallText | undefined {
  const match = CALL.exec(body)
  if (match === null) return undefined
  const [, arch = '', syscall = '', success, a0 = ''] = match
  const items = Number(/ items=(\d{1,6}) /.exec(body)?.[1] ?? 0)
  return {
    arch,
    syscall,
    success,
    a0,
    items,
    hasKey: !/ key=\(null\)(?:\s|$)/.test(body) && / key=/.test(body),
  }
}

/** Whether the call is a BPF_PROG_LOAD that has succeeded. */
export function isProgLoad({ arch, syscall, success, a0 }: CallText): boolean {
  return BPF_CALLS.get(arch) === syscall && a0 === PROG_LOAD && success === 'yes'
}

interface Waiting<Place> {
  readonly place: Place
  readonly missing: MissingRecord
}

interface Rule<Place> {
  /** How many events have all that they must have by this rule. */
  whole: number
  broken: number
  readonly waiting: Waiting<Place>[]
}

const MOST_WAITING = 500
const MOST_RULES = 2_000
const FEW = 3
/** What the kernel always writes unless a rule excludes it. Of other records, one missing in five is normal. */
const CERTAIN: ReadonlySet<string> = new Set(['SYSCALL', 'PATH', 'BPF'])

/** Gathers events that lack records, and those that have them: where most lack them, a rule of the host is why. */
export class EventShapes<Place> {
  readonly #rules = new Map<string, Rule<Place>>()

  /** @param body the text after the stamp of its SYSCALL record, where it has one */
  take(types: readonly number[], body: string | undefined, place: Place): void {
    const has = (type: number): boolean => types.includes(type)
    const call = body === undefined ? undefined : readCall(body)
    if (call === undefined) {
      if (has(RecordType.SYSCALL) || has(RecordType.URINGOP)) return
      const beside = types.some((type) => BESIDE.has(type) && type !== RecordType.EOE)
      if (beside) this.#note('SYSCALL', false, place, { what: 'SYSCALL', count: 1 })
      return
    }
    this.#note('SYSCALL', true, place, { what: 'SYSCALL', count: 1 })
    const paths = types.filter((type) => type === RecordType.PATH).length
    if ((call.items > 0 || paths > 0) && QUEUE_CALLS.get(call.arch)?.has(call.syscall) !== true) {
      const count = Math.max(1, call.items - paths)
      this.#note('PATH', paths >= call.items, place, { what: 'PATH', count })
      if (paths > 0) this.#note('CWD', has(RecordType.CWD), place, { what: 'CWD', count: 1 })
    }
    this.#note('PROCTITLE', has(RecordType.PROCTITLE), place, { what: 'PROCTITLE', count: 1 })
    if (EXEC_CALLS.get(call.arch)?.has(call.syscall) === true && call.success === 'yes')
      this.#note('EXECVE', has(RecordType.EXECVE), place, { what: 'EXECVE', count: 1 })
    if (isProgLoad(call)) this.#note('BPF', has(RecordType.BPF), place, { what: 'BPF', count: 1 })
    const isCaused = types.some((type) => type !== RecordType.SYSCALL && !BESIDE.has(type))
    if (!call.hasKey) this.#note('cause', isCaused, place, { what: 'cause', count: 1 })
    const sockets = `SOCKADDR ${call.arch} ${call.syscall} ${call.success}`
    if (has(RecordType.SOCKADDR)) this.#note(sockets, true, place, { what: 'SOCKADDR', count: 1 })
    else if (this.#rules.has(sockets)) this.#note(sockets, false, place, { what: 'SOCKADDR', count: 1 })
  }

  /** Events that lack what nearly all others have. */
  broken(): Waiting<Place>[] {
    return [...this.#rules].flatMap(([name, { whole, broken, waiting }]) =>
      isException(name, whole, broken) ? waiting : [],
    )
  }

  #note(name: string, isWhole: boolean, place: Place, missing: MissingRecord): void {
    let rule = this.#rules.get(name)
    if (rule === undefined) {
      if (this.#rules.size >= MOST_RULES) return
      rule = { whole: 0, broken: 0, waiting: [] }
      this.#rules.set(name, rule)
    }
    if (isWhole) rule.whole++
    else {
      rule.broken++
      if (rule.waiting.length < MOST_WAITING) rule.waiting.push({ place, missing })
    }
  }
}

function isException(name: string, whole: number, broken: number): boolean {
  if (CERTAIN.has(name)) return broken <= whole + FEW
  return broken * 4 <= whole || (broken === 1 && whole >= 2)
}
