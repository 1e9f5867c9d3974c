/** Who a process is, as the second half of a SYSCALL record says it; equal ones are one object. */
import {
  ENRICHED,
  type Enrichment,
  type Loader,
  type ProcessField,
  type SharedName,
  sharedRows,
} from '../fields/process.ts'
import { decodeId, decodeString, walkFields } from './field-walk.ts'
import { unitOf } from './unit.ts'

type Shared = Required<Pick<Loader, SharedName>>

/** A process without its pid: what many processes of one kind share. Text is latin1. */
export type Identity = { readonly [Name in SharedName]: Shared[Name] | undefined } & {
  /** See {@link unitOf}. */
  readonly unit: string | undefined
  readonly names: Enrichment | undefined
}

/** An identity that is made field by field. */
export type MutableIdentity = { -readonly [Name in keyof Identity]: Identity[Name] }

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
  const identity = noIdentity()
  for (const [name, row] of sharedRows) setField(identity, name, decode(row, fields.get(name)))
  identity.unit = unitOf(identity)
  if (separator >= 0) identity.names = enrichment((name) => decodeString(fields.get(name.toUpperCase())))
  return identity
}

/** An identity of which nothing is known. */
export function noIdentity(): MutableIdentity {
  return { ...NO_IDENTITY }
}

const NO_IDENTITY = {
  ...Object.fromEntries(sharedRows.map(([name]) => [name, undefined])),
  unit: undefined,
  names: undefined,
} as Identity

/** Sets a field to a value of its kind. */
export function setField(
  identity: MutableIdentity,
  name: SharedName,
  value: string | number | undefined,
): void {
  ;(identity as Record<SharedName, string | number | undefined>)[name] = value
}

function decode({ kind, written }: ProcessField, value: string | undefined): string | number | undefined {
  if (kind !== 'text') return decodeId(value)
  if (written === 'plain') return plain(value)
  return written === 'keys' ? decodeKeys(value) : decodeString(value)
}

/** A text that is never in hex. */
function plain(value: string | undefined): string | undefined {
  return value === undefined || value === '' || value === '(none)' || value === '(null)' ? undefined : value
}

/** Several keys of one rule are one value, separated by byte 1 (AUDIT_KEY_SEPARATOR); shown with commas. */
function decodeKeys(value: string | undefined): string | undefined {
  return decodeString(value)?.replaceAll('\x01', ',')
}

/** The account names that are known, or undefined. */
export function enrichment(nameOf: (field: keyof Enrichment) => string | undefined): Enrichment | undefined {
  const names: { -readonly [Field in keyof Enrichment]: Enrichment[Field] } = {}
  let isKnown = false
  for (const field of ENRICHED) {
    const name = nameOf(field)
    if (name === undefined) continue
    names[field] = name
    isKnown = true
  }
  return isKnown ? names : undefined
}
