/** The client of ClickHouse, which is installed by whoever wants it. */
import { StoreError } from '../../store-error.ts'

export type Driver = typeof import('@clickhouse/client')

/** @throws StoreError when it is not installed */
export async function loadDriver(): Promise<Driver> {
  try {
    return await import('@clickhouse/client')
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error)
    throw new StoreError(
      `the client of ClickHouse cannot be loaded (${reason}): npm install @clickhouse/client`,
    )
  }
}
