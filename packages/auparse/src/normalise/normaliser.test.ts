import { type LogEvent, LogReader } from '@ts-audit/log'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createInterpretContext } from '../create-context.ts'
import { createEventViewer } from './event-view.ts'
import { normaliseView } from './normalise.ts'
import { createNormaliser } from './normaliser.ts'

const fields = fc.constantFrom(
  ...['arch=c000003e', 'syscall=59', 'syscall=257', 'syscall=90', 'success=yes', 'success=no', 'auid=0'],
  ...['uid=0', 'uid=1000', 'ses=1', 'comm="sh"', 'exe="/usr/bin/bash"', 'exe="/x"', 'key=(null)', 'key="k"'],
  ...['key=6B31016B32', 'name="/a"', 'name="b"', 'inode=5', 'mode=0100644', 'mode=040755', 'op=set', 'res=1'],
  ...['nametype=PARENT', 'nametype=NORMAL', 'saddr=0100', 'opid=5', 'acct="root"', 'old=1', 'a0=1', 'a1=1ff'],
)
const types = fc.constantFrom(
  ...['SYSCALL', 'SYSCALL', 'PATH', 'PATH', 'CWD', 'SOCKADDR', 'OBJ_PID', 'CONFIG_CHANGE', 'AVC', 'FANOTIFY'],
  ...['EXECVE', 'USER_LOGIN', 'USER_AVC', 'LOGIN', 'BPF', 'NETFILTER_CFG', 'KERN_MODULE', 'ANOM_LINK', 'TTY'],
)
const enrichments = fc.constantFrom('', '', '\x1dSYSCALL=chmod UID="root"', '\x1dAUID="unset" UID="me"')
const records = fc.tuple(types, fc.array(fields, { maxLength: 14 }), enrichments)
const events = fc.array(fc.array(records, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 12 })

type Records = readonly (readonly [string, readonly string[], string])[]

function textOf(record: Records[number], serial: number): string {
  const [type, values, enrichment] = record
  return `type=${type} msg=audit(1700000001.100:${900 + serial}): ${values.join(' ')}${enrichment}\n`
}

function read(all: readonly Records[], sink: (event: LogEvent) => void): void {
  const text = all.map((event, serial) => event.map((record) => textOf(record, serial)).join('')).join('')
  const reader = new LogReader({
    sink(event) {
      sink(event)
      return true
    },
  })
  reader.push(Uint8Array.from(text, (char) => char.charCodeAt(0)))
  reader.end()
}

it.each([false, true])('gives the slots the handlers give, with attributes %s', (withAttributes) => {
  fc.assert(
    fc.property(events, (all) => {
      const context = createInterpretContext()
      const forEachView = createEventViewer(context)
      const normalise = createNormaliser(withAttributes)
      let count = 0
      read([...all, ...all], (event) => {
        count++
        forEachView(event, (view) => {
          const remembered = normalise(view)
          expect(remembered).toEqual(normaliseView(view, withAttributes))
        })
      })
      expect(count).toBeGreaterThan(all.length)
    }),
    { numRuns: 150 },
  )
})

it('shares the slots of events that answer alike', () => {
  const forEachView = createEventViewer(createInterpretContext())
  const normalise = createNormaliser(false)
  const found: unknown[] = []
  const event: Records = [['SYSCALL', ['arch=c000003e', 'syscall=59', 'uid=0', 'exe="/x"'], '']]
  read([event, event], (one) => forEachView(one, (view) => found.push(normalise(view))))
  expect(found).toHaveLength(2)
  expect(found[0]).toBeDefined()
  expect(found[0]).toBe(found[1])
})

it('tells events of very many fields apart by all of them', () => {
  const forEachView = createEventViewer(createInterpretContext())
  const normalise = createNormaliser(false)
  const many = Array.from({ length: 400 }, (_, at) => `f${at}=1`)
  const lists = [[...many, 'exe="/x"'], ['exe="/y"', ...many], [...many, 'uid=0'], many]
  read(
    [...lists, ...lists].map((values): Records => [['USER_LOGIN', values, '']]),
    (event) => {
      forEachView(event, (view) => expect(normalise(view)).toEqual(normaliseView(view, false)))
    },
  )
  expect.assertions(8)
})
