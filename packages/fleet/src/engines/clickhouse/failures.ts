/** Errors of ClickHouse and of the way to it, said so that a person can act on them. */
import { StoreError } from '../../store-error.ts'

/** Codes of errors: https://github.com/ClickHouse/ClickHouse/blob/master/src/Common/ErrorCodes.cpp, in `system.errors` of a server. */
const ACCESS_DENIED = 497
const UNKNOWN_DATABASE = 81
const READONLY = 164
const WRONG_LOGIN: ReadonlySet<number> = new Set([192, 193, 194, 516])
/** The server has not heard from another node in time, or not at all. */
const OTHER_NODE: ReadonlySet<number> = new Set([32, 159, 209, 210, 242, 279, 425, 519])
/** Of the way to the server, from Node: nothing came back, so whether the statement ran is not known. */
const CONNECTION: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'UND_ERR_SOCKET',
])

export interface Asked {
  /** The base URL of the node that was asked. */
  readonly node: string
  readonly user: string
  readonly database: string
  readonly deadlineSeconds: number
}

/** Whether the node could not be reached, or went away before it answered. */
export function isConnectionError(error: unknown): boolean {
  return CONNECTION.has(textCode(error)) || (error instanceof Error && /socket hang up/.test(error.message))
}

/** Whether the node was given up since it did not answer in time. */
export function isTimeout(error: unknown): boolean {
  return error instanceof Error && /^Timeout error|aborted/.test(error.message)
}

/** The error for whoever asked. */
export function failureOf(error: unknown, { node, user, database, deadlineSeconds }: Asked): StoreError {
  if (error instanceof StoreError) return error
  const host = node.replace(/^https?:\/\//, '')
  const message = error instanceof Error ? error.message : String(error)
  if (isConnectionError(error)) {
    const reason = textCode(error) || 'the connection broke'
    return new StoreError(`ClickHouse at ${host} cannot be reached or went away (${reason})`)
  }
  if (isTimeout(error)) {
    return new StoreError(
      `ClickHouse at ${host} did not answer within ${deadlineSeconds} s (deadline= in the address)`,
    )
  }
  const code = Number(textCode(error))
  const first = firstLine(message)
  if (WRONG_LOGIN.has(code)) {
    return new StoreError(`ClickHouse at ${host} does not know the user ${user} with this password`)
  }
  if (code === UNKNOWN_DATABASE) {
    return new StoreError(`ClickHouse at ${host} has no database ${database}: CREATE DATABASE ${database}`)
  }
  if (code === ACCESS_DENIED || code === READONLY) {
    return new StoreError(`the user ${user} may not do this on ClickHouse at ${host}: ${first}`)
  }
  if (OTHER_NODE.has(code)) {
    const others = namedNodes(message).filter((named) => hostOf(named) !== hostOf(host))
    if (others.length > 0) {
      return new StoreError(
        `${others.join(', ')} did not take part, so there is no answer, which would be a part of it (asked by ${host}): ${first}`,
      )
    }
  }
  return new StoreError(`ClickHouse at ${host}: ${first}`)
}

/**
 * Addresses of other nodes in a message, each once: not the ends of connections at this one, and not those of which it is said
 * later how far an insert came on them.
 */
function namedNodes(message: string): readonly string[] {
  const [reason = ''] = message.split('Insertion status:')
  const found = reason
    .replace(/local address: [^\s,)]+/g, '')
    .matchAll(/(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:]+\]|[A-Za-z][\w.-]*):\d{2,5}\b/g)
  return [...new Set([...found].map(([address]) => address))]
}

function hostOf(address: string): string {
  return address.replace(/:\d+$/, '')
}

function textCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
}

function firstLine(message: string): string {
  return message.replace(/\s+/g, ' ').slice(0, 600).trim()
}
