import { eventKinds, objectKinds, recordActions, syscallKinds, tableRows } from '@ts-audit/tables/normaliser'
import { expect, it } from 'vitest'
import { recordAction, syscallClassNumber } from './actions.ts'
import { eventKind } from './event-kind.ts'
import { objectKindOfMode } from './object-kind.ts'
import { syscallClasses } from './syscall-classes.ts'

/** The rows of spec 04 §3.2: the ends of ranges and the numbers next to them. */
it.each([
  [1005, 'unknown'],
  [1006, 'user-login'],
  [1107, 'mac-decision'],
  [1110, 'user-login'],
  [1111, 'configuration'],
  [1117, 'user-account'],
  [1118, 'unknown'],
  [1126, 'group-change'],
  [1131, 'system-services'],
  [1134, 'unknown'],
  [1136, 'user-account'],
  [1138, 'configuration'],
  [1199, 'unknown'],
  [1200, 'audit-daemon'],
  [1299, 'audit-daemon'],
  [1304, 'audit-rule'],
  [1305, 'configuration'],
  [1316, 'unknown'],
  [1319, 'TTY'],
  [1326, 'dac-decision'],
  [1327, 'unknown'],
  [1330, 'unknown'],
  [1331, 'av-decision'],
  [1334, 'bpf-program'],
  [1335, 'audit-daemon'],
  [1336, 'audit-rule'],
  [1337, 'unknown'],
  [1402, 'mac-decision'],
  [1403, 'mac'],
  [1423, 'mac'],
  [1501, 'mac'],
  [1502, 'mac-decision'],
  [1504, 'mac'],
  [1506, 'mac-decision'],
  [1507, 'unknown'],
  [1699, 'crypto'],
  [1799, 'anomaly'],
  [1800, 'integrity'],
  [2000, 'system-services'],
  [2108, 'anomaly'],
  [2109, 'integrity'],
  [2200, 'anomaly-response'],
  [2399, 'mac'],
  [2400, 'crypto'],
  [2599, 'virt'],
  [2600, 'unknown'],
  [-1, 'unknown'],
  [0, 'unknown'],
])('type %i is of kind %s', (type, kind) => expect(eventKind(type)).toBe(kind))

it('uses only words of the vocabulary', () => {
  const kinds = new Set(tableRows(eventKinds).map(({ name }) => name))
  for (let type = 0; type < 3000; type++) expect(kinds).toContain(eventKind(type))
  const objects = new Set(tableRows(objectKinds).map(({ name }) => name))
  for (const { objectKind } of syscallClasses.values()) expect(objects).toContain(objectKind ?? 'unknown')
})

it('has a class for every system call and an action for every type of the tables', () => {
  for (const { name, number } of tableRows(syscallKinds)) {
    expect(syscallClassNumber(name.toUpperCase())).toBe(number)
    expect(syscallClasses.has(number)).toBe(true)
  }
  for (const { name, number } of tableRows(recordActions)) expect(recordAction(number)).toBe(name)
})

it.each([
  ['0100644', 'file'],
  ['040755', 'directory'],
  ['020666', 'character-device'],
  ['060660', 'block-device'],
  ['010600', 'fifo'],
  ['0120777', 'symlink'],
  ['0140777', 'socket'],
  ['0644', undefined],
  ['junk', undefined],
])('mode %s is a %s', (mode, kind) => expect(objectKindOfMode(mode)).toBe(kind))
