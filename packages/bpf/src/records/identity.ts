/** Who a process is, as the second half of a SYSCALL record says it; equal ones are one object. */
import type { Enrichment } from '../program.ts'
import { decodeId, decodeString, walkFields } from './field-walk.ts'
import { unitOf } from './unit.ts'

/** A process without its pid: what many processes of one kind share. Text is latin1. */
export interface Identity {
  readonly uid: number | undefined
  readonly euid: number | undefined
  readonly auid: number | undefined
  readonly ses: number | undefined
  readonly tty: string | undefined
  readonly comm: string | undefined
  readonly exe: string | undefined
  readonly key: string | undefined
  readonly subj: string | undefined
  readonly unit: string | undefined
  readonly names: Enrichment | undefined
}

const ENRICHMENT_SEPARATOR = '\x1d'

/** How many texts are remembered at least, and twice as many at most: few, so that what is forgotten dies young. */
const GENERATION = 256

/**
 * Remembers identities by their text, so that a process that makes a million calls is parsed once and kept once. What
 * was not asked for while {@link GENERATION} others came is forgotten, so that a log of ever new names cannot fill the
 * memory.
 */
export class IdentityCache {
  #young = new Map<string, Identity>()
  #old = new Map<string, Identity>()
  #lastTail: string | undefined
  #last: Identity | undefined

  /** The identity that a SYSCALL record's text from ` auid=` to the end of the line stands for. */
  read(tail: string): Identity {
    // To compare two texts takes less than to look one up.
    if (this.#last === undefined || this.#lastTail !== tail) {
      this.#last = this.#find(tail)
      this.#lastTail = tail
    }
    return this.#last
  }

  #find(tail: string): Identity {
    const known = this.#young.get(tail)
    if (known !== undefined) return known
    const identity = this.#old.get(tail) ?? parseIdentity(tail)
    if (this.#young.size >= GENERATION) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(tail, identity)
    return identity
  }
}

function parseIdentity(tail: string): Identity {
  const fields = new Map<string, string>()
  const separator = tail.indexOf(ENRICHMENT_SEPARATOR)
  const end = separator < 0 ? tail.length : separator
  const collect = (name: string, value: string) => {
    if (!fields.has(name)) fields.set(name, value)
  }
  walkFields(tail, 0, end, collect)
  if (separator >= 0) walkFields(tail, separator + 1, tail.length, collect)
  const auid = decodeId(fields.get('auid'))
  const ses = decodeId(fields.get('ses'))
  const comm = decodeString(fields.get('comm'))
  const exe = decodeString(fields.get('exe'))
  return {
    uid: decodeId(fields.get('uid')),
    euid: decodeId(fields.get('euid')),
    auid,
    ses,
    tty: plain(fields.get('tty')),
    comm,
    exe,
    key: decodeKey(fields.get('key')),
    subj: plain(fields.get('subj')),
    unit: unitOf({ auid, ses, comm, exe }),
    names: separator < 0 ? undefined : names(fields),
  }
}

/** tty and subj are written as they are, never in hex. */
function plain(value: string | undefined): string | undefined {
  return value === undefined || value === '' || value === '(none)' || value === '(null)' ? undefined : value
}

/** Several keys of one rule are one value, separated by byte 1 (AUDIT_KEY_SEPARATOR); shown with commas. */
function decodeKey(value: string | undefined): string | undefined {
  return decodeString(value)?.replaceAll('\x01', ',')
}

function names(fields: ReadonlyMap<string, string>): Enrichment | undefined {
  const auid = decodeString(fields.get('AUID'))
  const uid = decodeString(fields.get('UID'))
  const euid = decodeString(fields.get('EUID'))
  if (auid === undefined && uid === undefined && euid === undefined) return undefined
  return {
    ...(auid !== undefined && { auid }),
    ...(uid !== undefined && { uid }),
    ...(euid !== undefined && { euid }),
  }
}
