/** An access decision as its record says it: for rows of every kind of AVC, those of AppArmor included. */
import type { AvcResult } from '@ts-audit/auparse/search'
import type { LogRecord } from '@ts-audit/log'
import { latin1 } from '@ts-audit/log/internal'

/** What a record says of a decision; null for what it does not say. */
export interface AccessRecord {
  readonly comm: string | null
  readonly subject: string | null
  readonly objectClass: string | null
  readonly permission: string | null
  readonly object: string | null
  readonly result: AvcResult
}

/** AppArmor's words for what became of an access; in complain mode it is allowed. */
const APPARMOR: ReadonlyMap<string, AvcResult> = new Map([
  ['DENIED', 'denied'],
  ['ALLOWED', 'granted'],
  ['AUDIT', 'granted'],
])

/** Fields whose text the kernel writes as hexadecimal digits where it has blanks or quotes. */
const ENCODED: ReadonlySet<string> = new Set(['comm', 'profile', 'label', 'name', 'peer', 'peer_label'])

/** Reads a record. */
export function accessRecord({ bytes, start, textEnd }: LogRecord): AccessRecord {
  const text = latin1(bytes, start, textEnd)
  const apparmor = field(text, 'apparmor')
  const comm = field(text, 'comm')
  if (apparmor !== null) {
    return {
      comm,
      subject: field(text, 'profile') ?? field(text, 'label'),
      objectClass: field(text, 'class') ?? field(text, 'operation'),
      permission: field(text, 'denied_mask') ?? field(text, 'requested_mask') ?? field(text, 'mask'),
      object:
        field(text, 'name') ?? field(text, 'capname') ?? field(text, 'peer') ?? field(text, 'peer_label'),
      result: APPARMOR.get(apparmor) ?? 'unset',
    }
  }
  const { permission, result } = decision(text)
  return {
    comm,
    subject: field(text, 'scontext'),
    objectClass: field(text, 'tclass'),
    permission,
    object: field(text, 'tcontext'),
    result,
  }
}

/** `avc:  denied  { read write } for` */
function decision(text: string): Pick<AccessRecord, 'permission' | 'result'> {
  const said = text.indexOf('avc: ')
  const open = said < 0 ? -1 : text.indexOf('{', said)
  const close = open < 0 ? -1 : text.indexOf('}', open)
  if (close < 0) return { permission: null, result: 'unset' }
  const word = text.slice(said, open)
  const result = word.includes('denied') ? 'denied' : word.includes('granted') ? 'granted' : 'unset'
  return { permission: text.slice(open + 1, close).trim(), result }
}

/** The first field of that name: in quotes, as hexadecimal digits, or as a word. */
function field(text: string, name: string): string | null {
  const found = [` ${name}=`, `'${name}=`].map((start) => text.indexOf(start)).filter((at) => at >= 0)
  if (found.length === 0) return null
  const from = Math.min(...found) + name.length + 2
  if (text[from] === '"') {
    const quote = text.indexOf('"', from + 1)
    return text.slice(from + 1, quote < 0 ? undefined : quote)
  }
  const end = text.indexOf(' ', from)
  const word = text.slice(from, end < 0 ? undefined : end)
  return ENCODED.has(name) && /^[0-9A-F]+$/.test(word) && word.length % 2 === 0 ? decoded(word) : word
}

function decoded(digits: string): string {
  let text = ''
  for (let at = 0; at < digits.length; at += 2)
    text += String.fromCharCode(Number.parseInt(digits.slice(at, at + 2), 16))
  return text
}
