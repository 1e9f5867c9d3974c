/** DuckDB's driver, which is installed by whoever wants it. */
import { StoreError } from '../../store-error.ts'

export type Driver = typeof import('@duckdb/node-api')

/** @throws StoreError when the driver is not installed, or not for this machine */
export async function loadDriver(): Promise<Driver> {
  try {
    return await import('@duckdb/node-api')
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error)
    throw new StoreError(`DuckDB cannot be loaded (${reason}): npm install @duckdb/node-api`)
  }
}
