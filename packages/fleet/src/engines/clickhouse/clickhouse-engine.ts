/** A store in ClickHouse: on one server, or sharded by host over a cluster. */
import { Readable } from 'node:stream'
import type { ClickHouseClient } from '@clickhouse/client'
import type { ColumnBatch } from '../../columns/column-batch.ts'
import type { Engine, Parameters, QueryAnswer } from '../../engine.ts'
import type { Table } from '../../schema/column.ts'
import { STORE_SCHEMA, tables as storeTables } from '../../schema/tables.ts'
import { listViews } from '../../schema/views.ts'
import { StoreError } from '../../store-error.ts'
import { readDeletion } from '../deletion.ts'
import { type ClickHouseAddress, readAddress } from './address.ts'
import { tableDefinitions, viewDefinition } from './definitions.ts'
import { failureOf, isConnectionError, isTimeout } from './failures.ts'
import { type Driver, loadDriver } from './load-driver.ts'
import { nativeBlock } from './native-block.ts'
import { RowBinaryAnswer } from './row-binary.ts'
import { definitionSettings, insertSettings, questionSettings, type Settings } from './settings.ts'
import { type BoundStatement, bindParameters } from './statement.ts'
import { checkVersion } from './versions.ts'

export interface ClickHouseOptions {
  /** Nothing in the store is changed. */
  readonly readOnly?: boolean
}

/** How often a question is asked again when the connection breaks, and after how many milliseconds, doubled each time. */
const RETRIES = 2
const RETRY_AFTER_MS = 200
/** Seconds beyond the server's own deadline that the client waits, so that the server's reason arrives. */
const GRACE_SECONDS = 3
/** Seconds in which a node must say that it is there. */
const PING_SECONDS = 5

interface Node {
  readonly url: string
  readonly client: ClickHouseClient
}

/**
 * Connects to the first node of an address that answers.
 * @param url see `readAddress`
 * @throws StoreError when none answers, the login is wrong or the server too old
 */
export async function openClickHouse(url: string, options: ClickHouseOptions = {}): Promise<Engine> {
  const address = readAddress(url)
  if (address.cluster === undefined && address.nodes.length > 1) {
    throw new StoreError('several hosts need the name of their cluster: ?cluster=NAME')
  }
  const driver = await loadDriver()
  const nodes = address.nodes.map((node) => ({ url: node, client: connect(driver, address, node) }))
  const engine = new ClickHouseEngine(address, nodes, options.readOnly === true)
  try {
    await engine.start()
  } catch (error) {
    await engine.close()
    throw error
  }
  return engine
}

function connect(driver: Driver, address: ClickHouseAddress, url: string): ClickHouseClient {
  return driver.createClient({
    url,
    username: address.user,
    password: address.password,
    // Named in statements, so that its absence is an error of theirs and not of the connection.
    request_timeout: (address.deadlineSeconds + GRACE_SECONDS) * 1000,
    application: 'ts-aufleet',
    // Reasons are in the errors.
    log: { level: driver.ClickHouseLogLevel.OFF },
  })
}

class ClickHouseEngine implements Engine {
  readonly name = 'clickhouse'
  readonly replacesByKey = true
  readonly #address: ClickHouseAddress
  readonly #nodes: readonly Node[]
  readonly #isReadOnly: boolean
  #entry: Node | undefined
  #lastVersion = 0n

  constructor(address: ClickHouseAddress, nodes: readonly Node[], isReadOnly: boolean) {
    this.#address = address
    this.#nodes = nodes
    this.#isReadOnly = isReadOnly
  }

  /** Chooses the node that is asked, and sees whether it can be used. */
  async start(): Promise<void> {
    const reasons: string[] = []
    for (const node of this.#nodes) {
      try {
        checkVersion(await this.#versionOf(node), node.url)
        this.#entry = node
        return
      } catch (error) {
        const failure = this.#failure(error, node)
        if (!isConnectionError(error) && !isTimeout(error)) throw failure
        reasons.push(failure.message)
      }
    }
    throw new StoreError(reasons.join('; '))
  }

  async #versionOf({ client }: Node): Promise<string> {
    // Without settings, which an old server may not know.
    const result = await client.exec({
      query: 'SELECT version() FORMAT TabSeparated',
      abort_signal: AbortSignal.timeout(PING_SECONDS * 1000),
    })
    return (await textOf(result.stream)).trim()
  }

  async prepare(tables: readonly Table[]): Promise<void> {
    if (!this.#isReadOnly) for (const node of this.#nodes) await this.#prepareNode(node, tables)
    await this.#checkSchema()
    if (!this.#isReadOnly) await this.#findLastVersion(tables)
  }

  /** Makes what is not there, so that who may only insert can use what an owner has made. */
  async #prepareNode(node: Node, tables: readonly Table[]): Promise<void> {
    const { database } = this.#address
    const existing = await this.#existingTables(node)
    if (!existing.has('store')) {
      await this.#define(
        node,
        `CREATE TABLE ${database}.store (schema String) ENGINE = MergeTree ORDER BY schema`,
      )
      await this.#define(node, `INSERT INTO ${database}.store VALUES ('${STORE_SCHEMA}')`)
    }
    for (const definition of tables.flatMap((table) => tableDefinitions(table, this.#address))) {
      if (existing.get(definition.name)?.includes(definition.part) === true) continue
      await this.#define(node, existing.has(definition.name) ? definition.change : definition.create)
    }
    for (const view of listViews) {
      if (!existing.has(view.name)) await this.#define(node, viewDefinition(view, this.#address))
    }
  }

  /** Names of the tables on a node, each with its definition. */
  async #existingTables(node: Node): Promise<ReadonlyMap<string, string>> {
    const rows = await this.#all(
      'SELECT name, create_table_query FROM system.tables WHERE database = $database',
      {
        database: this.#address.database,
      },
      node,
    )
    return new Map(rows.map(([name, definition]) => [String(name), String(definition)]))
  }

  async #checkSchema(): Promise<void> {
    const missing = 'there is no store of ts-aufleet in it: import a log first'
    let found: unknown
    try {
      const [first] = await this.#all('SELECT schema FROM store')
      found = first?.[0]
    } catch (error) {
      if (error instanceof StoreError && /UNKNOWN_TABLE|Unknown table/.test(error.message)) {
        throw new StoreError(`${this.#address.database}: ${missing}`)
      }
      throw error
    }
    if (found === undefined) throw new StoreError(`${this.#address.database}: ${missing}`)
    if (found !== STORE_SCHEMA) {
      throw new StoreError(`the store has the schema ${String(found)}, this version needs ${STORE_SCHEMA}`)
    }
  }

  /** Rows that are written from now on replace those that stand, also where a clock has been set back. */
  async #findLastVersion(tables: readonly Table[]): Promise<void> {
    for (const { name, key } of tables) {
      // Rows of the log itself are never written differently, and many.
      if (key.includes('ts')) continue
      const [[last] = []] = await this.#all(`SELECT max(_version) FROM ${name}`)
      if (typeof last === 'bigint' && last > this.#lastVersion) this.#lastVersion = last
    }
  }

  async execute(sql: string, parameters: Parameters = {}): Promise<void> {
    const deletion = readDeletion(sql)
    const version = this.#nextVersion()
    const bound = bindParameters(
      deletion === undefined ? sql : this.#tombstones(deletion, version),
      parameters,
    )
    await this.#change(bound.sql, insertSettings(this.#address.deadlineSeconds, `${version}`), bound.values)
  }

  /** Deleted rows are written again as deleted, which a table over a cluster can do, too. */
  #tombstones({ table, condition }: { table: string; condition: string }, version: bigint): string {
    const columns = storeTables.find(({ name }) => name === table)?.columns.map(({ name }) => name)
    if (columns === undefined) throw new StoreError(`there is no table ${table}`)
    const names = columns.join(', ')
    return `INSERT INTO ${table} (${names}, _version, _deleted) SELECT ${names}, ${version}, 1 FROM ${table} WHERE ${condition}`
  }

  async query(sql: string, parameters: Parameters = {}): Promise<QueryAnswer> {
    const bound = bindParameters(sql, parameters)
    return this.#ask(this.#node(), bound)
  }

  async #ask(node: Node, bound: BoundStatement): Promise<QueryAnswer> {
    const answer = await this.#retried(node, async () => {
      const { stream } = await node.client.exec({
        query: `${bound.sql.replace(/[\s;]+$/, '')}\nFORMAT RowBinaryWithNamesAndTypes`,
        query_params: bound.values,
        clickhouse_settings: {
          ...questionSettings(this.#address.deadlineSeconds),
          database: this.#address.database,
        },
      })
      const read = new RowBinaryAnswer(stream as AsyncIterable<Uint8Array>)
      return { head: await read.head(), read }
    })
    return { ...answer.head, rows: this.#rows(answer.read, node) }
  }

  async *#rows(read: RowBinaryAnswer, node: Node): AsyncGenerator<readonly (readonly never[])[]> {
    try {
      yield* read.rows() as AsyncGenerator<readonly (readonly never[])[]>
    } catch (error) {
      throw await this.#explained(error, node)
    }
  }

  async insert(table: Table, batches: readonly ColumnBatch[]): Promise<void> {
    const filled = batches.filter(({ rowCount }) => rowCount > 0)
    if (filled.length === 0) return
    const version = this.#nextVersion()
    const names = [...table.columns.map(({ name }) => name), '_version'].join(', ')
    const blocks = filled.map((batch) => nativeBlock(table, batch, version))
    await this.#change(
      `INSERT INTO ${table.name} (${names}) FORMAT Native`,
      // A token of its own for each: the same rows written again after others had replaced them are no duplicate.
      insertSettings(this.#address.deadlineSeconds, `${table.name}-${version}`),
      {},
      blocks,
    )
  }

  atomically(work: () => Promise<void>): Promise<void> {
    return work()
  }

  async close(): Promise<void> {
    await Promise.all(this.#nodes.map(({ client }) => client.close()))
  }

  #nextVersion(): bigint {
    const now = BigInt(Date.now()) * 1000n
    this.#lastVersion = now > this.#lastVersion ? now : this.#lastVersion + 1n
    return this.#lastVersion
  }

  #node(): Node {
    if (this.#entry === undefined) throw new StoreError('the store is not open')
    return this.#entry
  }

  async #define(node: Node, sql: string): Promise<void> {
    try {
      await node.client.command({
        query: sql,
        clickhouse_settings: definitionSettings(this.#address.deadlineSeconds),
      })
    } catch (error) {
      throw this.#failure(error, node)
    }
  }

  /** Runs what changes something, once: whether it has happened is not known when the connection breaks. */
  async #change(
    sql: string,
    settings: Settings,
    values: Record<string, unknown>,
    blocks?: readonly Uint8Array[],
  ): Promise<void> {
    if (this.#isReadOnly) throw new StoreError('the store was opened to be read only')
    const node = this.#node()
    const statement = {
      query: sql,
      query_params: values,
      clickhouse_settings: { ...settings, database: this.#address.database },
    }
    try {
      const { stream } = await node.client.exec(
        blocks === undefined
          ? statement
          : { ...statement, values: Readable.from(blocks, { objectMode: false }) },
      )
      await textOf(stream)
    } catch (error) {
      throw await this.#explained(error, node)
    }
  }

  /** Asks again when the connection broke before the answer came. */
  async #retried<T>(node: Node, ask: () => Promise<T>): Promise<T> {
    for (let tries = 0; ; tries++) {
      try {
        return await ask()
      } catch (error) {
        if (tries === RETRIES || !isConnectionError(error)) throw await this.#explained(error, node)
        await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER_MS * 2 ** tries))
      }
    }
  }

  async #all(
    sql: string,
    parameters: Parameters = {},
    node: Node = this.#node(),
  ): Promise<readonly (readonly unknown[])[]> {
    const rows: (readonly unknown[])[] = []
    const answer = await this.#ask(node, bindParameters(sql, parameters))
    for await (const piece of answer.rows) rows.push(...piece)
    return rows
  }

  /** The error, and where an answer did not come in time, which nodes say nothing at all. */
  async #explained(error: unknown, node: Node): Promise<StoreError> {
    const failure = this.#failure(error, node)
    if (!isTimeout(error)) return failure
    const signs = await Promise.all(this.#nodes.map((each) => isSilent(each.client)))
    const silent = this.#nodes.filter((_, index) => signs[index] === true).map(({ url }) => hostOf(url))
    return silent.length === 0
      ? failure
      : new StoreError(`${failure.message}; nothing is heard from ${silent.join(', ')}`)
  }

  #failure(error: unknown, node: Node): StoreError {
    const { user, database, deadlineSeconds } = this.#address
    return failureOf(error, { node: node.url, user, database, deadlineSeconds })
  }
}

async function textOf(stream: AsyncIterable<unknown>): Promise<string> {
  let text = ''
  for await (const piece of stream) text += String(piece)
  return text
}

/** Whether a node does not even say that it is there. */
async function isSilent(client: ClickHouseClient): Promise<boolean> {
  const { success } = await client.ping({
    select: false,
    abort_signal: AbortSignal.timeout(PING_SECONDS * 1000),
  })
  return !success
}

function hostOf(url: string): string {
  return url.replace(/^https?:\/\//, '')
}
