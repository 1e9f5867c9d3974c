/** Reads the body of a BPF record (type 1334), in every shape kernels have written it. */
import { type LogRecord, latin1 } from '@ts-audit/log'
import { bodyStart, decodeId, decodeString, walkFields } from './field-walk.ts'

/** What a BPF record says. */
export interface BpfRecord {
  readonly op: 'LOAD' | 'UNLOAD'
  /** 0 on the kernels that lose it at UNLOAD. */
  readonly progId: number
  /** Only in the shape proposed in 2023. */
  readonly name: string | undefined
  /** The task that was current at UNLOAD; only in the shape proposed in 2023. */
  readonly task: UnloadTask | undefined
}

/** The process a 2023-style UNLOAD names: whatever task was current. */
export interface UnloadTask {
  readonly pid: number | undefined
  readonly uid: number | undefined
  readonly comm: string | undefined
}

/** The body of nearly every record: `prog-id=N op=LOAD|UNLOAD` (kernel/bpf/syscall.c's audit format). */
const USUAL = /^prog-id=(\d{1,10}) op=(UN)?LOAD$/

/** Reads a BPF record; undefined when it names no program or no known operation. */
export function readBpfRecord(record: LogRecord): BpfRecord | undefined {
  const text = latin1(record.bytes, record.start, record.textEnd)
  const from = bodyStart(text)
  const usual = USUAL.exec(text.slice(from))
  if (usual === null) return readAnyShape(text, from)
  return {
    op: usual[2] === undefined ? 'LOAD' : 'UNLOAD',
    progId: Number(usual[1]),
    name: undefined,
    task: undefined,
  }
}

function readAnyShape(text: string, from: number): BpfRecord | undefined {
  const fields = new Map<string, string>()
  walkFields(text, from, text.length, (name, value) => {
    if (!fields.has(name)) fields.set(name, value)
  })
  const op = fields.get('op') ?? fields.get('event')
  const progId = decodeId(fields.get('prog-id'))
  if (progId === undefined || (op !== 'LOAD' && op !== 'UNLOAD')) return undefined
  return {
    op,
    progId,
    name: decodeString(fields.get('prog-name')),
    task: op === 'UNLOAD' ? readTask(fields) : undefined,
  }
}

function readTask(fields: ReadonlyMap<string, string>): UnloadTask | undefined {
  const pid = decodeId(fields.get('pid'))
  const uid = decodeId(fields.get('uid'))
  const comm = decodeString(fields.get('comm'))
  return pid === undefined && uid === undefined && comm === undefined ? undefined : { pid, uid, comm }
}
