/** DuckDB's driver, which is installed by whoever wants it. */
import { StoreError } from '../../store-error.ts'

export type Driver = typeof import('@duckdb/node-api')
/** What the driver stands on: it comes with it. */
export type Bindings = typeof import('@duckdb/node-bindings')

/** @throws StoreError when the driver is not installed, or not for this machine */
export async function loadDriver(): Promise<{ readonly driver: Driver; readonly bindings: Bindings }> {
  try {
    const driver = await import('@duckdb/node-api')
    const bindings = await import('@duckdb/node-bindings')
    return { driver, bindings: bindings.default ?? bindings }
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error)
    throw new StoreError(`DuckDB cannot be loaded (${reason}): npm install @duckdb/node-api`)
  }
}
