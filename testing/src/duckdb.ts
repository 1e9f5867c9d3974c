/** Whether DuckDB's driver is there, which has no build for every machine: tests that need it skip themselves. */
export const hasDuckdb: boolean = await import('@duckdb/node-api').then(
  () => true,
  () => false,
)
