/** Reads who a process is from the second half of a SYSCALL record; equal ones are one object. */
import { type Enrichment, type ProcessField, processFields } from '../fields/process.ts'
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
