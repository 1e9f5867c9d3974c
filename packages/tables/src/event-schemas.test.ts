// Every record type has a class in ECS and OCSF, and only values that the schemas allow.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import {
  ecsAllowedTypesOf,
  ecsRecordClass,
  ecsSyscallClass,
  isEncodedField,
  laurelNumberBase,
  ocsfRecordType,
  ocsfSyscallType,
} from './event-schemas.ts'
import { ecsSyscallMap, ocsfRecordMap, ocsfSyscallMap } from './generated/event-schemas.ts'
import { tableRows } from './name-table.ts'
import { EOE } from './record-type.ts'
import { recordTypes } from './record-types.ts'

const shown = recordTypes().filter(({ number }) => number !== EOE)

/** The classes of OCSF 1.8 that are used, with the activities each has besides 0 (unknown) and 99 (other). */
const activities: Record<number, number> = {
  0: 0,
  1001: 14,
  1002: 2,
  1003: 4,
  1007: 5,
  1008: 10,
  1010: 2,
  2004: 3,
  3001: 12,
  3002: 7,
  3006: 6,
  4001: 7,
  5019: 2,
  6002: 8,
}

test.each(shown)('$name has an ECS class whose types its categories allow', ({ number }) => {
  const found = ecsRecordClass(number)
  expect(found).toBeDefined()
  expectAllowed(found!)
})

test.each(shown)('$name has an OCSF class and activity', ({ number }) => {
  const found = ocsfRecordType(number)
  expect(found).toBeDefined()
  expectActivity(found!)
})

test('EOE and unknown types have none', () => {
  for (const type of [EOE, 1399, -1]) {
    expect([ecsRecordClass(type), ocsfRecordType(type)]).toEqual([undefined, undefined])
  }
})

test('no type is mapped that has no name', () => {
  const known = new Set(recordTypes().map(({ number }) => number))
  expect(tableRows(ocsfRecordMap).filter(({ number }) => !known.has(number))).toEqual([])
})

test('system calls have allowed values too', () => {
  for (const { name } of tableRows(ecsSyscallMap)) expectAllowed(ecsSyscallClass(name)!)
  for (const { name } of tableRows(ocsfSyscallMap)) expectActivity(ocsfSyscallType(name)!)
  expect(ecsSyscallClass('getpid')).toBeUndefined()
  expect(ocsfSyscallType('getpid')).toBeUndefined()
})

test('a value of each kind is what the schema says', () => {
  expect(ecsRecordClass(1112)).toEqual({
    kind: 'event',
    category: ['authentication'],
    type: ['start'],
    action: 'logged-in',
  })
  expect(ecsSyscallClass('openat')).toMatchObject({
    category: ['file'],
    type: ['info'],
    action: 'opened-file',
  })
  expect(ecsSyscallClass('connect')).toMatchObject({ category: ['network'], type: ['connection', 'start'] })
  expect([1334, 1112, 1330].map(ocsfRecordType)).toEqual([100301, 300201, 100201])
  expect(['unlinkat', 'connect'].map(ocsfSyscallType)).toEqual([100104, 400101])
  expect(['arch', 'mode', 'pid', 'xattr_uid', 'comm'].map(laurelNumberBase)).toEqual([
    16,
    8,
    10,
    10,
    undefined,
  ])
  expect(['comm', 'subj'].map(isEncodedField)).toEqual([true, false])
})

function expectAllowed({ kind, category, type }: NonNullable<ReturnType<typeof ecsRecordClass>>): void {
  expect(['event', 'alert']).toContain(kind)
  const allowed = category.flatMap((word) => ecsAllowedTypesOf(word) ?? [])
  expect(type.length).toBeGreaterThan(0)
  expect(type.filter((word) => !allowed.includes(word))).toEqual([])
}

function expectActivity(uid: number): void {
  const last = activities[Math.floor(uid / 100)]
  expect(last).toBeDefined()
  expect(uid % 100 === 99 || uid % 100 <= last!).toBe(true)
}

test('every row of the paper on formats is in the tables', () => {
  const path = new URL('../../../docs/formats/samples/out/record-map.tsv', import.meta.url)
  const rows = readFileSync(path, 'utf8').trim().split('\n').slice(1)
  expect(rows).toHaveLength(recordTypes().length)
  for (const row of rows) {
    const [code, , kind, category, type, action, , , ocsfClass, activity] = row.split('\t')
    const ecs = ecsRecordClass(Number(code))
    const uid = ocsfRecordType(Number(code))
    if (kind === '-') expect([ecs, uid]).toEqual([undefined, undefined])
    else {
      expect(ecs).toEqual({
        kind,
        category: category!.split(','),
        type: type!.split(','),
        action: action === '' ? undefined : action,
      })
      expect(uid).toBe(100 * Number(ocsfClass) + Number(activity))
    }
  }
})
