/** The settings of every statement: what makes answers whole, the words of SQL mean what they mean elsewhere, and waiting end. */

export type Settings = Readonly<Record<string, string | number>>

/** Milliseconds in which a node must take a connection, at most; and how often that is tried. */
const CONNECT_MILLISECONDS = 5000
const CONNECT_TRIES = 2
/** The part of the deadline that one try may take. */
const CONNECT_PART = 0.2
/** The part of the deadline after which a node that is silent is given up by the one that asked it, which can name it. */
const SILENT_NODE_PART = 0.6

function always(deadlineSeconds: number): Settings {
  const silent = Math.max(1, Math.floor(deadlineSeconds * SILENT_NODE_PART))
  const connect = Math.min(CONNECT_MILLISECONDS, deadlineSeconds * 1000 * CONNECT_PART)
  return {
    // All shards or an error.
    skip_unavailable_shards: 0,
    // Rows that came twice count once.
    final: 1,
    max_execution_time: deadlineSeconds,
    timeout_overflow_mode: 'throw',
    receive_timeout: silent,
    send_timeout: silent,
    connect_timeout_with_failover_ms: connect,
    handshake_timeout_ms: connect,
    connections_with_failover_max_tries: CONNECT_TRIES,
  }
}

/** SQL means what the standard and DuckDB say, and what joins or nests tables of the cluster asks each of them once. */
const DIALECT: Settings = {
  distributed_product_mode: 'global',
  join_use_nulls: 1,
  aggregate_functions_null_for_empty: 0,
  cast_keep_nullable: 1,
  prefer_column_name_to_alias: 1,
  union_default_mode: 'DISTINCT',
  session_timezone: 'UTC',
}

/** For a question: nothing is changed, and an error comes before the first byte of the answer. */
export function questionSettings(deadlineSeconds: number): Settings {
  return {
    ...always(deadlineSeconds),
    ...DIALECT,
    readonly: 2,
    // The status of the answer says whether all of it is there.
    wait_end_of_query: 1,
    cancel_http_readonly_queries_on_client_close: 1,
  }
}

/** For rows to insert: they are on every replica of their shard when the statement ends, and a block that comes again is dropped. */
export function insertSettings(deadlineSeconds: number, token: string): Settings {
  return {
    ...always(deadlineSeconds),
    ...DIALECT,
    async_insert: 0,
    insert_distributed_sync: 1,
    insert_distributed_timeout: deadlineSeconds,
    parallel_distributed_insert_select: 0,
    insert_deduplicate: 1,
    insert_deduplication_token: token,
    wait_end_of_query: 1,
  }
}

/** For definitions of tables. */
export function definitionSettings(deadlineSeconds: number): Settings {
  return { ...always(deadlineSeconds), wait_end_of_query: 1 }
}
