/** What a CONFIG_CHANGE record changed (spec 04 §5.5 "Rule CONFIG-OBJECT"). */
import { type Location, location, UNSET } from './location.ts'
import type { Normalisation } from './normalisation.ts'

const settings = [
  'audit_enabled',
  'audit_pid',
  'audit_backlog_limit',
  'audit_failure',
  'actions',
  'list',
] as const

/** The rule key, else the setting; the location always says record 0, wherever it was found [quirk]. */
export function findConfigObject({ head }: Normalisation): Location {
  head.rewind()
  if (head.seek('key') && head.raw() !== '(null)') return location(0, head.fieldNumber)
  for (const name of settings) {
    head.rewind()
    if (head.seek(name)) return location(0, head.fieldNumber)
  }
  return UNSET
}
