/** The id of an event, which is not stored: it follows from the host, the time and the serial number. */
import type { Derivation } from './column.ts'

export const eventIdDerivation: Derivation = {
  sql: `coalesce(odd_id, CASE WHEN names_node THEN node || '/' ELSE '' END || (epoch_ms(ts) // 1000) || '.' || lpad((epoch_ms(ts) % 1000)::VARCHAR, 3, '0') || ':' || serial)`,
  value(column) {
    const odd = column('odd_id')
    if (odd !== null && odd !== undefined) return odd
    const time = Number(column('ts'))
    const node = column('names_node') === true ? `${column('node')}/` : ''
    return `${node}${eventStamp(Math.floor(time / 1000), time % 1000, String(column('serial')))}`
  },
}

/** `SECONDS.MMM:SERIAL` */
export function eventStamp(
  seconds: number | bigint,
  milliseconds: number,
  serial: number | bigint | string,
): string {
  return `${seconds}.${String(milliseconds).padStart(3, '0')}:${serial}`
}
