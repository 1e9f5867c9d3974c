/** An entry of systemd's journal, however it was written, and the audit record in it. */
import { latin1 } from '@ts-audit/log/internal'
import * as RecordType from '@ts-audit/tables/record-type'
import { formatRecordType } from '@ts-audit/tables/record-types'
import { GREATER, OPEN_BRACE, SPACE } from '../ascii.ts'
import { ascii, digitsEnd, startsWith } from '../bytes.ts'
import type { FormOutput } from '../input-form.ts'
import type { Loss } from '../loss.ts'
import { isAuditRecord, kernelRecord } from '../record-heads.ts'
import { KernelText } from '../text/kernel-text.ts'

/** The fields of an entry that are looked at. What begins with an underscore is written by journald itself. */
export interface JournalEntry {
  /** `_TRANSPORT` */
  readonly transport: string | undefined
  /** `_AUDIT_TYPE`, a number. */
  readonly type: string | undefined
  /** `_AUDIT_TYPE_NAME`: a name that journald knew, or `AUDIT` and the number. */
  readonly typeName: string | undefined
  /** `_AUDIT_ID` */
  readonly serial: string | undefined
  /** `_SOURCE_REALTIME_TIMESTAMP`: the time of the record, in microseconds. */
  readonly time: string | undefined
  /** `_BOOT_ID` */
  readonly boot: string | undefined
  /** `_HOSTNAME`, where it is asked for. */
  readonly host: string | undefined
  /** `SYSLOG_IDENTIFIER` */
  readonly identifier: string | undefined
  /** `MESSAGE`, which programs may give several times. */
  readonly messages: readonly Uint8Array[]
  /** A message is there, but not in this text. */
  readonly leftOut: 'by journalctl' | 'too long' | undefined
}

/** What every form of the journal loses. LOGIN records are not stored in it. */
export const journalLosses: readonly Loss[] = ['no-enrichment', 'no-login-records', 'no-daemon-records']

const SECONDS_AND_MICROSECONDS = /^\d{7,20}$/
const NUMBER = /^\d{1,20}$/
/** Before systemd 239. */
const OLD_NAME = ascii('<audit-')
const MISSED = /^Missed (\d{1,10}) kernel messages$/

/** Reads the entries of one input. */
export class JournalEntries {
  readonly #out: FormOutput
  readonly #kernel: KernelText
  readonly #names = new Map<string, Uint8Array>()

  constructor(out: FormOutput) {
    this.#out = out
    this.#kernel = new KernelText(out)
  }

  read(entry: JournalEntry): void {
    this.#out.boot(entry.boot)
    if (this.#out.takesHost && entry.host !== undefined)
      this.#out.host(ascii(entry.host), 0, entry.host.length)
    if (!this.#read(entry)) this.#out.unread('other')
    this.#out.boot(undefined)
  }

  /** Gives whether it had to do with audit. */
  #read(entry: JournalEntry): boolean {
    // Of fields that were chosen, the transport may not be one.
    const transport = entry.transport ?? (entry.serial === undefined ? undefined : 'audit')
    if (transport === 'audit') return this.#audit(entry)
    const [message] = entry.messages
    if (message === undefined) return false
    if (transport === 'kernel') return this.#ofKernel(message)
    if (transport === 'driver') return this.#driver(message)
    let isAudit = false
    for (const text of entry.messages) if (this.#ofProgram(entry.identifier, text)) isAudit = true
    return isAudit
  }

  #audit(entry: JournalEntry): true {
    const [message, another] = entry.messages
    if (entry.leftOut === 'by journalctl') {
      this.#out.loss('values-left-out')
      this.#out.unread('without-original')
    } else if (entry.leftOut === 'too long') this.#out.unread('too-long')
    else if (entry.serial === undefined || entry.time === undefined) this.#out.unread('not-rebuildable')
    else if (message === undefined || another !== undefined) this.#out.unread('malformed')
    else if (!this.#rebuild(entry, entry.serial, entry.time, message)) this.#out.unread('malformed')
    return true
  }

  /** `MESSAGE` is the name of the type, a blank and the body of the record. */
  #rebuild(entry: JournalEntry, serial: string, time: string, message: Uint8Array): boolean {
    if (!SECONDS_AND_MICROSECONDS.test(time) || !NUMBER.test(serial)) return false
    const old = entry.typeName === undefined ? oldName(message) : undefined
    if (entry.type !== undefined && !NUMBER.test(entry.type)) return false
    const type = entry.type === undefined ? old?.type : Number(entry.type)
    if (type === undefined) return false
    const body = old?.body ?? this.#bodyOf(message, type, entry.typeName)
    if (body === undefined) return false
    if (type === RecordType.EOE) return true
    const stamp = `${time.slice(0, -6)}.${time.slice(-6, -3)}:${withoutZeros(serial)}`
    this.#out.compose(type, stamp, message, body, message.length)
    return true
  }

  #bodyOf(message: Uint8Array, type: number, name: string | undefined): number | undefined {
    if (name !== undefined) return this.#afterName(message, name)
    return (
      this.#afterName(message, formatRecordType(type)) ??
      this.#afterName(message, `AUDIT${String(type).padStart(4, '0')}`)
    )
  }

  #afterName(message: Uint8Array, name: string): number | undefined {
    let bytes = this.#names.get(name)
    if (bytes === undefined) {
      bytes = ascii(name)
      // Names come from the input, so that there may be any number of them.
      if (this.#names.size < 1000) this.#names.set(name, bytes)
    }
    if (!startsWith(message, 0, message.length, bytes)) return undefined
    if (message.length === bytes.length) return bytes.length
    return message[bytes.length] === SPACE ? bytes.length + 1 : undefined
  }

  /**
   * The kernel prints while no auditd listens what journald gets as records, too: as the kernel's text they are another
   * source, so that each counts once.
   */
  #ofKernel(message: Uint8Array): boolean {
    const isRecord = kernelRecord(message, 0, message.length) !== undefined
    return (
      (isRecord && this.#out.text(message, 0, message.length)) ||
      this.#kernel.line(message, 0, message.length)
    )
  }

  /** journald itself. */
  #driver(message: Uint8Array): boolean {
    const missed = MISSED.exec(latin1(message, 0, Math.min(message.length, 100)))?.[1]
    if (missed === undefined) return false
    this.#out.missing(Number(missed))
    return true
  }

  /** Any user may write to the journal, under any name that is no other field of journald's. */
  #ofProgram(identifier: string | undefined, text: Uint8Array): boolean {
    const isRecord = isAuditRecord(text, 0, text.length)
    const isObject = text[0] === OPEN_BRACE
    if (isRecord || isObject) {
      const tag = this.#out.tagOf(ascii(identifier ?? ''), 0, identifier?.length ?? 0)
      if (isRecord ? tag === 'audit' : tag === 'json') {
        this.#out.loss('unauthenticated')
        return isRecord ? this.#out.text(text, 0, text.length) : this.#out.object(text, 0, text.length)
      }
    }
    if (!isRecord && kernelRecord(text, 0, text.length) === undefined) return false
    this.#out.unread(isRecord ? 'refused-tag' : 'not-kernel')
    return true
  }
}

/** `<audit-1300> `, as it stood for a name: the type, and where the body begins. */
function oldName(message: Uint8Array): { readonly type: number; readonly body: number } | undefined {
  if (!startsWith(message, 0, message.length, OLD_NAME)) return undefined
  const digits = digitsEnd(message, OLD_NAME.length, Math.min(message.length, OLD_NAME.length + 10))
  if (digits === OLD_NAME.length || message[digits] !== GREATER) return undefined
  const blank = message.indexOf(SPACE, digits)
  return {
    type: Number(latin1(message, OLD_NAME.length, digits)),
    body: blank < 0 ? message.length : blank + 1,
  }
}

function withoutZeros(number: string): string {
  let at = 0
  while (at < number.length - 1 && number[at] === '0') at++
  return at === 0 ? number : number.slice(at)
}
