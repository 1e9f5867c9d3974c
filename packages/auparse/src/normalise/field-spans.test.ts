import type { LogRecord } from '@ts-audit/log'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { splitRecord } from '../fields/split-record.ts'
import { MOST_FIELDS } from './layout.ts'
import { RecordView } from './record-view.ts'

function recordOfText(text: string): LogRecord {
  const bytes = Uint8Array.from(`xx${text}\n`, (char) => char.charCodeAt(0))
  const end = bytes.length - 1
  return { bytes, start: 2, body: -1, textEnd: end, end, type: 1300, terminated: true }
}

function fieldsOf(text: string): { name: string | undefined; value: string | undefined }[] {
  const view = new RecordView(recordOfText(text), 1300)
  return Array.from({ length: view.fieldCount }, (_, field) => ({
    name: view.name(field),
    value: view.raw(field),
  }))
}

const piece = fc.constantFrom(
  ...[
    'key',
    'msg',
    'a',
    'uid',
    '=',
    "'",
    '"',
    '(',
    ')',
    ':',
    ',',
    ' ',
    '(null)',
    '(none)',
    '6B31016B32',
    '01',
  ],
  ...['msg=audit(1.2:3):', "msg='op=x", 'key=', '=6162', '\xff'],
)

it('finds the fields that splitRecord finds, whatever the text', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 24 }), (pieces) => {
      const text = `type=SYSCALL ${pieces.join('')}`
      expect(fieldsOf(text)).toEqual(splitRecord(text).fields)
    }),
    { numRuns: 3000 },
  )
})

it('finds them also by the names of records before', () => {
  const lists = fc.array(fc.array(piece, { maxLength: 12 }), { minLength: 2, maxLength: 6 })
  fc.assert(
    fc.property(lists, (records) => {
      const view = new RecordView(recordOfText(''), 1300)
      for (const pieces of [...records, ...records]) {
        const text = `type=SYSCALL ${pieces.join('')}`
        view.load(recordOfText(text), 1300)
        const { fields } = splitRecord(text)
        expect(fields.map((_, field) => ({ name: view.name(field), value: view.raw(field) }))).toEqual(fields)
        expect(view.fieldCount).toBe(fields.length)
        for (const { name } of fields) {
          expect(view.find(name, 1)).toBe(fields.findIndex((one, field) => field > 0 && one.name === name))
        }
      }
    }),
    { numRuns: 600 },
  )
})

it.each([
  ['just few enough for a layout', 'x=1 '.repeat(MOST_FIELDS - 1), MOST_FIELDS],
  ['one too many', 'x=1 '.repeat(MOST_FIELDS), MOST_FIELDS + 1],
  ['a long command line', Array.from({ length: 900 }, (_, at) => `a${at}="x"`).join(' '), 901],
  ['too many only with the keys of one value', `uid=0 key=${'6101'.repeat(900)} pid=1`, 903],
  ['keys that end the record', `key=${'6101'.repeat(MOST_FIELDS)}`, MOST_FIELDS + 1],
])('finds all fields of a record of many: %s', (_what, body, count) => {
  const text = `type=SYSCALL ${body}`
  const { fields } = splitRecord(text)
  expect(fields).toHaveLength(count)
  expect(fieldsOf(text)).toEqual(fields)
  const view = new RecordView(recordOfText(text), 1300)
  expect(view.find(fields.at(-1)!.name, count - 1)).toBe(count - 1)
  expect(view.layout === undefined).toBe(count > MOST_FIELDS)
})

it.each([
  ['type=SYSCALL msg=audit(1.2:3): uid=0, x=1', ['type=SYSCALL', 'uid=0', 'x=1']],
  ["type=USER msg='op=a id=(none)'", ['type=USER', 'op=a', 'id=(none)']],
  ['type=SYSCALL key=6B31016B32 z=1', ['type=SYSCALL', 'key="k1"', 'key="k2"', 'z=1']],
  ['type=SYSCALL key=(null)', ['type=SYSCALL', 'key=(null)']],
])('splits %s', (text, fields) => {
  expect(fieldsOf(text).map(({ name, value }) => `${name}=${value}`)).toEqual(fields)
})

it('knows nothing of fields that are not there', () => {
  const view = new RecordView(recordOfText('type=CWD cwd="/"'), 1307)
  expect([view.find('cwd', 0), view.find('cwd', 2), view.find('pid', 0)]).toEqual([1, -1, -1])
  expect([view.name(2), view.raw(2)]).toEqual([undefined, undefined])
})
