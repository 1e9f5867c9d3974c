import { library } from '../../tsup.shared.ts'

// The drivers stay packages of their own: they hold native code, and who uses one engine needs no other.
export default library(['index'], { external: [/^@duckdb\//, '@clickhouse/client'] })
