import { application } from '../../tsup.shared.ts'

// The drivers hold native code, or are large: they stay packages of their own.
const drivers = [/^@duckdb\//, '@clickhouse/client']

export default application('ts-aufleet', {
  external: drivers,
  noExternal: [/^(?!@duckdb\/|@clickhouse\/)/],
})
