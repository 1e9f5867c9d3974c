/** Where the files of a store of Parquet lie: a folder for each host, and in it one for each day. */
import { createHash } from 'node:crypto'

/** Where files are written before they are part of the store. */
export const ASIDE_FOLDER = '.writing'

export interface Partition {
  /** From the folder of the store. */
  readonly folder: string
  /** Whether the folder's name tells the host. */
  readonly namesNode: boolean
}

/** File systems have names of 255 bytes. */
const NAME_BYTES = 200
/** What readers of such folders take for null. */
const NULL_NAMES: ReadonlySet<string> = new Set(['NULL', '__HIVE_DEFAULT_PARTITION__'])

/** @param date `YYYY-MM-DD` */
export function partitionOf(table: string, node: string, date: string): Partition {
  const name = encoded(node)
  const namesNode = name.length <= NAME_BYTES && !NULL_NAMES.has(node.toUpperCase())
  const written = namesNode ? name : `${name.slice(0, NAME_BYTES / 2)}~${hashOf(node)}`
  return { folder: `${table}/node=${written}/date=${encoded(date)}`, namesNode }
}

/** Nothing in it leads to other folders, or is a pattern. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*~]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24)
}
