/** Kind and action are those of the normaliser, whether they come from memory or not. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { normaliseEvent } from '@ts-audit/auparse/normalise'
import { copyEvent, type LogEvent, LogReader } from '@ts-audit/log'
import { fixtures } from '@ts-audit/testing/fixtures'
import { expect, test } from 'vitest'
import { EventColumns } from './event-columns.ts'
import { EventNames } from './event-names.ts'
import { EventRows } from './event-rows.ts'
import { FieldValues } from './field-values.ts'

const folder = path.join(fixtures, 'captures')
const logs = readdirSync(folder)
  .map((name) => path.join(folder, name, 'audit.log'))
  .filter((file) => existsSync(file))

function eventsOf(text: string): readonly LogEvent[] {
  const events: LogEvent[] = []
  const reader = new LogReader({ sink: (event) => events.push(copyEvent(event)) })
  reader.push(Buffer.from(text, 'latin1'))
  reader.end()
  return events
}

function namesOf(events: readonly LogEvent[]): readonly unknown[] {
  const columns = new EventColumns()
  const names = new EventNames()
  const rows = new EventRows(columns, { values: new FieldValues(), names })
  for (const [number, event] of events.entries()) {
    const place = { node: '', bootId: undefined, source: 's', sourceEvent: number }
    rows.add(event, place)
  }
  return events.map((_, row) => [columns.kind.value(row), columns.action.value(row)])
}

function expectedOf(events: readonly LogEvent[]): readonly unknown[] {
  return events.map((event) => {
    const [normal] = normaliseEvent(event)
    return [normal?.kind ?? null, normal?.action ?? null]
  })
}

test.each(logs.map((file) => [path.basename(path.dirname(file)), file]))('%s', (_, file) => {
  const events = eventsOf(readFileSync(file, 'latin1'))
  expect(events.length).toBeGreaterThan(0)
  expect(namesOf(events)).toEqual(expectedOf(events))
})

/** Of a SYSCALL record, what changes what is known of it. */
const arches = ['arch=c000003e', 'arch=40000003', 'arch=c00000b7', '']
const calls = [
  'syscall=257',
  'syscall=59',
  'syscall=9',
  'syscall=133',
  'syscall=62',
  'syscall=1 syscall=2',
  '',
]
const keys = ['key="k"', 'key=(null)', 'key=(null) key="k"', '']
const ends = [
  '',
  '\x1dARCH=x86_64 SYSCALL=openat AUID="a"',
  '\x1dSYSCALL=execve',
  '\x1dARCH=x SYSCALL=y key=z',
]
const beside = [
  [],
  ['CWD: cwd="/"', 'PATH: item=0 name="/dev/x" inode=1 dev=08:01 mode=020644 nametype=CREATE'],
  ['PATH: item=0 name="f" mode=060644 nametype=CREATE key=x', 'PROCTITLE: proctitle="x"'],
  ['OBJ_PID: opid=1 ocomm="a"', 'OBJ_PID: opid=2 ocomm="b"'],
  ['BPF: prog-id=1 op=LOAD'],
  ['EOE: '],
]

test('SYSCALL records in all sorts of company, and written unusually', () => {
  const lines: string[] = []
  let serial = 0
  for (const arch of arches)
    for (const call of calls)
      for (const key of keys)
        for (const end of ends)
          for (const others of beside)
            for (const success of ['yes', 'no']) {
              const stamp = `msg=audit(17000000${(serial % 90) + 10}.000:${++serial})`
              lines.push(
                `type=SYSCALL ${stamp}: ${arch} ${call} success=${success} exit=0 a0=1 pid=1 ${key}${end}`,
              )
              for (const record of others) lines.push(`type=${record.replace(':', ` ${stamp}:`)}`)
            }
  const events = eventsOf(`${lines.join('\n')}\n`)
  expect(events.length).toBeGreaterThan(serial / 2)
  expect(namesOf(events)).toEqual(expectedOf(events))
})
