/** Makes audit records of the lines in which a kernel without auditd writes them to its own log. */
import { latin1 } from '@ts-audit/log/internal'
import { formatRecordType } from '@ts-audit/tables/record-types'
import type { InputForm, UnwrapOptions, Unwrapper } from './input-form.ts'

/** What a kernel log line turned out to be. */
export type KernelLine =
  | { readonly kind: 'record'; readonly text: string }
  /** The kernel says how many audit messages it has lost since boot. */
  | { readonly kind: 'lost-so-far'; readonly lost: number }
  /** The kernel did not print this many. */
  | { readonly kind: 'suppressed'; readonly lost: number }
  /** A BPF record in the form that journald keeps it, without the event's id. */
  | { readonly kind: 'journal-copy' }
  | { readonly kind: 'other' }

const OTHER: KernelLine = { kind: 'other' }
const RECORD = 'audit: type='
const LOST = 'audit: audit_lost='
const SUPPRESSED = ' callbacks suppressed'
/** `audit: BPF prog-id=3 op=LOAD`, or the same as MESSAGE= of `-o export` or a member of `-o json`. */
const JOURNAL_COPY = 'BPF prog-id='

/**
 * Reads one line, latin1 and without its newline, as `dmesg`, `journalctl -k` or syslog show it: whatever comes before
 * `audit: type=1334 audit(…): …` is left out, and the record gets the form auditd writes. One line, one pass.
 */
export function readKernelLine(line: string): KernelLine {
  const record = line.indexOf(RECORD)
  if (record >= 0) return readRecord(line, record + RECORD.length)
  const lost = line.indexOf(LOST)
  if (lost >= 0)
    return { kind: 'lost-so-far', lost: Number.parseInt(line.slice(lost + LOST.length), 10) || 0 }
  const suppressed = line.endsWith(SUPPRESSED) && line.includes('kauditd_printk_skb: ')
  if (!suppressed) return line.includes(JOURNAL_COPY) ? { kind: 'journal-copy' } : OTHER
  const number = line.slice(line.lastIndexOf(': ') + 2, -SUPPRESSED.length)
  return /^\d{1,10}$/.test(number) ? { kind: 'suppressed', lost: Number(number) } : OTHER
}

/** `1334 audit(1.000:2): prog-id=30 op=LOAD` → `type=BPF msg=audit(1.000:2): prog-id=30 op=LOAD`. */
function readRecord(line: string, from: number): KernelLine {
  const space = line.indexOf(' ', from)
  if (space < 0 || !line.startsWith('audit(', space + 1)) return OTHER
  const number = line.slice(from, space)
  if (!/^\d{1,9}$/.test(number)) return OTHER
  return { kind: 'record', text: `type=${formatRecordType(Number(number))} msg=${line.slice(space + 1)}` }
}

/** A line longer than this is cut: no kernel line is. */
const LINE_LIMIT = 16_384

/** An event id as the kernel prints it. */
const EVENT = /msg=audit\((\d{1,20}\.\d{3}:\d{1,20})\)/

/**
 * Makes audit lines of a kernel log. Messages that the kernel says are missing are told with the id of the record before
 * them, or of the one after where there is none before.
 */
export function createKernelLogUnwrapper({ onLost }: UnwrapOptions = {}): Unwrapper {
  let rest = ''
  let lostSinceBoot = 0
  let journalCopies = 0
  let waiting = 0
  let latest: string | undefined
  const noteLost = (count: number): void => {
    if (count === 0) return
    const event = latest === undefined ? undefined : EVENT.exec(latest)?.[1]
    if (event === undefined) waiting += count
    else onLost?.(count, event)
  }
  const take = (line: string): string => {
    const read = readKernelLine(line)
    if (read.kind === 'lost-so-far') {
      // The kernel counts anew from each boot and each auditctl(8) --reset-lost.
      noteLost(read.lost < lostSinceBoot ? read.lost : read.lost - lostSinceBoot)
      lostSinceBoot = read.lost
    }
    if (read.kind === 'suppressed') noteLost(read.lost)
    if (read.kind === 'journal-copy') journalCopies++
    if (read.kind !== 'record') return ''
    latest = read.text
    if (waiting > 0) {
      const count = waiting
      waiting = 0
      noteLost(count)
    }
    return `${read.text}\n`
  }
  return {
    push(chunk) {
      const lines = (rest + latin1(chunk, 0, chunk.length)).split('\n')
      rest = (lines.pop() ?? '').slice(0, LINE_LIMIT)
      return bytes(lines.map(take).join(''))
    },
    end() {
      const last = rest === '' ? '' : take(rest)
      rest = ''
      return bytes(last)
    },
    get journalCopies() {
      return journalCopies
    },
  }
}

function bytes(text: string): Uint8Array {
  const made = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) made[at] = text.charCodeAt(at)
  return made
}

export const kernelLog: InputForm = { name: 'kernel', createUnwrapper: createKernelLogUnwrapper }
