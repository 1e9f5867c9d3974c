/** Which versions of ClickHouse a store works with. */
import { StoreError } from '../../store-error.ts'

/** The oldest: the first with all settings and the engine that `definitions.ts` and `settings.ts` need. */
export const OLDEST_VERSION = '24.8'
/** The one that the tests run on. */
export const TESTED_VERSION = '26.7'

/** @throws StoreError when the server is too old */
export function checkVersion(version: string, node: string): void {
  if (compare(version, OLDEST_VERSION) >= 0) return
  const host = node.replace(/^https?:\/\//, '')
  throw new StoreError(
    `ClickHouse at ${host} is version ${version}; ${OLDEST_VERSION} or newer is needed, which can replace rows and answer with the newest ones alone`,
  )
}

function compare(version: string, other: string): number {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [otherMajor = 0, otherMinor = 0] = other.split('.').map(Number)
  return major - otherMajor || minor - otherMinor
}
