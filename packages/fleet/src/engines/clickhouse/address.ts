/** Where a ClickHouse is, as one line says it: `clickhouse://user:password@host:port,host2/database?cluster=name`. */
import { StoreError } from '../../store-error.ts'

export interface ClickHouseAddress {
  /** Base URLs of the nodes; tables are made on each, and the first that answers is asked. */
  readonly nodes: readonly string[]
  readonly user: string
  readonly password: string
  readonly database: string
  /** The name that the servers' configuration gives the cluster; without one the tables are on one node. */
  readonly cluster: string | undefined
  /** Days after which ClickHouse forgets events. */
  readonly keepDays: number | undefined
  /** Seconds after which an answer that has not come is an error. */
  readonly deadlineSeconds: number
}

const DEFAULT_DEADLINE_SECONDS = 60
/** A name that needs no quotes in SQL or XML. */
const NAME = /^[A-Za-z_]\w*$/

/**
 * Reads the address.
 * @throws StoreError when it is none
 */
export function readAddress(url: string): ClickHouseAddress {
  const refuse = (why: string) =>
    new StoreError(
      `${withoutPassword(url)}: ${why}; an address is clickhouse://USER:PASSWORD@HOST[:PORT][,HOST2]/DATABASE[?cluster=NAME]`,
    )
  const parts = /^clickhouse:\/\/(?:([^@/]*)@)?([^@/?#]+)(?:\/([^/?#]*))?(?:\?([^#]*))?$/.exec(url)
  if (parts === null) throw refuse('this is no address of a ClickHouse')
  const [, account = '', hosts = '', path = '', query = ''] = parts
  const options = new URLSearchParams(query)
  const known = new Set(['cluster', 'keep_days', 'deadline', 'secure'])
  for (const name of options.keys()) if (!known.has(name)) throw refuse(`there is no option ${name}`)
  const secure = options.get('secure') === '1' || options.get('secure') === 'true'
  const colon = account.indexOf(':')
  const database = decodeURIComponent(path === '' ? 'default' : path)
  const cluster = options.get('cluster') ?? undefined
  if (!NAME.test(database)) throw refuse(`${database} is no name of a database`)
  if (cluster !== undefined && !NAME.test(cluster)) throw refuse(`${cluster} is no name of a cluster`)
  return {
    nodes: hosts.split(',').map((host) => nodeUrl(host, secure, refuse)),
    user: decodeURIComponent(colon < 0 ? account : account.slice(0, colon)) || 'default',
    password: colon < 0 ? '' : decodeURIComponent(account.slice(colon + 1)),
    database,
    cluster,
    keepDays: positive('keep_days', options.get('keep_days'), refuse),
    deadlineSeconds: positive('deadline', options.get('deadline'), refuse) ?? DEFAULT_DEADLINE_SECONDS,
  }
}

/** An address as it may be shown. */
export function withoutPassword(url: string): string {
  return url.replace(/^(clickhouse:\/\/[^:@/]*):[^@/]*@/, '$1@')
}

function nodeUrl(host: string, secure: boolean, refuse: (why: string) => StoreError): string {
  const protocol = secure ? 'https' : 'http'
  const hasPort = /:\d+$/.test(host)
  const text = `${protocol}://${host}${hasPort ? '' : secure ? ':8443' : ':8123'}`
  if (!URL.canParse(text)) throw refuse(`${host} is no host`)
  return text
}

function positive(
  name: string,
  text: string | null,
  refuse: (why: string) => StoreError,
): number | undefined {
  if (text === null) return undefined
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) throw refuse(`${name} must be a whole number above 0`)
  return number
}
