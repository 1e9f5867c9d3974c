// Every field that process.ts declares comes from the record into the report, and through the columns in between.
import { LogReader } from '@ts-audit/log'
import { expect, test } from 'vitest'
import { createBpfTracker } from '../tracker.ts'
import { LOADER_FIELDS, NUMBER_NAMES, processFields, TEXT_NAMES } from './process.ts'

const known: Readonly<Record<string, string | number>> = {
  ...Object.fromEntries(NUMBER_NAMES.map((name, at) => [name, 2000 + at])),
  ...Object.fromEntries(TEXT_NAMES.map((name) => [name, `text-of-${name}`])),
  // In the kernel's order these stand before auid=, and in a record of their own.
  pid: 412,
  ppid: 411,
  proctitle: 'loader all.o',
}
const written = [...NUMBER_NAMES.filter((name) => name !== 'auid'), ...TEXT_NAMES].map((name) => {
  const value = known[name]
  return `${name}=${typeof value === 'number' ? value : `"${value}"`}`
})
const plain = /\b(tty|subj)="([^"]*)"/g
const stamp = 'msg=audit(1700000001.000:10):'
const log = `type=BPF ${stamp} prog-id=7 op=LOAD
type=SYSCALL ${stamp} arch=c000003e syscall=321 success=yes exit=3 a0=5 a1=0 a2=0 a3=0 items=0 ppid=411 pid=412 auid=${known['auid']} ${written.join(' ').replace(plain, '$1=$2')}
type=PROCTITLE ${stamp} proctitle="loader all.o"
`

const tracker = createBpfTracker({ loaderFields: LOADER_FIELDS })
const reader = new LogReader({ sink: tracker.sink })
reader.push(Buffer.from(log))
reader.end()
const { programs, loaders } = tracker.finish()

test('the loader of a program has every field of a process, in their order', () => {
  const expected = Object.keys(processFields).map((name) => [name, known[name]])
  expect(Object.entries(programs.at(0)?.loader ?? {})).toEqual(expected)
})

test('loaders are told apart by every field of an identity', () => {
  const expected = { ...known, unit: `session-${known['ses']}.scope` } as Readonly<Record<string, unknown>>
  const [loader] = loaders
  for (const name of LOADER_FIELDS) expect(loader?.[name]).toBe(expected[name])
})
