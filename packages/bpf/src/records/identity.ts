/** Reads who a process is from the second half of a SYSCALL record; equal ones are one object. */
import {
  type Enrichment,
  type NumberName,
  type ProcessField,
  processFields,
  type TextName,
} from '../fields/process.ts'
import {
  type Identity,
  type IdentitySource,
  makeEnrichment,
  makeIdentity,
} from '../fields/process-objects.ts'
import { decodeId, decodeString, walkFields } from './field-walk.ts'

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
  return parseUsual(tail) ?? parseAny(tail)
}

/** The fields in the kernel's order (kernel/auditsc.c), and what auditd adds. Every part ends where the next begins: one pass. */
const USUAL = new RegExp(
  [
    /^ auid=(\d{1,10}) uid=(\d{1,10}) gid=\d+ euid=(\d{1,10})/,
    / suid=\d+ fsuid=\d+ egid=\d+ sgid=\d+ fsgid=\d+/,
    / tty=([^ \x1d"\\]+) ses=(\d{1,10}) comm=("[^ \x1d"]*"|[0-9A-F]+) exe=("[^ \x1d"]*"|[0-9A-F]+)/,
    /(?: subj=([^ \x1d"\\]+))? key=("[^ \x1d"]*"|[0-9A-F]+|\(null\))/,
    /(?:\x1dARCH=\w+ SYSCALL=\w+ AUID="([^ "]*)" UID="([^ "]*)" GID="[^ "]*" EUID="([^ "]*)"(?: [A-Z]+="[^"]*")*)?$/,
  ]
    .map(({ source }) => source)
    .join(''),
)

/** Where the text of a field is among those that match. */
const NUMBERS: Readonly<Record<NumberName, number>> = { auid: 1, uid: 2, euid: 3, ses: 5 }
const TEXTS: Readonly<Record<TextName, number>> = { tty: 4, comm: 6, exe: 7, subj: 8, key: 9 }
const NAMES: Readonly<Record<keyof Enrichment, number>> = { auid: 10, uid: 11, euid: 12 }

/** Nearly all records: a third of the time that it takes to look at each field. */
function parseUsual(tail: string): Identity | undefined {
  const found = USUAL.exec(tail)
  if (found === null) return undefined
  const source: IdentitySource = {
    number: (name) => Number(found[NUMBERS[name]]),
    text: (name) => decodeText(processFields[name], found[TEXTS[name]]),
  }
  return makeIdentity(
    source,
    found[NAMES.auid] === undefined ? undefined : makeEnrichment((name) => found[NAMES[name]]),
  )
}

function parseAny(tail: string): Identity {
  const fields = new Map<string, string>()
  const separator = tail.indexOf(ENRICHMENT_SEPARATOR)
  const end = separator < 0 ? tail.length : separator
  const collect = (name: string, value: string) => {
    if (!fields.has(name)) fields.set(name, value)
  }
  walkFields(tail, 0, end, collect)
  if (separator >= 0) walkFields(tail, separator + 1, tail.length, collect)
  const source: IdentitySource = {
    number: (name) => decodeId(fields.get(name)),
    text: (name) => decodeText(processFields[name], fields.get(name)),
  }
  return makeIdentity(source, separator < 0 ? undefined : accountNames(fields))
}

function decodeText({ written }: ProcessField, value: string | undefined): string | undefined {
  if (written === 'plain') return plain(value)
  return written === 'keys' ? decodeKeys(value) : decodeString(value)
}

function accountNames(fields: ReadonlyMap<string, string>): Enrichment | undefined {
  return makeEnrichment((name) => decodeString(fields.get(name.toUpperCase())))
}

/** A text that is never in hex. */
function plain(value: string | undefined): string | undefined {
  return value === undefined || value === '' || value === '(none)' || value === '(null)' ? undefined : value
}

/** Several keys of one rule are one value, separated by byte 1 (AUDIT_KEY_SEPARATOR); shown with commas. */
function decodeKeys(value: string | undefined): string | undefined {
  return decodeString(value)?.replaceAll('\x01', ',')
}
