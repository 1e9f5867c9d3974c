/** The time zone of the environment, found as the C library finds it: TZ, zone files, /etc/localtime. */
import { readFileSync } from 'node:fs'
import { parsePosixZone, type TimeZone, UTC, zoneFromFile, zoneOfSpans } from '@ts-audit/auparse/time'

const LOCAL_TIME = '/etc/localtime'
const ZONE_FOLDER = '/usr/share/zoneinfo'

/** The variables that decide (tzset(3)). */
export interface ZoneVariables {
  readonly TZ?: string | undefined
  readonly TZDIR?: string | undefined
}

/** The zone that `TZ` names by a file or writes out; /etc/localtime without it; UTC where none can be read. */
export function localZone({ TZ, TZDIR }: ZoneVariables): TimeZone {
  if (TZ === undefined) return zoneOfFile('local', LOCAL_TIME) ?? UTC
  const name = TZ.replace(/^:/, '')
  if (name === '' || name === 'UTC') return UTC
  const path = name.startsWith('/') ? name : `${TZDIR || ZONE_FOLDER}/${name}`
  return zoneOfFile(name, path) ?? zoneOfRule(name) ?? UTC
}

function zoneOfFile(name: string, path: string): TimeZone | undefined {
  try {
    return zoneFromFile(name, readFileSync(path))
  } catch {
    return undefined
  }
}

function zoneOfRule(text: string): TimeZone | undefined {
  const spanAt = parsePosixZone(text)
  return spanAt === undefined ? undefined : zoneOfSpans(text, spanAt)
}
