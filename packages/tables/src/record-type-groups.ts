// Record-type groups: which record types carry their attributes in the same places (spec 01 §5.5).

/** How the attributes of a record are found for matching; `none`: it carries none, `unparsed`: there is no procedure for it. */
export type RecordTypeGroup =
  | 'syscall'
  | 'task'
  | 'cwd'
  | 'path'
  | 'avc-path'
  | 'user'
  | 'sockaddr'
  | 'login'
  | 'ipc'
  | 'daemon-a'
  | 'daemon-b'
  | 'config-change'
  | 'simple'
  | 'avc'
  | 'netfilter-pkt'
  | 'kernel-anomaly'
  | 'integrity'
  | 'tty'
  | 'listener'
  | 'none'
  | 'unparsed'

/** The numbers of each group: single types and inclusive ranges. Everything not listed is `unparsed`. */
const members: readonly (readonly [
  group: RecordTypeGroup,
  types: readonly (number | readonly [number, number])[],
])[] = [
  ['syscall', [1300, 1336]],
  ['task', [1328, 1338, 1702]],
  ['cwd', [1307]],
  ['path', [1302]],
  ['avc-path', [1402]],
  ['user', [1005, [1100, 1106], [1108, 1199], [2100, 2999]]],
  ['sockaddr', [1306]],
  ['login', [1006]],
  ['ipc', [1303, 1318]],
  ['daemon-a', [[1200, 1203], 1205, 1206]],
  ['daemon-b', [1207, 1208]],
  ['config-change', [1305]],
  ['simple', [[1403, 1417]]],
  ['avc', [1107, 1400]],
  ['netfilter-pkt', [1324]],
  ['kernel-anomaly', [1326, 1700, 1701]],
  ['integrity', [[1800, 1805]]],
  ['tty', [1319]],
  ['listener', [1325, 1335]],
  ['none', [1309, [1311, 1315], 1317, [1321, 1323], 1327, [1329, 1334], 1337, 1339, 1401, 2000]],
]

let groupsByType: ReadonlyMap<number, RecordTypeGroup> | undefined

/** The group of record type `type`, for known and unknown numbers alike. */
export function recordTypeGroup(type: number): RecordTypeGroup {
  groupsByType ??= expandMembers()
  return groupsByType.get(type) ?? 'unparsed'
}

function expandMembers(): ReadonlyMap<number, RecordTypeGroup> {
  const groups = new Map<number, RecordTypeGroup>()
  for (const [group, types] of members) {
    for (const type of types) {
      const [first, last] = typeof type === 'number' ? [type, type] : type
      for (let number = first; number <= last; number++) groups.set(number, group)
    }
  }
  return groups
}
