/** The full names of files, beside the rules for joining them and beside what the other members say. */
import { resolvedPath } from '@ts-audit/auparse/internal'
import { LogReader } from '@ts-audit/log'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createEventJson, type EventJson } from '../index.ts'

function eventsOf(log: string): EventJson[] {
  const toJson = createEventJson()
  const events: EventJson[] = []
  const reader = new LogReader({
    sink(event) {
      events.push(toJson(event))
      return true
    },
  })
  reader.push(Buffer.from(log, 'latin1'))
  reader.end()
  return events
}

const stamp = 'msg=audit(1700000000.123:42)'
const path = (body: string) => `type=PATH ${stamp}: ${body}\n`
const cwd = (body: string) => `type=CWD ${stamp}: ${body}\n`

test.each<[what: string, log: string, paths: readonly (string | undefined)[]]>([
  ['a name from the root', path('item=0 name="/etc/passwd" inode=1'), ['/etc/passwd']],
  ['the last field', path('item=0 name="/etc/passwd"'), ['/etc/passwd']],
  ['empty parts and dots', path('item=0 name="/etc//./x/../passwd/" inode=1'), ['/etc/passwd']],
  ['hidden files', path('item=0 name="/root/.ssh/..x" inode=1'), ['/root/.ssh/..x']],
  ['the root', path('item=0 name="/" inode=1'), ['/']],
  [
    'a relative name',
    cwd('cwd="/home/u"') + path('item=1 name="111.txt" inode=1'),
    [undefined, '/home/u/111.txt'],
  ],
  ['above', cwd('cwd="/srv/data"') + path('item=0 name="../a" inode=1'), [undefined, '/srv/a']],
  [
    'a directory that comes later',
    path('item=0 name="a" inode=1') + cwd('cwd="/srv"'),
    ['/srv/a', undefined],
  ],
  [
    'two directories',
    cwd('cwd="/a"') + cwd('cwd="/b"') + path('item=0 name="x"'),
    [undefined, undefined, '/a/x'],
  ],
  ['encoded names', cwd('cwd=2F612062') + path('item=12 name=78C3A4'), [undefined, '/a b/xä']],
  ['no directory', path('item=0 name="a" inode=1'), [undefined]],
  ['no name', cwd('cwd="/"') + path('item=0 name=(null) inode=1') + path('item=1 name="" inode=1'), []],
  ['an enrichment of the name', path('item=0 name="/a" x=1\x1dNAME="/b"'), ['/a']],
])('%s', (_what, log, paths) => {
  const found = eventsOf(log).flatMap(({ records }) => records.map((record) => record.path))
  expect(found).toEqual(paths.length === 0 ? found.map(() => undefined) : paths)
})

test('a name that is no UTF-8 is base64', () => {
  const [event] = eventsOf(cwd('cwd="/a"') + path('item=0 name=FF'))
  expect(event?.records[1]).toMatchObject({ pathBase64: Buffer.from('/a/\xff', 'latin1').toString('base64') })
})

test('the directory of one event is not that of the next', () => {
  const next = path('item=0 name="x"').replace(':42)', ':43)')
  expect(eventsOf(cwd('cwd="/a"') + path('item=0 name="x"') + next)[1]?.records[0]?.path).toBeUndefined()
})

test('any name is joined as the rules say, from what the other members say', () => {
  const piece = fc.constantFrom('/', '.', '..', 'a', '.b', ' ', '"', '" x="', 'ä', '(null)', 'name="/c"')
  const value = fc.oneof(
    fc.array(piece, { maxLength: 8 }).map((pieces) => `"${pieces.join('')}"`),
    fc
      .array(piece, { maxLength: 8 })
      .map((pieces) => Buffer.from(pieces.join('')).toString('hex').toUpperCase()),
  )
  fc.assert(
    fc.property(
      value,
      value,
      fc.constantFrom(' inode=1', '', ' name="/second" x=1'),
      (directory, name, rest) => {
        const log = Buffer.from(cwd(`cwd=${directory}`) + path(`item=0 name=${name}${rest}`)).toString(
          'latin1',
        )
        const [event] = eventsOf(log)
        const said = (record: number, wanted: string) => {
          const field = event?.records[record]?.fields.find((one) => one.name === wanted)
          return field?.text ?? field?.raw ?? ''
        }
        const expected = resolvedPath(said(1, 'name'), said(0, 'cwd'))
        expect(event?.records[1]?.path).toBe(expected.startsWith('/') ? expected : undefined)
      },
    ),
    { numRuns: 500 },
  )
})
