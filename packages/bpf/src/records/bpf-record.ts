/** Reads the body of a BPF record (type 1334), in every shape kernels have written it. */
import type { LogRecord } from '@ts-audit/log'
import { latin1 } from '@ts-audit/log/internal'
import { bytesOf, startsWith } from './bytes.ts'
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

/** Reads a BPF record; undefined when it names no program or no known operation. */
export function readBpfRecord(record: LogRecord): BpfRecord | undefined {
  return readUsualShape(record) ?? readAnyShape(record)
}

const PROG_ID = bytesOf('): prog-id=')
const LOAD = bytesOf(' op=LOAD')
const UNLOAD = bytesOf(' op=UNLOAD')
const CLOSE = 0x29
/** Ids have 32 bits. */
const LARGEST_ID = 0xffff_ffff

/** `prog-id=N op=LOAD|UNLOAD` and nothing else, as nearly every record is: read without decoding any text. */
function readUsualShape({ bytes, start, textEnd }: LogRecord): BpfRecord | undefined {
  let at = start + 20
  while (at < textEnd && bytes[at] !== CLOSE) at++
  if (!startsWith(bytes, at, PROG_ID)) return undefined
  at += PROG_ID.length
  const digits = at
  let progId = 0
  for (let code = bytes[at] ?? 0; code >= 0x30 && code <= 0x39; code = bytes[++at] ?? 0) {
    progId = progId * 10 + code - 0x30
  }
  if (at === digits || at - digits > 10 || progId > LARGEST_ID) return undefined
  const op = textEnd - at === LOAD.length ? 'LOAD' : 'UNLOAD'
  const expected = op === 'LOAD' ? LOAD : UNLOAD
  if (textEnd - at !== expected.length || !startsWith(bytes, at, expected)) return undefined
  return { op, progId, name: undefined, task: undefined }
}

function readAnyShape(record: LogRecord): BpfRecord | undefined {
  const text = latin1(record.bytes, record.start, record.textEnd)
  const from = bodyStart(text)
  const fields = new Map<string, string>()
  walkFields(text, from, text.length, (name, value) => {
    if (!fields.has(name)) fields.set(name, value)
  })
  const op = fields.get('op') ?? fields.get('event')
  const progId = decodeId(fields.get('prog-id'))
  if (progId === undefined || progId > LARGEST_ID) return undefined
  if (op !== 'LOAD' && op !== 'UNLOAD') return undefined
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
