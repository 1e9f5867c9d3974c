/** What sort of event a record type stands for (spec 04 §3.2). */

/** The words of the EVENT_KIND column. */
export type EventKind =
  | 'unknown'
  | 'user-space'
  | 'system-services'
  | 'configuration'
  | 'TTY'
  | 'user-account'
  | 'user-login'
  | 'audit-daemon'
  | 'mac-decision'
  | 'anomaly'
  | 'integrity'
  | 'anomaly-response'
  | 'mac'
  | 'crypto'
  | 'virt'
  | 'audit-rule'
  | 'dac-decision'
  | 'group-change'
  | 'av-decision'
  | 'bpf-program'

/** First type, last type, word. Narrow rows stand before the wide ones they are cut out of. */
const rows: readonly (readonly [number, number, EventKind])[] = [
  [1006, 1006, 'user-login'],
  [1100, 1101, 'user-login'],
  [1102, 1102, 'user-account'],
  [1103, 1106, 'user-login'],
  [1107, 1107, 'mac-decision'],
  [1108, 1110, 'user-login'],
  [1111, 1111, 'configuration'],
  [1112, 1113, 'user-login'],
  [1114, 1117, 'user-account'],
  [1119, 1119, 'group-change'],
  [1120, 1121, 'user-space'],
  [1122, 1122, 'mac-decision'],
  [1123, 1123, 'user-space'],
  [1124, 1124, 'TTY'],
  [1125, 1125, 'user-space'],
  [1126, 1126, 'group-change'],
  [1127, 1131, 'system-services'],
  [1132, 1133, 'user-account'],
  [1135, 1136, 'user-account'],
  [1137, 1138, 'configuration'],
  [1200, 1299, 'audit-daemon'],
  [1305, 1305, 'configuration'],
  [1319, 1319, 'TTY'],
  [1325, 1325, 'configuration'],
  [1326, 1326, 'dac-decision'],
  [1328, 1328, 'configuration'],
  [1331, 1331, 'av-decision'],
  [1332, 1333, 'configuration'],
  [1334, 1334, 'bpf-program'],
  [1335, 1335, 'audit-daemon'],
  [1300, 1315, 'audit-rule'],
  [1317, 1318, 'audit-rule'],
  [1321, 1324, 'audit-rule'],
  [1336, 1336, 'audit-rule'],
  [1400, 1402, 'mac-decision'],
  [1502, 1503, 'mac-decision'],
  [1506, 1506, 'mac-decision'],
  [1403, 1505, 'mac'],
  [1600, 1699, 'crypto'],
  [1700, 1799, 'anomaly'],
  [1800, 1899, 'integrity'],
  [2000, 2000, 'system-services'],
  [2109, 2109, 'integrity'],
  [2100, 2199, 'anomaly'],
  [2200, 2299, 'anomaly-response'],
  [2300, 2399, 'mac'],
  [2400, 2499, 'crypto'],
  [2500, 2599, 'virt'],
]

const FIRST = 1000
const COUNT = 1600
/** The kinds asked for so far, by record type number. */
const kinds: (EventKind | undefined)[] = new Array(COUNT).fill(undefined)

/** The event kind of a record type number; `unknown` for types without one. */
export function eventKind(type: number): EventKind {
  const index = type - FIRST
  if (index < 0 || index >= COUNT) return 'unknown'
  const known = kinds[index] ?? findKind(type)
  kinds[index] = known
  return known
}

function findKind(type: number): EventKind {
  return rows.find(([from, to]) => from <= type && type <= to)?.[2] ?? 'unknown'
}
